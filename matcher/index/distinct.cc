#include "matcher/index/distinct.h"

#include <variant>

#include "matcher/index/leaf_codec.h"

namespace trialmatch::matcher {

using rules::Expression;

uint32_t Distinct::AddLeaf(const rules::Leaf& leaf) {
  ByteWriter bytes;
  bytes(leaf);
  const auto [at, fresh] = leaf_ids_.try_emplace(bytes.Take(), static_cast<uint32_t>(leaves_.size()));
  if (fresh) leaves_.push_back(leaf);
  return at->second;
}

uint32_t Distinct::Add(const Expression& expression) {
  ExpressionNode node;
  node.kind = static_cast<uint8_t>(expression.kind);
  node.count = expression.kind == Expression::Kind::kAtLeast ? expression.count : 0;
  std::vector<uint32_t> children;
  if (expression.kind == Expression::Kind::kLeaf) {
    node.first = AddLeaf(expression.leaf);
    node.timed = IsTimed(expression.leaf) ? 1 : 0;
  } else {
    for (const Expression& child : expression.children) {
      children.push_back(Add(child));
      node.timed |= nodes_[children.back()].timed;
    }
  }
  ByteWriter bytes;
  bytes(node.kind, node.count, node.first, children);
  const auto [at, fresh] = node_ids_.try_emplace(bytes.Take(), static_cast<uint32_t>(nodes_.size()));
  if (!fresh) return at->second;
  if (expression.kind != Expression::Kind::kLeaf) {
    node.first = static_cast<uint32_t>(children_.size());
    node.size = static_cast<uint32_t>(children.size());
    children_.insert(children_.end(), children.begin(), children.end());
  }
  nodes_.push_back(node);
  return at->second;
}

bool IsTimed(const rules::Leaf& leaf) {
  struct Visitor {
    bool operator()(const rules::CompareLeaf&) const { return false; }
    bool operator()(const rules::OneOfLeaf&) const { return false; }
    bool operator()(const rules::MarkerLeaf&) const { return false; }
    bool operator()(const rules::TreatmentLeaf&) const { return true; }
    bool operator()(const rules::ConditionLeaf& condition) const {
      return !condition.window.empty() || std::any_of(condition.unless.begin(), condition.unless.end(), [](const auto& one) { return IsTimed(one); });
    }
    bool operator()(const rules::BrainLeaf& brain) const {
      return brain.stable_for.has_value() || !brain.since_treatment.empty();
    }
    // Which line was the last hangs on when drugs ended.
    bool operator()(const rules::StandardTherapyLeaf&) const { return true; }
    // "takes_..." is a treatment in other words.
    bool operator()(const rules::FactLeaf& fact) const { return fact.fact.starts_with("takes_"); }
  };
  return std::visit(Visitor{}, leaf);
}

}  // namespace trialmatch::matcher
