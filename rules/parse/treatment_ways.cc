#include "rules/parse/treatment_ways.h"

#include <algorithm>
#include <utility>

#include "rules/parse/join.h"

namespace trialmatch::rules {

int OrBetweenNaiveAndTreated(const Reading& r, Clause clause, Mood mood) {
  int naive = FindCue(r, clause.begin, clause.end, {Cue::kNaive});
  if (naive < 0 || mood == Mood::kProhibits) return -1;
  for (int i = clause.begin + 1; i + 1 < clause.end; ++i) {
    if (!r.Is(i, Cue::kOr)) continue;
    bool past_behind = naive < i && HasCue(r, i, clause.end, {Cue::kPrior, Cue::kProgressed, Cue::kLine}) && !HasCue(r, i, clause.end, {Cue::kNaive});
    bool past_before = naive > i && HasCue(r, clause.begin, i, {Cue::kPrior, Cue::kProgressed});
    if (past_behind || past_before) return i;
  }
  return -1;
}

void MakeOneWay(size_t first, Atoms& atoms) {
  while (atoms.size() > first + 1) {
    const Atom other = std::move(atoms.back());
    atoms.pop_back();
    Atom& way = atoms.back();
    way.expression = Expression::All(WithPolarity(way), WithPolarity(other));
    way.negated = false;
    way.first = std::min(way.first, other.first);
    way.last = std::max(way.last, other.last);
  }
}

}  // namespace trialmatch::rules
