#include "rules/parse/brain/meant_metastases.h"

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

constexpr CueSet kStates = {Cue::kTreated, Cue::kStable, Cue::kAsymptomatic, Cue::kUntreatedCns};

// "Metastases", "lesions", and right behind a state "disease".
bool IsBareNoun(const Reading& r, int i) {
  if (r.IsTermOf(i, KindBits({TermKind::kSite, TermKind::kCondition, TermKind::kDisease})))
    return false;
  // "Treated metastases", "stable disease" are a word each.
  if (r.IsAny(i, kStates)) return r.WordContains(i, {"metasta", "lesion", "disease"});
  const Entry* setting = r.Find(i, TermKind::kSetting);
  if (setting != nullptr) return setting->id == "metastatic" && r.WordStarts(i, {"metastas"});
  return r.WordIsAny(i, {"lesion", "lesions", "mets", "ones"}) ||
         (r.WordIs(i, "disease") && r.IsAny(i - 1, kStates));
}

// The noun of a permission that tells a state of metastases and nothing else, or -1.
int BareNounIn(const Reading& r, Clause c) {
  if (!HasCue(r, c.begin, c.end, {Cue::kPermitted}) || !HasCue(r, c.begin, c.end, kStates) ||
      HasCue(r, c.begin, c.end, {Cue::kCnsMetastasis, Cue::kLeptomeningeal}))
    return -1;
  int noun = -1;
  for (int i = c.begin; i < c.end; ++i) {
    if (r.at(i).lead) return -1;
    if (noun < 0 && IsBareNoun(r, i)) noun = i;
    constexpr uint32_t kOthers = KindBits({TermKind::kSite, TermKind::kCondition,
                                           TermKind::kDisease, TermKind::kGene, TermKind::kLab});
    if (i != noun && r.IsTermOf(i, kOthers)) return -1;
  }
  return noun;
}

int MeantMetastases(const Reading& r, Clause permission) {
  int ends = 0;
  for (int i = permission.begin - 1; i >= 0 && !r.at(i).lead; --i) {
    if (r.IsAnyMark(i, ".;") && ++ends > 1) return -1;
    if (r.Is(i, Cue::kCnsMetastasis)) return BareNounIn(r, permission);
  }
  return -1;
}

}  // namespace

void AddMeantMetastases(Reading& r, Clause permission, std::vector<int>* brain) {
  const int noun = r.MayHoldCue({Cue::kCnsMetastasis}) ? MeantMetastases(r, permission) : -1;
  if (noun < 0) return;
  brain->push_back(noun);
  if (!r.IsAny(noun, kStates)) r.Use(noun);
}

bool ToldOfNamedBefore(const Reading& r, Clause clause, int i) {
  int begin = i;
  while (begin > clause.begin && r.IsAny(begin - 1, {Cue::kMust, Cue::kFiller})) --begin;
  const CueSet metastases = {Cue::kCnsMetastasis, Cue::kLeptomeningeal};
  return begin == clause.begin && r.FindCue(i, clause.end, metastases) < 0 && r.FindCue(0, i, metastases) >= 0;
}

}  // namespace trialmatch::rules
