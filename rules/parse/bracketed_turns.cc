#include "rules/parse/bracketed_turns.h"

#include <algorithm>

#include "rules/parse/domains.h"
#include "rules/parse/turn_words.h"

namespace trialmatch::rules {
namespace {

bool DefinesOrAsksForTissue(const Reading& r, int begin, int end) {
  for (int k = begin; k < end; ++k) {
    if (r.WordContains(k, {"tissue", "sample", "biops", "counted", "specimen"})) return true;
  }
  return false;
}

}  // namespace

int BracketedDemand(const Reading& r, int begin, int end, int* close) {
  if (!r.MayHoldMark("(") || !HasCue(r, begin, end, {Cue::kMust})) return -1;
  for (int i = begin + 1; i + 2 < end; ++i) {
    if (!r.IsMark(i, '(')) continue;
    bool people = false;
    for (int k = i + 1; k <= i + 4 && k < end && !r.IsMark(k, ')'); ++k) people = people || IsPeople(r, k);
    if (!people) continue;
    *close = i + 1;
    while (*close < end && !r.IsAnyMark(*close, "()")) ++*close;
    if (!r.IsMark(*close, ')') || !HasCue(r, i + 1, *close, {Cue::kMust})) continue;
    // "(except patients with Gilbert's syndrome, who must ...)" belongs to what stands before.
    const bool own = IsPeople(r, i + 1) || NamesSomethingClinical(r, i + 1, *close, {TermKind::kGene, TermKind::kDrugClass});
    if (own && !HasCue(r, i + 1, *close, {Cue::kExcept, Cue::kPermitted}) && !NamesSomethingClinical(r, i + 1, *close, {TermKind::kLab}) && !DefinesOrAsksForTissue(r, i + 1, *close)) return i;
    if (IsPeople(r, i + 1)) return i;
  }
  return -1;
}

int BracketedExclusion(const Reading& r, int begin, int end, int* close) {
  if (!r.MayHoldMark("(") || !r.MayHoldCue({Cue::kExcluded})) return -1;
  const int out = FindCue(r, begin + 2, end - 1, {Cue::kExcluded});
  if (out < 0 || !(r.IsMark(out + 1, ')') || (r.IsMark(out + 1, '.') && r.IsMark(out + 2, ')')))) return -1;
  int open = out - 1;
  while (open > begin && !r.IsAnyMark(open, "()")) --open;
  if (open <= begin || !r.IsMark(open, '(') || r.at(open).lead || HasCue(r, open, out, {Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kNot, Cue::kPermitted})) return -1;
  *close = r.IsMark(out + 1, ')') ? out + 1 : out + 2;
  // "Patients with eczema (e.g., those with joint disease are excluded) are eligible": the sentence goes on behind them; behind examples, however far.
  const bool examples = r.WordIsAny(open + 1, {"e.g", "e.g.", "eg", "e g", "for example", "such as", "i.e", "ie"});
  if (HasCue(r, *close + 1, examples ? end : std::min(end, *close + 4), {Cue::kPermitted})) return -1;
  const auto named = [&](int from, int to) { return NamesSomethingClinical(r, from, to, {TermKind::kDisease, TermKind::kCondition, TermKind::kGene, TermKind::kDrug, TermKind::kDrugClass}); };
  return named(begin, open) && named(open, out) ? open : -1;
}

int BracketedPermissionOfBrain(const Reading& r, int begin, int end, int* close) {
  if (!r.MayHoldCue({Cue::kPermitted}) || !r.MayHoldCue({Cue::kCnsMetastasis})) return -1;
  *close = end - 1;
  for (int k = begin + 3; k + 3 < end && *close == end - 1; ++k) {
    if (r.IsMark(k, ')') && r.Is(k - 1, Cue::kPermitted) && r.IsMark(k + 1, ',') && r.Is(k + 2, Cue::kAnd)) *close = k;
  }
  if (*close - begin < 3 || !r.IsMark(*close, ')')) return -1;
  int open = *close - 1;
  while (open > begin && !r.IsAnyMark(open, "()")) --open;
  const bool brain_before = open > begin && r.IsMark(open, '(') && HasCue(r, begin, open, {Cue::kCnsMetastasis});
  const bool permits = HasCue(r, open, *close, {Cue::kPermitted}) &&
                       HasCue(r, open, *close, {Cue::kCnsMetastasis, Cue::kTreated, Cue::kStable, Cue::kAsymptomatic});
  return brain_before && permits ? open : -1;
}

bool GoesOnDenied(const Reading& r, int begin) {
  if (begin < 5 || !r.Is(begin - 1, Cue::kAnd) || !r.IsMark(begin - 2, ',') || !r.IsMark(begin - 3, ')') || !r.Is(begin - 4, Cue::kPermitted)) return false;
  int open = begin - 4;
  while (open > 0 && !r.IsAnyMark(open, "().;")) --open;
  int first = open;
  while (first > 0 && !r.at(first - 1).lead && !r.IsAnyMark(first - 1, ".;:")) --first;
  return r.IsMark(open, '(') && HasCue(r, first, open, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot});
}

