#ifndef TRIALMATCH_MATCHER_EVALUATE_TREATMENT_ATTRIBUTES_H_
#define TRIALMATCH_MATCHER_EVALUATE_TREATMENT_ATTRIBUTES_H_

#include "matcher/evaluate/courses.h"
#include "matcher/evaluate/lines.h"

namespace trialmatch::matcher {

// Which attributes of a TreatmentLeaf a course is held against.
enum class Aspect : uint8_t {
  kAll,
  kKind,        // what, except and for_this_cancer alone
};

// Whether one course is what the leaf speaks of. `because` describes the course and what decided.
LeafOutcome MatchCourse(const rules::TreatmentLeaf& leaf, const Course& course, const Line* last, Aspect aspect,
                        const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_TREATMENT_ATTRIBUTES_H_
