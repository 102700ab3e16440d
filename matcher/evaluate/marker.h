#ifndef TRIALMATCH_MATCHER_EVALUATE_MARKER_H_
#define TRIALMATCH_MATCHER_EVALUATE_MARKER_H_

#include <string>
#include <vector>

#include "matcher/evaluate/evaluate.h"
#include "matcher/evaluate/memo.h"

namespace trialmatch::matcher {

// Parts of what a MarkerLeaf asks, for leaves in bulk.

// The genes that the leaf asks about, "driver" spelled out.
std::vector<std::string> GenesOf(const rules::MarkerLeaf& leaf, const rules::Lexicon& lexicon);

// Whether a gene has what a leaf asks for, asked of many patients; of a leaf that asks neither for a score nor for a test, and not for the absence of an
// alteration.
class GeneQuestion {
 public:
  // `relations` are those of the memos of the patients.
  GeneQuestion(const rules::MarkerLeaf& leaf, std::string gene, KindRelations& relations, const rules::Lexicon& lexicon);
  // Requires a memo.
  base::Truth Ask(const EvaluationContext& context) const;

 private:
  rules::MarkerLeaf leaf_;
  std::string gene_;
  uint32_t number_ = 0;   // KindRelations::NumberOf
  bool closed_by_complete_ = false;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_MARKER_H_