int BracketedPermissionOfTherapy(const Reading& r, int begin, int end) {
  // A bracket that another sentence goes on in is closed behind that.
  const bool unclosed = !r.IsMark(end - 1, ')') && r.Is(end - 1, Cue::kPermitted);
  if (end - begin < 6 || !(r.IsMark(end - 1, ')') || unclosed) || !r.MayHoldCue({Cue::kPermitted})) return -1;
  int open = end - 1, depth = unclosed ? 1 : 0;
  for (; open > begin && (depth += r.IsMark(open, ')') - r.IsMark(open, '(')) > 0; --open) {}
  if (open <= begin || r.at(open).lead) return -1;
  const int permit = FindCue(r, open, end, {Cue::kPermitted});
  // "Other cancer (patients with skin cancer are eligible)".
  const auto cancer = [&](int from, int to) { return NamesSomethingClinical(r, from, to, {TermKind::kDisease, TermKind::kCondition}); };
  const auto illness = [&](int from, int to) { return cancer(from, to) || HasCue(r, from, to, {Cue::kDiseaseWord}); };
  const auto therapy = [&](int from, int to) { return NamesSomethingClinical(r, from, to, {TermKind::kDrug, TermKind::kDrugClass}); };
  const bool who = NamesPeopleWith(r, open + 1) ? illness(open, permit) : (IsPeople(r, open + 1) || r.Is(open + 1, Cue::kStable)) && therapy(open, permit) && !therapy(begin, open);
  if (permit > open && who && illness(begin, open) && !HasCue(r, open, end, {Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kOnly, Cue::kIf})) return open;
  const bool of_cancer = permit >= 0 && HasCue(r, begin, open, {Cue::kNo, Cue::kNot}) && cancer(begin, open) && cancer(open, permit) && !therapy(begin, end);
  if (of_cancer) return HasCue(r, open, end, {Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kExcept, Cue::kOnly, Cue::kIf}) ? -1 : open;
  constexpr CueSet kPurposes = {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative};
  if (permit < 0 || !(therapy(begin, open) || HasCue(r, begin, open, {Cue::kNaive})) || !(therapy(open, permit) || HasCue(r, open, permit, kPurposes))) return -1;
  int first = open + 1;
  const bool people = IsPeople(r, first) || r.WordStarts(first, {"patients who"}) || (r.Is(first, Cue::kIf) && IsPeople(r, r.WordIs(first + 1, "the") ? first + 2 : first + 1));
  while (people && first < permit && !r.Is(first, Cue::kPrior) && (r.IsAny(first, {Cue::kIf, Cue::kFiller, Cue::kWho, Cue::kWith}) || IsPeople(r, first))) ++first;
  if (people ? !r.WordContains(first, {"received", "had", "treated"}) : unclosed) return -1;
  while (r.IsAny(first, {Cue::kFiller, Cue::kPrior, Cue::kNote}) || r.IsMark(first, ':') || r.WordIsAny(first, {"treatment with", "therapy with", "therapy", "treatment", "given"})) ++first;
  // "(Up to one cycle of chemotherapy is allowed)".
  const bool cycles = HasCue(r, first, permit, {Cue::kCycle});
  while (cycles && (r.IsAny(first, {Cue::kAtMost, Cue::kFiller, Cue::kCycle, Cue::kBefore, Cue::kPrior}) || r.IsNumber(first))) ++first;
  const bool therapy_first = r.IsTermOf(first, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r.IsAny(first, kPurposes);
  // "(Adjuvant chemotherapy is allowed; adjuvant alectinib is not allowed)": the second is said by itself.
  int own_end = permit;
  while (own_end < end && !r.IsMark(own_end, ';')) ++own_end;
  return therapy_first && !HasCue(r, open, own_end, {Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kExcept, Cue::kOnly}) ? open : -1;
}

}  // namespace trialmatch::rules
