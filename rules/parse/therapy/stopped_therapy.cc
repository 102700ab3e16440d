#include "rules/parse/therapy/stopped_therapy.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace trialmatch::rules {

void BindReasonOfStop(const Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  constexpr WordPattern kReasons[] = {"due to", "because of", "secondary to", "owing to", "as a result of", "caused by"};
  constexpr WordPattern kStops[] = {"discontinu", "stopped", "withdrew", "withdraw"};
  if (!r.MayHoldWord(kStops)) return;
  int stop = clause.begin;
  while (stop < clause.end && (r.at(stop).lead || !r.WordContains(stop, kStops))) ++stop;
  int reason = stop;
  while (reason < clause.end && !r.WordContains(reason, kReasons)) ++reason;
  if (reason >= clause.end) return;
  // An adverse event by that name is told of whoever had one.
  const auto behind = [&](const Atom& a) {
    const auto* illness = a.expression.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(a.expression.leaf.get()) : nullptr;
    return a.first > reason && a.first <= reason + 8 && illness != nullptr && illness->conditions != std::vector<std::string>{"immune_related_adverse_event"};
  };
  if (std::none_of(atoms.begin(), atoms.end(), behind)) return;
  bool bound = false;
  for (Atom& a : atoms) {
    const bool forbidden = (mood == Mood::kProhibits) != a.negated;
    auto* leaf = forbidden && a.last < reason && a.expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(a.expression.leaf.get()) : nullptr;
    if (leaf == nullptr || leaf->outcome != TreatmentLeaf::Outcome::kAnyOutcome) continue;
    leaf->outcome = TreatmentLeaf::Outcome::kIntolerance;
    a.expression = Expression::All(std::move(a.expression), Expression::Opaque(r.SpanOf(reason, reason)));
    bound = true;
  }
  if (bound) std::erase_if(atoms, behind);
}

bool StoppedForToxicityOnly(const Reading& r, Clause clause) {
  constexpr WordPattern kStops[] = {"discontinu", "stopp", "withdrew", "withdraw", "ceased"};
  if (!r.MayHoldWord(kStops) || !r.MayHoldCue({Cue::kProgressed, Cue::kNoProgression})) return false;
  bool stopped = false, toxic = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    stopped = stopped || r.WordContains(i, kStops);
    if (stopped && r.Is(i, Cue::kNoProgression) && toxic && r.WordStarts(i, {"without", "in the absence"})) return true;
    const int before = r.IsAny(i - 1, {Cue::kFiller, Cue::kFor}) && !r.WordIsAny(i - 1, {"than", "not"}) ? i - 2 : i - 1;   // "rather than for progression"
    const bool instead = r.WordIsAny(before, {"rather than", "and not", "but not"}) || (r.WordIs(before, "than") && r.WordIs(before - 1, "rather")) || (r.WordIs(before, "not") && (r.IsMark(before - 1, ',') || r.IsAny(before - 1, {Cue::kAnd, Cue::kHowever})));
    if (stopped && r.Is(i, Cue::kProgressed)) return toxic && instead;
    toxic = toxic || (stopped && (r.Is(i, Cue::kIntolerant) || r.WordContains(i, {"toxicit", "intoleran", "side effect", "adverse"})));
  }
  return false;
}

}  // namespace trialmatch::rules
