#include "rules/parse/reading.h"

namespace trialmatch::rules {
namespace {

// "No EGFR mutation that ...", "negative for HER2 that have recurred after ...": a relative clause behind
// the marker, up to item `i`, which is none itself.
bool MarkerThenWho(const Reading& reading, int no, int i) {
  constexpr uint32_t kMarkers = KindBits({TermKind::kGene, TermKind::kAlteration});
  bool marker = false;
  for (int k = no + 1; k < i; ++k) {
    marker = marker || reading.IsTermOf(k, kMarkers) || reading.IsAny(k, {Cue::kDriverAlteration, Cue::kActionable});
    if (marker && reading.Is(k, Cue::kWho)) return !reading.IsTermOf(i, kMarkers);
  }
  return false;
}

// "Not known to have an EGFR mutation and *previously treated* with ...": what stands before the "and" is denied alone.
bool MarkerAndTreated(const Reading& r, int k) {
  if (!r.WordStarts(k, {"previously treated", "previously received", "have received", "has received", "received", "have been treated", "has been treated", "treated with", "have had", "has had"}) &&
      !(r.WordIs(k, "previously") && r.WordStarts(k + 1, {"treated", "received"}))) return false;
  int joint = k - 1;
  if (r.WordIsAny(joint, {"have", "has", "were", "was"})) --joint;
  return r.Is(joint, Cue::kAnd) && r.IsTermOf(joint - 1, KindBits({TermKind::kGene, TermKind::kAlteration, TermKind::kMutation}));
}

// "Progressed on, or not be a candidate for, ...", "no standard therapy is available, including:" above: nobody is said not to have it.
bool DeniesCandidacy(const Reading& r, int no, int i) {
  const bool therapy = r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})), above = r.at(no).lead && !r.at(i).lead;
  for (int k = no + 1; k < std::min(i, no + 9); ++k) {
    if (therapy && k < no + 4 && r.WordContains(k, {"candidate"})) return true;
    if (above && r.at(k).lead && r.WordContains(k, {"available", "exist"})) return true;
  }
  return false;
}

// "None of the following within 28 days: ...", "No cardiovascular disease, including:" above a list: the
// words before the colon deny what stands behind it.
bool DeniedByAnnouncement(const Reading& r, Clause clause, int colon) {
  int first = colon;
  while (first > clause.begin && !r.IsAnyMark(first - 1, ":;.")) --first;
  while (first < colon && (r.IsKind(first, Item::Kind::kMark) || r.Is(first, Cue::kFiller) || r.WordIsAny(first, {"have", "has"}))) ++first;
  // "Patients without leukemia: ..." says for whom.
  // "Must be negative for the following: HIV".
  while (first < colon && r.Is(first, Cue::kMust) && r.FindCue(first, colon, {Cue::kWithout}) >= 0) ++first;
  const bool denies = r.WordIsAny(first, {"no", "none", "negative for"}) || (r.Is(first, Cue::kWithout) && r.WordStarts(first, {"no "}));
  const bool announces = r.at(colon).lead || r.FindCue(first, colon, {Cue::kAllOf, Cue::kAnyOf}) >= 0;
  for (int i = first; i < colon; ++i) {
    if (r.WordContains(i, {"washout", "wash-out"})) return false;   // "have not had an appropriate washout: chemotherapy within ..."
  }
  return denies && announces && r.FindCue(first, colon, {Cue::kExcept, Cue::kUnless, Cue::kHowever, Cue::kMust, Cue::kPermitted}) < 0;
}

// The item before the bracket that closes at `close`; `close` where none opens.
int BeforeBrackets(const Reading& r, Clause clause, int close) {
  int depth = 0;
  for (int k = close; k >= clause.begin; --k) {
    if (r.IsMark(k, ')')) ++depth;
    if (r.IsMark(k, '(') && --depth == 0) return k - 1;
  }
  return close;
}

// "Without driver alterations, previously treated with platinum", "no EGFR mutation, and progressed on ...": a comma or an "and" ends what of the
// tumour is denied, and at item `k` the words of a course begin.
bool CourseBehindMarker(const Reading& r, Clause clause, int k) {
  if (!r.IsAny(k, {Cue::kProgressed, Cue::kPrior, Cue::kTreated, Cue::kIntolerant})) return false;
  if (!r.WordStarts(k, {"progress", "fail", "relapse", "refractory", "intoleran", "received", "having ", "have ", "has ", "had ", "previously treated", "previously received", "treated", "pretreated", "pre-treated", "disease progress"})) return false;
  int before = k - 1;
  bool joined = false;
  for (; before > clause.begin && (r.IsMark(before, ',') || r.IsAny(before, {Cue::kAnd, Cue::kFiller, Cue::kWho, Cue::kSince})); --before) joined = joined || r.IsMark(before, ',') || r.Is(before, Cue::kAnd);
  // "Not harboring EGFR alterations previously treated with immunotherapy".
  joined = joined || r.WordStarts(k, {"previously treated", "pretreated", "pre-treated"});
  if (joined && r.IsMark(before, ')')) before = BeforeBrackets(r, clause, before);
  return joined && before >= clause.begin && (r.IsTermOf(before, KindBits({TermKind::kGene, TermKind::kAlteration, TermKind::kMutation})) || r.IsAny(before, {Cue::kDriverAlteration, Cue::kActionable}));
}

}  // namespace

