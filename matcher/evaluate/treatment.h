#ifndef TRIALMATCH_MATCHER_EVALUATE_TREATMENT_H_
#define TRIALMATCH_MATCHER_EVALUATE_TREATMENT_H_

#include <cstdint>
#include <functional>
#include <span>

#include "matcher/evaluate/evaluate.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/lines.h"

namespace trialmatch::matcher {

// The last line of the patient's therapy (lines.h), worked out once. Requires a memo.
const Line* KeptLastLine(const EvaluationContext& context);

// EvaluateTreatment of a leaf that asks for any of `what`, not all together, without words, for who has the numbers of its classes
// (KindRelations::ClassNumber) at hand. `absent`: what it is when nothing of that kind was given. Requires a memo.
LeafOutcome EvaluateAnyTreatment(const rules::TreatmentLeaf& leaf, std::span<const uint32_t> what, std::span<const uint32_t> except,
                                 base::Truth absent, const EvaluationContext& context);

// How many lines, drugs and cycles a leaf counts, without words; `truth_of(course)`: MatchCourse(...).truth of one of KeptCourses. Require a memo.
using TruthOfCourse = std::function<base::Truth(const Course&)>;
Interval CountLines(const rules::TreatmentLeaf& leaf, const TruthOfCourse& truth_of, const EvaluationContext& context);
Interval CountAgents(const TruthOfCourse& truth_of, const EvaluationContext& context);
Interval CountCycles(const TruthOfCourse& truth_of, const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_TREATMENT_H_
