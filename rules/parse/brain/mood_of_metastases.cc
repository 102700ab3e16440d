#include "rules/parse/brain/mood_of_metastases.h"

#include "rules/parse/domains.h"

namespace trialmatch::rules {

int IncludesBrain(const Reading& r, int begin, int end, Section section) {
  if (section != Section::kInclusion || !r.MayHoldCue({Cue::kCnsMetastasis})) return -1;
  for (int i = end - 1; i > begin && i >= end - 2; --i) {
    if (!r.WordIs(i, "included") || !r.WordIsAny(i - 1, {"are", "is", "be"})) continue;
    const bool brain = HasCue(r, begin, i, {Cue::kCnsMetastasis}) && !HasCue(r, begin, i, {Cue::kOnly, Cue::kMust, Cue::kMustNot, Cue::kNo, Cue::kNot, Cue::kAtLeast});
    return brain ? i : -1;
  }
  return -1;
}

int SparesMetastases(const Reading& r, int begin, int end) {
  const int spares = begin + 1;
  const bool spared = r.WordIsAny(begin, {"this", "these", "it"}) && spares < end && r.Is(spares, Cue::kExcept) && r.WordContains(spares, {"not include"});
  return spared && !r.at(begin).lead && HasCue(r, spares, end, {Cue::kCnsMetastasis}) ? spares : -1;
}

bool ForbidsMetastases(const Reading& r, int begin, int end) {
  if (!r.MayHoldCue({Cue::kCnsMetastasis})) return false;
  const int unless = r.FindCue(begin, end, {Cue::kUnless});
  const int brain = unless < 0 ? -1 : r.FindCue(begin, unless, {Cue::kCnsMetastasis});
  if (brain < 0 || HasCue(r, begin, unless, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kIf, Cue::kExcept, Cue::kAtLeast})) return false;
  for (int i = begin; i < unless; ++i) {
    if (r.IsTermOf(i, KindBits({TermKind::kDisease, TermKind::kGene, TermKind::kDrug, TermKind::kDrugClass, TermKind::kFact, TermKind::kLab}))) return false;
  }
  return true;
}

int LetsInTreatedOnes(const Reading& r, int begin, int end) {
  constexpr CueSet kGood = {Cue::kTreated, Cue::kStable, Cue::kAsymptomatic};
  if (!r.MayHoldCue({Cue::kCnsMetastasis}) || !r.MayHoldCue(kGood)) return -1;
  const int none = r.FindCue(begin, end, {Cue::kMustNot});
  const int brain = none < 0 ? -1 : r.FindCue(none, end, {Cue::kCnsMetastasis});
  if (brain < 0 || HasCue(r, none, brain, kGood) || HasCue(r, begin, end, {Cue::kIf, Cue::kUnless, Cue::kExcept, Cue::kPermitted})) return -1;
  const int other = r.FindCue(brain, end, {Cue::kOr});
  const bool has = r.WordIsAny(other + 1, {"have", "has", "they"}) || r.WordStarts(other + 1, {"have ", "has "}) || r.IsAny(other + 1, {Cue::kMust, Cue::kWho});
  return other > 0 && has && HasCue(r, other, end, kGood) ? none : -1;
}

}  // namespace trialmatch::rules