namespace {

// "Without T790M, on tissue *obtained* after progression on a TKI": the item behind which the words tell of a sample.
bool TellsOfSample(const Reading& r, int k) {
  if (!r.WordStarts(k, {"obtained", "collected", "taken"})) return false;
  int noun = k - 1;
  while (noun > k - 4 && !r.WordContains(noun, {"tissue", "biops", "sample", "specimen"})) --noun;
  if (!r.WordContains(noun, {"tissue", "biops", "sample", "specimen"})) return false;
  for (int at = noun - 1; at >= noun - 3; --at) {
    if (r.IsMark(at, ',')) return true;
  }
  return false;
}

}  // namespace

bool DeniedBefore(const Reading& reading, Clause clause, int i) {
  for (int k = i - 1; k >= clause.begin; --k) {
    // "Stage IIIB (not amenable to radiotherapy) lung cancer": what stands in brackets denies what stands there.
    if (reading.IsMark(k, ')')) k = BeforeBrackets(reading, clause, k);
    if (k < clause.begin) return false;
    const Item& item = reading.at(k);
    if (item.kind == Item::Kind::kMark && item.mark == ':') return DeniedByAnnouncement(reading, clause, k);
    if (item.kind == Item::Kind::kMark && item.mark == ';') return false;
    if (TellsOfSample(reading, k)) return false;
    if (!item.cue) continue;
    if (CourseBehindMarker(reading, clause, k)) return false;
    switch (*item.cue) {
      case Cue::kNo:
      case Cue::kNot:
        if (DeniesCandidacy(reading, k, i)) break;
        return !MarkerThenWho(reading, k, i);
      case Cue::kWithout:
        if (MarkerThenWho(reading, k, i)) return false;
        // "Negative for HER2, treated with chemotherapy": a result, and no therapy, is denied.
        if (reading.WordIs(k, "negative for") && reading.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) break;
        return true;
      case Cue::kProgressed:
        // "No EGFR mutation and has progressed on ...".
        if (reading.Is(k - 1, Cue::kAnd) && reading.WordStarts(k, {"has ", "have "})) return false;
        // "Without an ALK fusion who have progressed on ...".
        if (reading.WordStarts(k, {"who ha", "that ha", "which ha"}) && reading.IsTermOf(k - 1, KindBits({TermKind::kGene, TermKind::kAlteration, TermKind::kMutation, TermKind::kDisease, TermKind::kSetting}))) return false;
        // "Without driver alterations, with progression after chemotherapy".
        if (reading.WordIs(k - 1, "with")) return false;
        break;
      case Cue::kPrior:
        if (MarkerAndTreated(reading, k)) return false;
        break;
      case Cue::kNaive:
        if (reading.WordIsAny(k, {"no prior", "no previous"})) return true;
        // "Have not had a grade 2 bleeding".
        if (reading.WordIsAny(k, {"not had", "have not had", "has not had"}) && reading.IsTerm(i, TermKind::kCondition) && !reading.IsTerm(i, TermKind::kDisease)) return true;
        break;
      case Cue::kNotExist:
        if (reading.WordIs(k, "no other")) return true;
        break;
      case Cue::kHowever:
      case Cue::kMust:
      case Cue::kMustNot:
      case Cue::kExcluded:
      case Cue::kPermitted:
        return false;
      case Cue::kWith: {
        // ", with PD-L1 ..." starts anew; "does not have" is one cue and never comes here.
        bool after_join = k > clause.begin && (reading.IsMark(k - 1, ',') || reading.Is(k - 1, Cue::kAnd) || reading.Is(k - 1, Cue::kWho));
        if (after_join) return false;
        // "Lacks PTEN or has a PIK3CA mutation".
        if (reading.WordIsAny(k, {"has", "have"}) && reading.Is(k - 1, Cue::kOr)) return false;
        // "HIV not on therapy or with CD4 < 350".
        if (reading.WordIs(k, "with") && reading.Is(k - 1, Cue::kOr) && reading.IsTerm(i, TermKind::kLab)) return false;
        break;
      }
      default:
        break;
    }
  }
  return false;
}

}  // namespace trialmatch::rules
