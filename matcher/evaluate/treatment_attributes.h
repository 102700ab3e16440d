#ifndef TRIALMATCH_MATCHER_EVALUATE_TREATMENT_ATTRIBUTES_H_
#define TRIALMATCH_MATCHER_EVALUATE_TREATMENT_ATTRIBUTES_H_

#include "matcher/evaluate/courses.h"
#include "matcher/evaluate/lines.h"

namespace trialmatch::matcher {

// Whether the course is of the kind that the leaf speaks of: what, except and for_this_cancer alone.
base::Truth IsKindAsked(const rules::TreatmentLeaf& leaf, const Course& course, const EvaluationContext& context);

// Whether one course is what the leaf speaks of. `because` describes the course and what decided.
LeafOutcome MatchCourse(const rules::TreatmentLeaf& leaf, const Course& course, const Line* last,
                        const EvaluationContext& context);

// The same for who knows already whether it is of the kind (CourseIsAnyOf).
LeafOutcome MatchCourse(const rules::TreatmentLeaf& leaf, const Course& course, base::Truth kind, const Line* last,
                        const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_TREATMENT_ATTRIBUTES_H_
