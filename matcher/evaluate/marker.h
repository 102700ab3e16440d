#ifndef TRIALMATCH_MATCHER_EVALUATE_MARKER_H_
#define TRIALMATCH_MATCHER_EVALUATE_MARKER_H_

#include <string>
#include <vector>

#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// Parts of what a MarkerLeaf asks, for leaves in bulk.

// The genes that the leaf asks about, "driver" spelled out.
std::vector<std::string> GenesOf(const rules::MarkerLeaf& leaf, const rules::Lexicon& lexicon);

// Whether the gene has what the leaf asks for; of a leaf that asks neither for a score nor for a test, and not for the absence of an alteration.
base::Truth GeneTruth(const rules::MarkerLeaf& leaf, const std::string& gene, const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_MARKER_H_
