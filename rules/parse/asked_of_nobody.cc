#include "rules/parse/asked_of_nobody.h"

#include <variant>

namespace trialmatch::rules {
namespace {

// The row tells that a value above the limit is bad.
bool IsBadAbove(const Lexicon& lexicon, const CompareLeaf& leaf) {
  if (leaf.relative != CompareLeaf::Relative::kTimesUpperLimit || !leaf.bounds.low || leaf.bounds.high) return false;
  const Entry* lab = lexicon.Find(TermKind::kLab, leaf.quantity);
  return lab != nullptr && lab->Get("worry") == "high";
}

// Both are the same leaf.
bool AreSameLeaf(const Expression& a, const Expression& b) { return a.kind == Expression::Kind::kLeaf && b.kind == Expression::Kind::kLeaf && *a.leaf == *b.leaf; }

// `way`: something else would do as well.
void Walk(const Lexicon& lexicon, bool asked, bool way, Expression* e) {
  if (e->kind == Expression::Kind::kWhen) {
    // "For those with liver metastases, the load of the metastases must not be too large": nobody with a thing is asked to be without it.
    Expression& then = e->children[1];
    const bool denied = then.kind == Expression::Kind::kNot && AreSameLeaf(then.children.front(), e->children[0]);
    if (denied) then = Expression::Opaque(then.span);
    return Walk(lexicon, asked, way, &then);   // on what it depends is asked of nobody
  }
  const bool turns = e->kind == Expression::Kind::kNot;
  const bool ways = way || e->kind == (asked ? Expression::Kind::kAny : Expression::Kind::kAll);
  for (Expression& child : e->children) Walk(lexicon, asked != turns, ways, &child);
  if (!asked || e->kind != Expression::Kind::kLeaf) return;
  const auto* value = std::get_if<CompareLeaf>(e->leaf.get());
  auto* brain = std::get_if<BrainLeaf>(e->leaf.get());
  const bool on_steroids = brain != nullptr && brain->on_steroids.value_or(false);
  const bool alone = on_steroids && !brain->steroids_increasing && !brain->steroid_prednisone_mg_per_day;
  if (alone || (value != nullptr && !way && IsBadAbove(lexicon, *value))) {
    *e = Expression::Opaque(e->span);
  } else if (on_steroids) {
    brain->on_steroids.reset();
  }
}

}  // namespace

void GiveUpAskedOfNobody(const Lexicon& lexicon, Expression* criterion) { Walk(lexicon, true, false, criterion); }

}  // namespace trialmatch::rules
