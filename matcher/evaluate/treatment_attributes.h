#ifndef TRIALMATCH_MATCHER_EVALUATE_TREATMENT_ATTRIBUTES_H_
#define TRIALMATCH_MATCHER_EVALUATE_TREATMENT_ATTRIBUTES_H_

#include <vector>

#include "matcher/evaluate/courses.h"
#include "matcher/evaluate/lines.h"
#include "matcher/evaluate/window.h"

namespace trialmatch::matcher {

// Whether the course is of the kind that the leaf speaks of: what, except and for_this_cancer alone.
base::Truth IsKindAsked(const rules::TreatmentLeaf& leaf, const Course& course, const EvaluationContext& context);

// What a leaf may demand of a course besides its kind. Each is read from the member of its name alone; kOngoing of a leaf without that member
// is met by what goes on.
enum class Demand : uint8_t { kForThisCancer, kInTrial, kIntents, kExceptIntents, kOutcome, kSites, kDose, kMarrow, kMajor, kSaid, kOngoing };
// Those of the leaf but for kOngoing, which comes behind them.
std::vector<Demand> DemandsOf(const rules::TreatmentLeaf& leaf);
base::Truth Meets(Demand demand, const rules::TreatmentLeaf& leaf, const Course& course, const Line* last, const EvaluationContext& context);

// "Strong CYP3A inhibitors" without more is about what is taken now: the leaf demands kOngoing.
bool IsAboutNow(const rules::TreatmentLeaf& leaf, const EvaluationContext& context);
bool IsAboutNow(const rules::TreatmentLeaf& leaf, const rules::Lexicon& lexicon);

// Whether the course lies in the window; no breakpoints of what goes on.
WindowOutcome InWindow(const rules::Window& window, const Course& course, const Line* last, const EvaluationContext& context);

// Whether one course is what the leaf speaks of. `because` describes the course and what decided.
LeafOutcome MatchCourse(const rules::TreatmentLeaf& leaf, const Course& course, const Line* last,
                        const EvaluationContext& context);

// The same for who knows already whether it is of the kind (CourseIsAnyOf).
LeafOutcome MatchCourse(const rules::TreatmentLeaf& leaf, const Course& course, base::Truth kind, const Line* last,
                        const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_TREATMENT_ATTRIBUTES_H_
