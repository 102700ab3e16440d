#include <algorithm>
#include <string>
#include <string_view>

#include "rules/parse/illness/illness_reader.h"

namespace trialmatch::rules {

// "Patients with interstitial lung disease", "evidence of pneumonitis": where no word speaks of
// earlier, one that is over need not be meant.
void IllnessReader::PresentLungDisease() {
  if (mood_ != Mood::kProhibits || SpeaksOfEarlier(c_.end - 1) ||
      HasCue(r_, c_.begin, c_.end, {Cue::kDiagnosis, Cue::kGrade}))
    return;
  for (int i = c_.begin; i < c_.end; ++i) {
    if (r_.WordContains(i, {"diagnos", "pre-exist", "preexist"})) return;
  }
  for (Illness& one : out_) {
    // "Pneumonitis due to a PD-1 inhibitor": one that came of it at any time.
    const int behind = one.last + 1;
    const bool caused = r_.IsAny(behind, {Cue::kBefore, Cue::kSince, Cue::kFor}) ||
                        r_.WordIsAny(behind, {"due to", "caused by", "related to", "secondary to",
                                              "induced by", "attributed to", "from", "on", "during",
                                              "after", "following", "with", "to"});
    const bool named =
        !caused && std::all_of(one.ids.begin(), one.ids.end(), [](std::string_view id) {
          return id == "ild" || id == "pneumonitis";
        });
    if (named && one.bare() && !one.excepted && !one.example && !one.negative && !one.family)
      one.ways = {{{QualityRow(lexicon(), "present"), false}}};
  }
}

// "No clinical evidence of another malignancy": of one that is over nothing is seen.
void IllnessReader::PresentMalignancy() {
  for (Illness& one : out_) {
    const int before = one.first - 1;
    const bool seen = r_.WordContains(before, {"clinical evidence"}) ||
                      (r_.WordContains(before, {"evidence"}) && r_.WordIs(before - 1, "clinical"));
    const bool other = std::all_of(one.ids.begin(), one.ids.end(),
                                   [](std::string_view id) { return id == "other_malignancy"; });
    if (seen && other && one.bare() && !one.excepted && !one.example && !one.family)
      one.ways = {{{QualityRow(lexicon(), "present"), false}}};
  }
}

// "History of significant ILD, active ILD, pulmonary fibrosis, pneumonitis of drugs": the second
// alone is active.
bool IllnessReader::IsOneOfHistories(const Illness& from, int next) const {
  if (out_.empty() || &from == &out_[0] || from.inherited || from.ways.size() != 1 ||
      from.ways[0].size() != 1 || !SpeaksOfEarlier(out_[0].first))
    return false;
  int before = from.first - 1;
  while (before > c_.begin && r_.Find(before, TermKind::kQuality) != nullptr) --before;
  return r_.IsMark(before, ',') && r_.IsMark(from.last + 1, ',') &&
         !HasCue(r_, from.last, next, {Cue::kOr, Cue::kAnd});
}

// "Infections (including a historic positive test for HIV)", "significant immunodeficiency: diagnosis
// of HIV": whoever was found to have it, however he is.
bool IllnessReader::TestedPositive(int i) const {
  constexpr int kNear = 4;  // items
  for (int k = i - 1; k >= std::max(c_.begin, i - kNear) && !r_.IsAnyMark(k, "(,;"); --k) {
    if (r_.Is(k, Cue::kDiagnosis) && r_.WordStarts(k, {"diagnosis of", "diagnosed with"})) return true;
    if (r_.WordContains(k, {"positive test", "testing positive", "tested positive"}) ||
        (r_.WordStarts(k, {"positive"}) && r_.WordContains(k + 1, {"test"})) ||
        (r_.WordContains(k, {"positive"}) && r_.WordContains(k - 1, {"testing", "tested"})))
      return true;
  }
  return false;
}

}  // namespace trialmatch::rules
