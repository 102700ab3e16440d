#include "rules/parse/illness/toxicity.h"

#include <algorithm>
#include <utility>

namespace trialmatch::rules {

bool ReadToxicity(Reading& r, Clause clause, Atoms& atoms) {
  int toxicity = -1, first = -1, last = -1;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (first < 0 && toxicity < 0 && r.Find(i, TermKind::kLogistics) != nullptr &&
        r.WordContains(i, {"toxic", "adverse", "side effect", "recover"}))
      toxicity = i;
    if (r.Find(i, TermKind::kCondition) == nullptr || r.at(i).used) continue;
    if (toxicity < 0) return false;
    if (first < 0) first = i;
    last = i;
  }
  if (first < 0 || !HasCue(r, toxicity, clause.end, {Cue::kExcept, Cue::kGrade})) return false;
  // A sentence that speaks of treatments too is more than its toxicity.
  bool treatment = std::any_of(atoms.begin(), atoms.end(), [](const Atom& atom) {
    return atom.topic == Topic::kPriorTherapy || atom.topic == Topic::kWashout;
  });
  int except = FindCue(r, toxicity, clause.end, {Cue::kExcept});
  if (treatment || except < 0 || except > first) return false;
  r.UseRange(except, last);
  int end = last + 1;
  while (end < clause.end && !r.IsAnyMark(end, ";)")) r.Use(end++);
  for (int i = toxicity; i < except; ++i) {
    if (r.Is(i, Cue::kGrade) || r.IsNumber(i) || r.IsComparison(i)) r.Use(i);
  }
  Atom atom;
  atom.first = except;
  atom.last = last;
  atom.topic = Topic::kLogistics;
  atom.logistics = true;
  atom.expression = Expression::Always(r.SpanOf(except, last), "logistics.toxicity");
  atoms.push_back(std::move(atom));
  return true;
}

}  // namespace trialmatch::rules
