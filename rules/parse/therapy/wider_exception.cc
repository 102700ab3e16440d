#include "rules/parse/therapy/wider_exception.h"

#include <algorithm>

namespace trialmatch::rules {

bool IsWiderThanAll(const Lexicon& lexicon, const std::string& excepted,
                    const std::vector<std::string>& what) {
  return std::all_of(what.begin(), what.end(), [&](const std::string& of) {
    return excepted != of && lexicon.DrugIsA(of, excepted);
  });
}

bool IsBareException(const Reading& r, Clause clause, const TreatmentAnchors& anchors,
                     const TreatmentAnchor& excepted, Clause read_as_purpose) {
  const auto of_list = [&](int i) {
    const bool named = std::any_of(
        anchors.excepted.begin(), anchors.excepted.end(),
        [i](const TreatmentAnchor& a) { return i >= a.first && i <= a.last; });
    return named || (i >= read_as_purpose.begin && i < read_as_purpose.end) ||
           r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kFiller});
  };
  for (int i = anchors.except_at + 1; i < excepted.first; ++i) {
    if (!of_list(i) && !r.Is(i, Cue::kFor)) return false;
  }
  const bool rest_is_read = r.Has(clause.end) && r.at(clause.end).used;
  for (int i = excepted.last + 1; i < clause.end && !r.IsMark(i, ')'); ++i) {
    // "Transplants that do not require immunosuppression": the need was read before.
    if (rest_is_read && r.Is(i, Cue::kWho)) return true;
    if (!of_list(i)) return false;
  }
  return true;
}

bool IsSettingOfException(const Reading& r, Clause clause, int setting) {
  int except = setting - 1;
  while (except > clause.begin &&
         !(r.Is(except, Cue::kExcept) && r.WordStarts(except, {"except"})))
    --except;
  for (int i = except + 1; i < setting; ++i) {
    if (r.IsMark(i, ')') || (r.IsMark(i, ',') && r.Is(i + 1, Cue::kFor))) return false;
  }
  return except > clause.begin;
}

bool HasSettingOfException(const Reading& r, Clause clause) {
  if (!r.MayHoldTermOf(KindBit(TermKind::kSetting))) return false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.Find(i, TermKind::kSetting) != nullptr && IsSettingOfException(r, clause, i)) return true;
  }
  return false;
}

void SetAsideBiopsyOfList(Reading& r, Clause clause) {
  bool other = false;
  for (int i = clause.begin; i + 3 < clause.end && r.MayHoldMark("("); ++i) {
    const Entry* therapy = r.Find(i, TermKind::kDrugClass);
    const bool surgery = therapy != nullptr && r.lexicon().DrugIsA(therapy->id, "surgery");
    other = other || (!surgery && r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})));
    if (!surgery || !other || !r.IsMark(i + 1, '(') || !r.Is(i + 2, Cue::kExcept)) continue;
    int close = i + 3;
    bool biopsy = false;
    for (; close < clause.end && !r.IsMark(close, ')'); ++close) {
      const bool small = r.WordContains(close, {"biops"});
      biopsy = biopsy || small;
      if (!small && !r.IsAny(close, {Cue::kPrior, Cue::kFiller, Cue::kFor, Cue::kOr}) && !r.WordStarts(close, {"diagnos"}) && r.Find(close, TermKind::kPlain) == nullptr) {
        biopsy = false;
        close = clause.end - 1;
      }
    }
    if (!biopsy || !r.IsMark(close, ')')) continue;
    for (int k = i + 1; k <= close; ++k) r.at(k).used = r.at(k).aside = true;
  }
}

int FirstException(const Reading& r, Clause clause) {
  int at = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  while (at >= 0 && r.at(at).aside) at = FindCue(r, at + 1, clause.end, {Cue::kExcept});
  return at;
}

}  // namespace trialmatch::rules
