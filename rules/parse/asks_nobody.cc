#include "rules/parse/asks_nobody.h"

#include <algorithm>

#include "rules/parse/domains.h"
#include "rules/parse/turn_words.h"

namespace trialmatch::rules {
namespace {

constexpr CueSet kDemands = {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kIf, Cue::kUnless};

int OwnFirst(const Reading& r, Clause sentence) {
  int first = sentence.begin;
  while (first < sentence.end && (r.at(first).lead || r.Is(first, Cue::kNote) || r.IsKind(first, Item::Kind::kMark))) ++first;
  return first;
}

// "Refractory patients", "enrollment of never smokers", "the number of patients with ...".
bool CountsPeople(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (IsPeople(r, i) || r.WordContains(i, {"enrol", "accrual", "recruitment"})) return true;
  }
  return false;
}

// A cap on how many of a kind the study takes.
bool CapsShare(const Reading& r, Clause sentence) {
  constexpr WordPattern kCapped[] = {"limited", "capped", "restricted"};
  if (!r.MayHoldWord(kCapped)) return false;
  const int first = OwnFirst(r, sentence);
  int at = first;
  while (at < sentence.end && !r.WordContains(at, kCapped)) ++at;
  if (at >= sentence.end || !CountsPeople(r, first, at) || HasCue(r, first, sentence.end, kDemands)) return false;
  for (int i = at + 1; i + 1 < std::min(sentence.end, at + 6); ++i) {
    if (r.IsNumber(i)) return r.WordIs(i + 1, "%") || r.WordStarts(i + 1, {"percent", "per cent", "patient"});
  }
  return false;
}

// How lines are counted for whom.
bool TellsHowLinesCount(const Reading& r, Clause sentence) {
  constexpr WordPattern kConsidered[] = {"considered", "regarded", "counted"};
  if (!r.MayHoldWord(kConsidered) || !r.MayHoldCue({Cue::kLine, Cue::kFirstLine, Cue::kSecondLine})) return false;
  const int first = OwnFirst(r, sentence);
  if (HasCue(r, first, sentence.end, kDemands)) return false;
  for (int i = first + 1; i < sentence.end; ++i) {
    if (!r.WordStarts(i, kConsidered)) continue;
    const bool had = r.WordContains(i, {" to have", " as having"}) || r.WordIsAny(i + 1, {"to have", "as having", "as having received", "to have received", "having", "having received"}) || (r.Is(i + 1, Cue::kTo) && r.WordStarts(i + 2, {"have"}));
    return had && CountsPeople(r, first, i) && HasCue(r, i, sentence.end, {Cue::kLine, Cue::kFirstLine, Cue::kSecondLine});
  }
  return false;
}

// "Patients without brain metastases need an MRI within 28 days".
bool TellsWhoIsImaged(const Reading& r, Clause sentence) {
  constexpr WordPattern kNeed[] = {"need", "require"};
  if (!r.MayHoldWord(kNeed) || !r.MayHoldTermOf(KindBit(TermKind::kPlain))) return false;
  const int first = OwnFirst(r, sentence);
  if (!IsPeople(r, first) || !(NamesPeopleWith(r, first) || r.IsAny(first + 1, {Cue::kWithout, Cue::kWith}))) return false;
  int need = first + 1;
  while (need < sentence.end && !r.WordIsAny(need, {"need", "needs", "require", "requires", "will need", "will require"})) ++need;
  if (need >= sentence.end || HasCue(r, first, sentence.end, {Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kUnless}) || HasTermOf(r, need, sentence.end, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kLab}))) return false;
  for (int i = need + 1; i < std::min(sentence.end, need + 4); ++i) {
    const Entry* plain = r.Find(i, TermKind::kPlain);
    if (plain != nullptr && plain->id == "imaging") return !HasCue(r, i, sentence.end, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kStable, Cue::kProgressed});
  }
  return false;
}

bool SaysNotCounted(const Reading& r, int i) {
  return (r.Is(i, Cue::kNot) && r.WordStarts(i + 1, {"counted", "be counted", "count"})) || (r.Is(i, Cue::kNotRequired) && r.WordContains(i, {"count"}));
}

// Metastases of the brain, and no word of another kind, up to "not counted", which ends it.
bool NotCounted(const Reading& r, int begin, int end) {
  bool brain = false;
  for (int i = begin; i < end; ++i) {
    if (SaysNotCounted(r, i)) return brain && i + 3 >= end;
    brain = brain || r.Is(i, Cue::kCnsMetastasis);
    if (!r.Is(i, Cue::kCnsMetastasis) && !r.Is(i, Cue::kFiller) && !r.WordIsAny(i, {"will", "do", "should", "are"})) return false;
  }
  return false;
}

}  // namespace

bool AsksNobody(const Reading& r, Clause sentence) {
  if (CapsShare(r, sentence) || TellsHowLinesCount(r, sentence) || TellsWhoIsImaged(r, sentence)) return true;
  return r.MayHoldCue({Cue::kCnsMetastasis}) && NotCounted(r, OwnFirst(r, sentence), sentence.end);
}

int TailNotCounted(const Reading& r, int begin, int end) {
  if (!r.MayHoldCue({Cue::kCnsMetastasis}) || !r.MayHoldMark(",")) return -1;
  for (int i = begin + 2; i + 2 < end; ++i) {
    if (r.IsMark(i, ',') && !r.at(i).lead && NotCounted(r, i + 1, end)) return i;
  }
  return -1;
}

}  // namespace trialmatch::rules
