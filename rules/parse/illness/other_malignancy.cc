#include <algorithm>

#include "rules/parse/disease/tumour_words.h"
#include "rules/parse/illness/illness.h"
#include "rules/parse/illness/illness_words.h"

namespace trialmatch::rules {
namespace {

// "Prior or current malignancies", "a past history of cancer", "history of malignancy": the cancer at item `i` is another than the one under study.
bool IsOfEarlierTimes(const Reading& r, Clause clause, int i) {
  constexpr WordPattern kEarlier[] = {"prior history", "prior or ", "past history", "past or ", "current or p"};
  if (i <= clause.begin || !r.WordIsAny(i, {"malignancy", "malignancies", "cancer", "cancers", "malignant disease"})) return false;
  const bool ends = i + 1 >= clause.end || r.IsAnyMark(i + 1, ",.;(") || r.IsAny(i + 1, {Cue::kWithin, Cue::kExcept, Cue::kUnless});
  return r.WordStarts(i - 1, kEarlier) || (r.WordIs(i - 1, "history of") && (r.Is(i - 2, Cue::kPrior) || (ends && i <= clause.begin + 2)));
}

// "No prior malignancy", "no cancer within 5 years", "no history of malignancy for 5 years", asked of people who have the cancer at item `i` of that word.
bool IsDeniedOfOtherTimes(const Reading& r, Clause clause, int i) {
  if (i <= clause.begin || !r.WordIsAny(i, {"malignancy", "malignancies", "cancer", "cancers", "malignant disease"})) return false;
  if (!r.IsAny(i - 1, {Cue::kNo, Cue::kWithout, Cue::kNaive}) || r.WordStarts(i - 1, {"negative"})) return false;
  const bool ends = i + 1 >= r.size() || r.at(i + 1).lead || r.IsAnyMark(i + 1, ".;");
  const bool timed = (r.IsAny(i + 1, {Cue::kWithin, Cue::kFor}) || r.WordIsAny(i + 1, {"in", "for", "during"})) && HasCue(r, i + 2, std::min(clause.end, i + 7), kLengths);
  return timed || (ends && r.Is(i - 1, Cue::kNaive));
}

}  // namespace

bool SpeaksOfOtherMalignancy(const Reading& r, Clause clause, Mood mood) {
  if (!r.MayHoldTermOf(KindBits({TermKind::kCondition, TermKind::kDisease})) && !r.MayHoldCue({Cue::kDiseaseWord})) return false;
  for (int i = clause.begin; i < clause.end; ++i) {
    const Entry* condition = r.Find(i, TermKind::kCondition);
    if (condition != nullptr && condition->id == "other_malignancy") return true;
    if (!IsCancerWord(r, i)) continue;
    for (int k = std::max(clause.begin, i - 4); k < i; ++k) {
      // "NSCLC or another solid tumour with an ALK fusion".
      if (mood == Mood::kRequires && r.WordIsAny(k, {"other", "another"}) && (r.Is(k - 1, Cue::kOr) || r.Is(k - 2, Cue::kOr)) && NamesDisease(r, {clause.begin, k})) continue;
      if (r.WordIsAny(k, {"other", "another", "second", "additional", "secondary", "different", "concurrent", "prior", "previous", "synchronous"})) return true;
    }
    if (mood == Mood::kProhibits && IsOfEarlierTimes(r, clause, i)) return true;
    if (mood == Mood::kRequires && IsDeniedOfOtherTimes(r, clause, i)) return true;
    bool forbidden = mood == Mood::kProhibits ||
                     HasCue(r, clause.begin, i, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kNaive});
    // "The tumour has a driver mutation other than ALK", "cancer histology other than NSCLC": of the mutation, of the tumour under study.
    const int except = FindCue(r, i, std::min(clause.end, i + 6), {Cue::kExcept});
    if (forbidden && except >= 0 && !r.WordContains(except - 1, {"histolog"}) && !HasCue(r, i, except, {Cue::kDriverAlteration}) && !r.IsTermOf(except - 1, KindBits({TermKind::kAlteration, TermKind::kMutation, TermKind::kGene}))) return true;
    // "Malignancy within the last 2 years", "diagnosed within 2 years": an earlier one.
    const int time = r.Is(i + 1, Cue::kDiagnosis) || r.Is(i + 1, Cue::kFiller) ? i + 2 : i + 1;
    const bool timed = r.Is(time, Cue::kWithin) || (r.IsComparison(time) && r.at(time).comparison == Comparison::kLessEqual);
    const bool whole = i <= clause.begin + 3 && !r.Is(i - 1, Cue::kFor) && r.WordIsAny(i, {"malignancy", "malignancies", "cancer", "active cancer", "malignant disease"});
    if (mood == Mood::kProhibits && timed && whole && HasCue(r, time, std::min(clause.end, time + 5), kLengths)) return true;
  }
  return false;
}

}  // namespace trialmatch::rules
