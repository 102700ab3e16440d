#include "rules/parse/disease/told_of_other.h"

#include <algorithm>

namespace trialmatch::rules {
namespace {

bool IsMetastatic(const OneOfLeaf& one) {
  return one.attribute == OneOfLeaf::Attribute::kSetting &&
         std::find(one.values.begin(), one.values.end(), "metastatic") != one.values.end();
}

// "Recurrence after surgery for stage II disease": of the disease that was treated then, when it had not spread.
bool IsOfWhatRecurred(const Reading& r, const OneOfLeaf& one, int first) {
  const bool spread = std::any_of(one.values.begin(), one.values.end(), [](const std::string& stage) { return stage.starts_with("IV"); });
  const bool for_it = r.Is(first - 1, Cue::kFor) || r.WordIs(first - 1, "for");
  bool therapy = false;
  for (int i = first - 2; for_it && !spread && i >= 0 && i >= first - 12 && !r.IsAnyMark(i, ";."); --i) {
    therapy = therapy || r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r.IsAny(i, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kDefinitive});
    if (therapy && (r.Is(i, Cue::kProgressed) || r.WordContains(i, {"recur", "relaps"}))) return true;
  }
  return false;
}

}  // namespace

bool IsOfEarlierDisease(const Reading& r, const OneOfLeaf& one, LeafPlace at) {
  if (one.attribute != OneOfLeaf::Attribute::kStage && !IsMetastatic(one)) return false;
  if (one.attribute == OneOfLeaf::Attribute::kStage && IsOfWhatRecurred(r, one, at.first)) return true;
  for (int i = at.first - 1; i <= at.last; ++i) {
    const bool earlier = r.WordIsAny(i, {"previous", "previously", "earlier", "former"});
    if (earlier && i + 2 >= at.last) return true;
  }
  return false;
}

bool IsOfOtherStaging(const Reading& r, const OneOfLeaf& one, LeafPlace at) {
  constexpr WordPattern kSystems[] = {"ann arbor", "ann-arbor", "figo",
                                      "masaoka",   "lugano",    "durie"};
  if (one.attribute != OneOfLeaf::Attribute::kStage) return false;
  for (int i = std::max(0, at.first - 3); i <= at.last; ++i) {
    if (r.WordContains(i, kSystems) || r.WordIs(i, "arbor")) return true;
  }
  return false;
}

bool IsOfEachLesion(const Reading& r, const OneOfLeaf& one, LeafPlace at) {
  if (!IsMetastatic(one) || !r.WordIsAny(at.first - 1, {"all", "all the", "each", "every"}))
    return false;
  return r.WordStarts(at.last, {"metastatic lesion", "metastatic site"}) ||
         r.WordStarts(at.last + 1, {"lesion", "site", "tumor"});
}

bool IsWhenSampleWasTaken(const Reading& r, Clause own, LeafPlace at) {
  constexpr int kNear = 14;  // items
  const bool setting = r.WordContains(at.first, {"setting"}) || r.WordIs(at.first + 1, "setting");
  bool taken = false;
  for (int k = at.first - 1; k >= own.begin && k >= at.first - kNear; --k) {
    if (r.IsAnyMark(k, ";.")) return false;
    taken = taken || r.WordContains(k, {"collected", "obtained", "taken"}) ||
            (setting && r.WordIsAny(k, {"in", "in the", "from"}));
    if (taken && r.WordContains(k, {"tissue", "sample", "specimen", "biops", "archiv"}))
      return true;
  }
  return false;
}

bool IsOfProvidedSample(const Reading& r, Clause own, LeafPlace at) {
  constexpr int kNear = 6;  // items
  int behind = at.last + 1;
  while (behind < own.end && behind < at.last + 4 &&
         (r.Find(behind, TermKind::kDisease) != nullptr || r.Is(behind, Cue::kDiseaseWord)))
    ++behind;
  if (behind >= own.end || !r.WordContains(behind, {"tissue", "sample", "specimen", "block"}))
    return false;
  for (int k = at.first - 1; k >= own.begin && k >= at.first - kNear; --k) {
    if (r.WordContains(k, {"provision", "provide", "archiv", "availab", "submi"})) return true;
  }
  return false;
}

bool IsOfCurable(const Reading& r, Clause own, const OneOfLeaf& one, LeafPlace at) {
  constexpr int kNear = 9;  // items
  const bool local = one.attribute == OneOfLeaf::Attribute::kSetting &&
                     one.values == std::vector<std::string>{"locally_advanced"};
  bool amenable = false, curative = false;
  for (int i = at.first; local && i < std::min(own.end, at.last + kNear); ++i) {
    if (r.IsAnyMark(i, ",;.") || r.IsAny(i, {Cue::kNot, Cue::kNo})) return false;
    amenable = amenable || r.WordContains(i, {"amenable", "candidate", "eligible", "suitable"});
    curative = curative || r.WordContains(i, {"curative"});
    if (amenable && curative && r.IsTermOf(i, KindBit(TermKind::kDrugClass))) return true;
  }
  return false;
}

bool IsOfTumoursResistance(const Reading& r, int at) {
  constexpr WordPattern kResistant[] = {"resistan"};
  if (!r.MayHoldWord(kResistant)) return false;
  bool genetic = false, resistant = false;
  for (int i = 0; i <= at; ++i) {
    if (r.at(i).lead || r.IsMark(i, '.')) genetic = resistant = false;
    if (r.IsAny(i, {Cue::kPrior, Cue::kTreated})) return false;
    genetic = genetic || r.WordContains(i, {"genetic", "genomic"});
    resistant = resistant || r.WordContains(i, kResistant);
  }
  return genetic && resistant;
}

bool IsOnlySite(const Reading& r, Clause own, LeafPlace at) {
  const int before = at.first - 1, behind = at.last + 1;
  // "Metastases in bone only".
  if (behind < own.end && (r.Is(behind, Cue::kOnly) || r.WordIs(behind, "only"))) return true;
  // "Bone-only metastases".
  if (before > own.begin && r.WordIs(before, "only") && r.IsMark(before - 1, '-')) return true;
  return before >= own.begin && before <= own.begin + 1 &&
         (r.Is(before, Cue::kOnly) || r.WordIsAny(before, {"only", "isolated", "sole"}));
}

bool TellsSizeOfAll(const Reading& r, Clause own, int last) {
  int size = last + 1;
  while (size < own.end && size <= last + 8 && !r.IsAnyMark(size, ";.") && !r.WordIsAny(size, {"cm", "mm"})) ++size;
  if (size >= own.end || !r.WordIsAny(size, {"cm", "mm"})) return false;
  const int stage = r.FindCue(size, std::min(own.end, size + 12), {Cue::kStage});
  const bool told = stage > 0 && r.Is(stage - (r.Is(stage - 1, Cue::kFiller) ? 2 : 1), Cue::kOr);
  return !told || r.FindCue(size, stage, {Cue::kAnd, Cue::kNo, Cue::kNot, Cue::kWithout}) >= 0;
}

}  // namespace trialmatch::rules
