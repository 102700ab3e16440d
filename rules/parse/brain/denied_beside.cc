#include "rules/parse/brain/denied_beside.h"

namespace trialmatch::rules {

bool DeniedBesideBrain(Reading& r, Clause clause, int i, const std::vector<int>& brain, Atoms& atoms) {
  if (brain.empty() || brain.back() > i || DeniedBefore(r, clause, brain.front())) return false;
  int no = i - 1;
  while (no > brain.back() && (r.IsAny(no, {Cue::kFiller, Cue::kKnown}) || r.WordIsAny(no, {"evidence of", "any", "concurrent"}))) --no;
  if (no <= brain.back() || !r.IsAny(no, {Cue::kNo, Cue::kWithout}) || HasCue(r, brain.back(), no, {Cue::kOr, Cue::kNo, Cue::kNot, Cue::kWithout}) || r.Is(i + 1, Cue::kOr)) return false;
  BrainLeaf leaf;
  leaf.site = BrainLeaf::Site::kLeptomeningeal;
  atoms.push_back({.expression = Expression::OfLeaf(leaf, r.SpanOf(no, i), "brain.any"), .topic = Topic::kCns, .first = no, .last = i, .negated = true});
  r.UseRange(no, i);
  return true;
}

}  // namespace trialmatch::rules
