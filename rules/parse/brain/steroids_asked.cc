#include "rules/parse/brain/steroids_asked.h"

#include <utility>
#include <variant>

namespace trialmatch::rules {
namespace {

void Walk(bool asked, Expression* e) {
  if (e->kind == Expression::Kind::kWhen) return Walk(asked, &e->children[1]);   // on what it depends is asked of nobody
  const bool turns = e->kind == Expression::Kind::kNot;
  for (Expression& child : e->children) Walk(asked != turns, &child);
  auto* brain = asked && e->kind == Expression::Kind::kLeaf ? std::get_if<BrainLeaf>(e->leaf.get()) : nullptr;
  if (brain == nullptr || !brain->on_steroids.value_or(false)) return;
  if (!brain->steroids_increasing && !brain->steroid_prednisone_mg_per_day) {
    *e = Expression::Opaque(e->span);
    return;
  }
  brain->on_steroids.reset();
}

}  // namespace

void AskNobodyForSteroids(Expression* criterion) { Walk(true, criterion); }

}  // namespace trialmatch::rules
