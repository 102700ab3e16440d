#ifndef TRIALMATCH_MATCHER_EVALUATE_LEAF_EVALUATORS_H_
#define TRIALMATCH_MATCHER_EVALUATE_LEAF_EVALUATORS_H_

#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// One a leaf kind, each in the file of its name. docs/verdicts.md has their truth tables.
LeafOutcome EvaluateCompare(const rules::CompareLeaf& leaf, const EvaluationContext& context);
LeafOutcome EvaluateOneOf(const rules::OneOfLeaf& leaf, const EvaluationContext& context);
LeafOutcome EvaluateMarker(const rules::MarkerLeaf& leaf, const EvaluationContext& context);
LeafOutcome EvaluateTreatment(const rules::TreatmentLeaf& leaf, const EvaluationContext& context);
LeafOutcome EvaluateCondition(const rules::ConditionLeaf& leaf, const EvaluationContext& context);
LeafOutcome EvaluateBrain(const rules::BrainLeaf& leaf, const EvaluationContext& context);
LeafOutcome EvaluateStandardTherapy(const rules::StandardTherapyLeaf& leaf, const EvaluationContext& context);
LeafOutcome EvaluateFact(const rules::FactLeaf& leaf, const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_LEAF_EVALUATORS_H_
