#include "rules/parse/therapy/cumulative_dose.h"

#include <algorithm>

#include "rules/parse/said_words.h"

namespace trialmatch::rules {

void KeepCumulativeDoses(Reading& r, Clause clause, Atoms& atoms) {
  constexpr WordPattern kDoses[] = {"dose"};
  if (!r.MayHoldWord(kDoses)) return;
  for (Atom& a : atoms) {
    auto* leaf = a.expression.kind == Expression::Kind::kLeaf && !a.negated ? std::get_if<TreatmentLeaf>(a.expression.leaf.get()) : nullptr;
    if (leaf == nullptr || !leaf->said.empty()) continue;
    int doses = a.first - 1;
    while (doses > clause.begin && doses > a.first - 4 && r.IsAny(doses, {Cue::kFiller, Cue::kBefore, Cue::kPrior})) --doses;
    if (!r.WordStarts(doses, {"dose"})) continue;
    int first = doses;
    while (first > clause.begin && first > doses - 4 && !r.WordContains(first, {"cumulative"})) --first;
    if (!r.WordContains(first, {"cumulative"})) continue;
    leaf->said = {AsSaid(r, first, a.first)};
    r.UseRange(first, doses);
  }
}

}  // namespace trialmatch::rules
