#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool Passes(const Reading& r, int i) {
  return r.Is(i, Cue::kFiller) || r.IsMark(i, ':') || r.IsMark(i, '(') || r.Is(i, Cue::kMust) || r.Is(i, Cue::kBefore) || r.IsMark(i, '-') ||
         r.Is(i, Cue::kMale) || r.Is(i, Cue::kFemale) || r.Is(i, Cue::kOr) || r.Is(i, Cue::kAnd) || r.Is(i, Cue::kBetween) || r.Is(i, Cue::kAge);
}

}  // namespace

void ReadAge(Reading& r, Clause clause, Atoms& atoms) {
  // A relative's age and what defines menopause are no limits.
  if (HasCue(r, clause.begin, clause.end, {Cue::kFamily})) return;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.WordIs(i, "postmenopausal") || r.WordIs(i, "menopause") || r.WordIs(i, "menopausal") || r.WordIs(i, "amenorrheic")) return;
  }
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).used) continue;
    bool word = r.Is(i, Cue::kAge);
    std::optional<BoundReading> bound;
    if (word) {
      for (int k = i + 1; k < clause.end && k <= i + 6; ++k) {
        bound = ReadBound(r, k, clause.end);
        if (bound || !Passes(r, k)) break;
      }
    } else {
      bound = ReadBound(r, i, clause.end);
      if (bound) {
        int next = bound->last + 1;
        bool years = bound->unit == "year" || bound->unit == "years" || r.Is(bound->last, Cue::kYear) || r.Is(bound->last, Cue::kAge);
        if (r.Is(next, Cue::kYear)) {
          years = true;
          ++next;
        }
        bool aged = r.Is(next, Cue::kAge) || r.WordIs(next, "old");
        bool starts = years && bound->has_comparison && i <= clause.begin + 1 && (next >= clause.end || r.IsMark(next, '.') || r.IsMark(next, ',')) ;
        bool older = years && bound->has_comparison && r.at(bound->last).cue == Cue::kAtLeast;
        if (!(aged && (years || r.Is(next, Cue::kAge))) && !starts && !older) bound.reset();
        else if (aged) bound->last = next;
      }
    }
    if (!bound) continue;
    double low = bound->bounds.low.value_or(18), high = bound->bounds.high.value_or(60);
    if (low > 110 || high < 1) continue;
    CompareLeaf leaf;
    leaf.quantity = "age";
    leaf.bounds = bound->bounds;
    if (!bound->has_comparison && leaf.bounds.low == leaf.bounds.high) leaf.bounds.high.reset();   // "Age: 18" means from 18 on
    // "18 to 75 years" includes the whole year in which one is 75.
    if (leaf.bounds.high && leaf.bounds.high_inclusive && leaf.bounds.low) {
      leaf.bounds.high = *leaf.bounds.high + 1;
      leaf.bounds.high_inclusive = false;
    } else if (leaf.bounds.high && leaf.bounds.high_inclusive) {
      leaf.bounds.high = *leaf.bounds.high + 1;
      leaf.bounds.high_inclusive = false;
    }
    int last = bound->last;
    while (last + 1 < clause.end && (r.Is(last + 1, Cue::kYear) || r.Is(last + 1, Cue::kAge))) ++last;
    Atom atom;
    atom.first = i;
    atom.last = last;
    atom.topic = Topic::kAgeSex;
    // "No data in patients under 18 years" denies the data, not the age: only a "no" right before counts.
    atom.negated = DeniedBefore(r, {std::max(clause.begin, i - 3), clause.end}, i);
    atom.expression = Expression::OfLeaf(leaf, r.SpanOf(i, last), "age.bound");
    r.UseRange(i, last);
    atoms.push_back(atom);
    i = last;
  }
}

}  // namespace trialmatch::rules
