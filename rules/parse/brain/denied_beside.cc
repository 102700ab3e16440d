#include "rules/parse/brain/denied_beside.h"

namespace trialmatch::rules {

namespace {

constexpr CueSet kState = {Cue::kTreated, Cue::kAsymptomatic, Cue::kStable, Cue::kNoProgression};

// The denial of the leptomeninges at item `i`, behind item `noun`; -1 for none.
int DenialOf(const Reading& r, int noun, int i) {
  int no = i - 1;
  while (no > noun && (r.IsAny(no, {Cue::kFiller, Cue::kKnown, Cue::kPrior}) || r.WordIsAny(no, {"evidence of", "any", "concurrent", "history of", "have", "has", "exhibit", "show"}))) --no;
  return no > noun && r.IsAny(no, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot}) ? no : -1;
}

}  // namespace

bool DeniedBesideBrain(Reading& r, Clause clause, int i, std::vector<int>* brain, Atoms& atoms) {
  const bool meant = brain->empty();
  if (meant ? !HasCue(r, clause.begin, i, kState) : (brain->back() > i || DeniedBefore(r, clause, brain->front()))) return false;
  const int noun = meant ? clause.begin - 1 : brain->back();
  const int no = DenialOf(r, noun, i);
  if (no < 0 || (meant && !HasCue(r, clause.begin, no, kState))) return false;
  const bool anew = r.Is(no - 1, Cue::kAnd) || r.IsMark(no - 1, ',') || (r.WordIsAny(no - 1, {"have", "has"}) && (r.Is(no - 2, Cue::kAnd) || r.IsMark(no - 2, ',')));
  if (meant && !anew) return false;
  if (!anew && HasCue(r, noun + 1, no, {Cue::kOr, Cue::kNo, Cue::kNot, Cue::kWithout})) return false;
  if (!meant && r.Is(i + 1, Cue::kOr)) return false;
  BrainLeaf leaf;
  leaf.site = BrainLeaf::Site::kLeptomeningeal;
  atoms.push_back({.expression = Expression::OfLeaf(leaf, r.SpanOf(no, i), "brain.any"), .topic = Topic::kCns, .first = no, .last = i, .negated = true});
  r.UseRange(no, i);
  if (meant) brain->push_back(clause.begin);
  return true;
}

}  // namespace trialmatch::rules
