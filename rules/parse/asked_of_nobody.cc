#include "rules/parse/asked_of_nobody.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <variant>

namespace trialmatch::rules {
namespace {

bool IsHarmedOrgan(const CompareLeaf& leaf) {
  constexpr std::string_view kWorseAbove[] = {"creatinine", "bilirubin", "direct_bilirubin", "ast", "alt", "inr"};
  return leaf.relative == CompareLeaf::Relative::kTimesUpperLimit && leaf.bounds.low && !leaf.bounds.high &&
         std::find(std::begin(kWorseAbove), std::end(kWorseAbove), leaf.quantity) != std::end(kWorseAbove);
}

void Walk(bool asked, Expression* e) {
  if (e->kind == Expression::Kind::kWhen) return Walk(asked, &e->children[1]);   // on what it depends is asked of nobody
  const bool turns = e->kind == Expression::Kind::kNot;
  for (Expression& child : e->children) Walk(asked != turns, &child);
  if (!asked || e->kind != Expression::Kind::kLeaf) return;
  const auto* value = std::get_if<CompareLeaf>(e->leaf.get());
  auto* brain = std::get_if<BrainLeaf>(e->leaf.get());
  const bool on_steroids = brain != nullptr && brain->on_steroids.value_or(false);
  const bool alone = on_steroids && !brain->steroids_increasing && !brain->steroid_prednisone_mg_per_day;
  if (alone || (value != nullptr && IsHarmedOrgan(*value))) {
    *e = Expression::Opaque(e->span);
  } else if (on_steroids) {
    brain->on_steroids.reset();
  }
}

}  // namespace

void GiveUpAskedOfNobody(Expression* criterion) { Walk(true, criterion); }

}  // namespace trialmatch::rules
