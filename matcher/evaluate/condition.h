#ifndef TRIALMATCH_MATCHER_EVALUATE_CONDITION_H_
#define TRIALMATCH_MATCHER_EVALUATE_CONDITION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// Parts of what a ConditionLeaf asks, for leaves in bulk. On the day of decision.

// What a leaf names, as rows of condition.tsv; nullopt: in no row.
struct ConditionRows {
  std::vector<std::optional<uint32_t>> conditions, except;
};
ConditionRows RowsOf(const rules::ConditionLeaf& leaf, const rules::Lexicon& lexicon);

// EvaluateCondition for who has the rows at hand. Requires a memo.
LeafOutcome EvaluateCondition(const rules::ConditionLeaf& leaf, const ConditionRows& rows, const EvaluationContext& context);

// Whether some illness of the patient is, or may be, the one of that id; `row`: of the id. Requires a memo.
bool HasIllnessLike(const std::string& condition, std::optional<uint32_t> row, const EvaluationContext& context);

// Whether some illness of the patient has a name that no table has.
bool HasUnnamedIllness(const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_CONDITION_H_
