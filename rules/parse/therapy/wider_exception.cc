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

}  // namespace trialmatch::rules
