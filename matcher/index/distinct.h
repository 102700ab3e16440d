#ifndef TRIALMATCH_MATCHER_INDEX_DISTINCT_H_
#define TRIALMATCH_MATCHER_INDEX_DISTINCT_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules/criterion.h"

namespace trialmatch::matcher {

// An expression without its places: what it says, not where it stands. Plain memory: nodes are stored in files as they are.
struct ExpressionNode {
  uint8_t kind = 0;      // rules::Expression::Kind
  // Not zero when a later day, or drugs that stop, may change the truth of some leaf below. An upper bound, from the leaf alone.
  uint8_t timed = 0;
  uint16_t unused = 0;
  int32_t count = 0;     // kAtLeast
  uint32_t first = 0;    // kLeaf: the leaf; else the place of the first child in children
  uint32_t size = 0;     // number of children
  friend bool operator==(const ExpressionNode&, const ExpressionNode&) = default;
};

// Leaves and expressions of many trials, equal ones once. A node stands behind its children.
class Distinct {
 public:
  // The node of the expression.
  uint32_t Add(const rules::Expression& expression);

  const std::vector<rules::Leaf>& leaves() const { return leaves_; }
  const std::vector<ExpressionNode>& nodes() const { return nodes_; }
  const std::vector<uint32_t>& children() const { return children_; }

 private:
  uint32_t AddLeaf(const rules::Leaf& leaf);

  std::vector<rules::Leaf> leaves_;
  std::vector<ExpressionNode> nodes_;
  std::vector<uint32_t> children_;
  absl::flat_hash_map<std::string, uint32_t> leaf_ids_, node_ids_;   // by their bytes
};

// Whether a later day, or drugs that stop, may change what the leaf says. False only when its evaluator reads neither.
bool IsTimed(const rules::Leaf& leaf);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_DISTINCT_H_
