#include "rules/parse/exceptions.h"

#include <algorithm>

namespace trialmatch::rules {
namespace {

void CollectIllnesses(const Expression& e, std::vector<ConditionLeaf>* leaves) {
  if (e.kind == Expression::Kind::kLeaf) leaves->push_back(std::get<ConditionLeaf>(*e.leaf));
  for (const Expression& child : e.children) CollectIllnesses(child, leaves);
}

void Take(const std::vector<ConditionLeaf>& excepted, Expression* e) {
  for (Expression& child : e->children) Take(excepted, &child);
  if (e->kind != Expression::Kind::kLeaf) return;
  auto& leaf = std::get<ConditionLeaf>(*e->leaf);
  for (const ConditionLeaf& one : excepted) {
    ConditionLeaf named;
    named.conditions = one.conditions;
    if (named == one)
      leaf.except.insert(leaf.except.end(), one.conditions.begin(), one.conditions.end());
    else
      leaf.unless.push_back(one);
  }
}

}  // namespace

bool OnlyIllnesses(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<ConditionLeaf>(*e.leaf);
  const bool group = e.kind == Expression::Kind::kAny || e.kind == Expression::Kind::kNot;
  return group && !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), OnlyIllnesses);
}

void ExceptIllnesses(const std::vector<Expression>& excepted, Expression* forbidden) {
  std::vector<ConditionLeaf> leaves;
  for (const Expression& one : excepted) CollectIllnesses(one, &leaves);
  Take(leaves, forbidden);
}

}  // namespace trialmatch::rules
