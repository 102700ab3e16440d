#include <algorithm>

#include "base/ascii.h"
#include "rules/parse/domains.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_windows.h"

namespace trialmatch::rules {

bool IsMedication(const Lexicon& lexicon, const std::string& id) {
  return lexicon.DrugIsA(id, "medication") && !lexicon.DrugIsA(id, "any_therapy");
}

namespace {

// Items left of a duration that say how it bounds: "within", "at least", "no more than", ">".
enum class Sense { kNone, kWithin, kAtLeast, kNoMoreThan };

Sense SenseBefore(const Reading& r, Clause clause, int i) {
  for (int k = i - 1; k >= clause.begin && k >= i - 4; --k) {
    if (r.Is(k, Cue::kWithin)) return Sense::kWithin;
    if (r.Is(k, Cue::kAtLeast) || r.Is(k, Cue::kMoreThan)) return Sense::kAtLeast;
    if (r.Is(k, Cue::kLessThan)) return Sense::kWithin;
    if (r.Is(k, Cue::kAtMost)) return r.WordContains(k, {"equal"}) ? Sense::kWithin : Sense::kNoMoreThan;   // "less than or equal to" is "<="
    if (r.IsComparison(k)) {
      Comparison c = r.at(k).comparison;
      if (c == Comparison::kGreater || c == Comparison::kGreaterEqual) return Sense::kAtLeast;
      if (c == Comparison::kLess || c == Comparison::kLessEqual) return Sense::kWithin;
      return Sense::kNone;
    }
    bool glue = r.Is(k, Cue::kFiller) || r.IsMark(k, '(') || (r.IsMark(k, ':') && r.Is(k - 1, Cue::kWithin)) || r.Is(k, Cue::kMostRecent) || r.Is(k, Cue::kPrior) || r.Is(k, Cue::kBefore) ||
                r.Is(k, Cue::kHalfLives) || r.Is(k, Cue::kOr) || r.IsNumber(k);
    if (!glue) return Sense::kNone;
  }
  return Sense::kNone;
}

}  // namespace

namespace {

// "Cytotoxic chemotherapy: at least 21 days", a line of a list of washouts: therapies and the time, nothing else.
bool IsLineOfWashouts(const Reading& r, Clause clause, int first, int last) {
  bool therapy = false;
  int own = clause.begin;
  while (own < first && r.at(own).lead) ++own;
  for (int i = own; i < clause.end; ++i) {
    if (i >= first && i <= last) continue;
    const bool named = r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    if (named && i > last) return false;
    therapy = therapy || named;
    const bool joins = named || r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kPrior, Cue::kFiller, Cue::kIncluding, Cue::kInhibitor});
    if (!joins || r.IsMark(i, ';') || (r.Is(i, Cue::kPrior) && !r.WordIsAny(i, {"prior", "previous"}))) return false;
  }
  return therapy && first > own && !r.WordStarts(own, {"receiv", "on ", "had", "with"});
}

// "Chemotherapy >= 21 days, radiotherapy >= 14 days prior to enrolment": one of several therapies with their times, which the last of
// them tells what they are counted to.
bool IsOneOfWashouts(const Reading& r, Clause clause, int first, int last) {
  if (first <= clause.begin || !(r.IsTermOf(first - 1, kTherapies) || r.Is(first - 1, Cue::kInhibitor))) return false;
  if (!r.IsMark(last + 1, ',') && !r.IsAny(last + 1, {Cue::kOr, Cue::kAnd})) return false;
  bool therapy = false;
  for (int i = last + 1; i < r.size() && !r.IsAnyMark(i, ";."); ++i) {
    if (r.Is(i, Cue::kHalfLives)) return false;
    therapy = therapy || r.IsTermOf(i, kTherapies);
    const auto time = ReadDuration(r, i, r.size());
    if (!time || time->first != i) continue;
    if (!therapy || !(r.IsComparison(i - 1) || r.IsAny(i - 1, {Cue::kAtLeast, Cue::kMoreThan}))) return false;
    i = time->last;
    if (r.WordIsAny(i + 1, {"prior to", "before"})) return true;
    therapy = false;
  }
  return false;
}

// "... have elapsed between the last dose of X and the first dose of study drug": the reference at the end of what
// `k` starts, or -1.
int EndOfBetween(const Reading& r, int k, int end) {
  if (!r.WordIs(k, "between")) return -1;
  bool and_seen = false;
  for (int i = k + 1; i < end && i < k + 18; ++i) {
    if (r.IsMark(i, ';')) return -1;
    and_seen = and_seen || r.Is(i, Cue::kAnd);
    if (and_seen && r.Is(i, Cue::kReference)) return i;
  }
  return -1;
}

// "No chemotherapy or radiation": a denial and therapies, and nothing else that a length could be told of.
bool NamesTherapyOnly(const Reading& r, int begin, int end) {
  bool therapy = false;
  for (int i = begin; i < end; ++i) {
    therapy = therapy || r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    if (r.IsTermOf(i, KindBits({TermKind::kCondition, TermKind::kDisease, TermKind::kFact, TermKind::kLab}))) return false;
  }
  return therapy;
}

// "4 weeks (6 weeks for nitrosoureas) before": the end of brackets at `i` that tell other lengths, or i - 1.
int PassOtherLengths(const Reading& r, int i, int end) {
  if (!r.IsMark(i, '(')) return i - 1;
  int close = i + 1;
  while (close < end && !r.IsAnyMark(close, "()")) ++close;
  return close < end && r.IsMark(close, ')') && !OwnTimesIn(r, i + 1, close).empty() ? close : i - 1;
}

// "Washout period of 3 weeks for prior chemotherapy": a distance, from [first, last].
bool IsWashoutOf(const Reading& r, Clause clause, int first, int last) {
  const auto washout = [&](int i) { return r.WordContains(i, {"washout", "wash-out", "wash out"}); };
  const auto glue = [&](int i) { return r.IsAny(i, {Cue::kFiller, Cue::kAtLeast, Cue::kMoreThan}) || r.IsComparison(i) || r.WordIsAny(i, {"period", "of", "time", "minimum"}) || r.IsAnyMark(i, ":-"); };
  int before = first - 1;
  while (before > clause.begin && before > first - 6 && glue(before) && !washout(before)) --before;
  int behind = last + 1;
  bool told = washout(before) && before >= clause.begin;
  if (told && HasCue(r, clause.begin, before, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kPermitted, Cue::kIf, Cue::kUnless})) return false;
  if (!told) {
    if (r.IsMark(behind, '-')) ++behind;
    told = washout(behind);
    ++behind;
  }
  while (told && behind < clause.end && behind < last + 6 && (glue(behind) || r.IsAny(behind, {Cue::kMust}))) ++behind;
  if (!told || !(r.IsAny(behind, {Cue::kFor, Cue::kSince}) || r.WordIs(behind, "from")) || HasCue(r, behind, clause.end, {Cue::kPermitted})) return false;
  int depth = 0;
  for (int i = clause.begin; i < first; ++i) depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
  while (behind < clause.end && behind < last + 9 && !r.IsTermOf(behind, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) ++behind;
  return depth <= 0 && behind < clause.end && NamesTherapyOnly(r, behind - 3, behind + 1);
}

// "Months of EGFR TKI therapy", from its unit at `last`.
bool IsLengthOfTherapy(const Reading& r, Clause clause, int last) {
  int i = last + 1;
  if (i >= clause.end || !r.WordIs(i, "of")) return false;
  for (++i; i < clause.end && i <= last + 5; ++i) {
    if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene}))) return true;
    if (!r.IsAny(i, {Cue::kFiller, Cue::kPrior, Cue::kFirstLine, Cue::kMonotherapy, Cue::kAdjuvant, Cue::kNeoadjuvant}) && r.Find(i, TermKind::kPlain) == nullptr) return false;
  }
  return false;
}

// "4 weeks, or 5 half-lives for TKIs": behind the half-lives, at item `i`, those that they are of.
bool IsOfSomeTherapy(const Reading& r, int i, int end) {
  if (IsOfNamedTherapy(r, i, end)) return true;
  if (!r.Is(i, Cue::kFor) && !r.WordIsAny(i, {"for", "in the case of", "in case of"})) return false;
  bool therapy = false;
  for (int k = i + 1; k < end && k <= i + 6 && !r.IsAnyMark(k, ",;)"); ++k) {
    if (r.WordIs(k, "non") || r.WordStarts(k, {"non-"})) return false;   // "for non-cytotoxic agents"
    therapy = therapy || (k <= i + 3 && r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass})));
  }
  return therapy;
}

// "Agents with a half-life of more than 10 days": of the drug.
bool IsLengthOfHalfLife(const Reading& r, Clause clause, int first) {
  for (int k = first - 1; k >= clause.begin && k >= first - 5; --k) {
    if (r.Is(k, Cue::kHalfLives)) return !r.at(k - 1).value;
    if (!r.IsComparison(k) && !r.IsAny(k, {Cue::kAtLeast, Cue::kMoreThan, Cue::kLessThan, Cue::kAtMost, Cue::kFiller, Cue::kBefore}) && !r.WordIsAny(k, {"of", "is", "longer", "shorter", "than"})) return false;
  }
  return false;
}

// "Crizotinib *for fewer than* 14 days", "*for up to* 8 weeks": how long it was taken. "Off steroids for less than 2 weeks" is a distance.
bool WasTakenSoLong(const Reading& r, Clause clause, int start) {
  if (!r.Is(start - 1, Cue::kFor) || !(r.IsAny(start, {Cue::kLessThan, Cue::kAtMost}) || r.WordIsAny(start, {"up to", "fewer than"}))) return false;
  bool therapy = false;
  for (int k = start - 2; k >= clause.begin && k > start - 8; --k) {
    if (r.WordContains(k, {"off", "stop", "discontin", "free", "without", "washout", "stable", "since", "held", "recover"}) || r.IsAny(k, {Cue::kStable, Cue::kSince, Cue::kProgressed})) return false;
    therapy = therapy || r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
  }
  return therapy;
}

}  // namespace

std::optional<WindowReading> FindWindow(const Reading& r, Clause clause, int from) {
  if (!HasCue(r, from, clause.end + 1, kLengths)) return std::nullopt;
  for (int i = std::max(from, clause.begin); i < clause.end; ++i) {
    if (!r.at(i).value && !r.IsMark(i, '(') && !r.IsAny(i, {Cue::kWeek, Cue::kMonth, Cue::kYear})) continue;  // no length and no count starts here
    auto duration = ReadDuration(r, i, clause.end);
    std::optional<double> half_lives;
    int first = i, last = i, other_lengths = i;
    if (!duration) {
      auto count = ReadCount(r, i);
      int h = i + 1;
      while (h < clause.end && h < i + 4 && (r.IsMark(h, '(') || r.IsMark(h, ')') || r.IsNumber(h) || r.IsMark(h, 'x') || r.Is(h, Cue::kTimes) || r.WordIs(h, "x") || r.WordIs(h, "the") || r.WordIs(h, "drug")|| r.Is(h, Cue::kFiller))) ++h;
      if (!count || !r.Is(h, Cue::kHalfLives)) continue;
      half_lives = *count;
      last = h;
      bool next = false;   // "TKI within 5 half-lives, radiation within 2 weeks": that of the next therapy
      for (int m = h + 1; m < clause.end && m < h + 8 && !duration; ++m) {
        next = next || r.IsMark(m, ',') || r.IsAny(m, {Cue::kOr, Cue::kAnd});
        if (next && r.IsTermOf(m, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) break;
        duration = ReadDuration(r, m, clause.end);
      }
      if (duration) last = duration->last;
    } else {
      last = duration->last;
      other_lengths = PassOtherLengths(r, last + 1, clause.end);
      // "or 5 half-lives".
      bool joint = false;
      for (int m = other_lengths + 1; m + 1 < clause.end && m < other_lengths + 7; ++m) {
        // "Within 2 weeks, or antibodies within 5 half-lives": those of the next therapy.
        joint = joint || r.IsMark(m, ',') || r.IsAny(m, {Cue::kOr, Cue::kAnd});
        const bool therapy = r.IsTermOf(m, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || (r.Is(m, Cue::kWithin) && !r.IsAny(m - 1, {Cue::kOr, Cue::kAnd, Cue::kFiller}) && !r.IsMark(m - 1, ','));
        if (ReadDuration(r, m, clause.end) || (joint && therapy)) break;
        auto count = ReadCount(r, m);
        if (!count) continue;
        int h = m + 1;
        while (h < clause.end && h < m + 4 && !r.Is(h, Cue::kHalfLives)) ++h;
        if (r.Is(h, Cue::kHalfLives) && !IsOfSomeTherapy(r, h + 1, clause.end)) {
          half_lives = *count;
          last = h;
        }
        break;
      }
    }
    if (duration && IsLengthOfHalfLife(r, clause, first)) continue;
    Sense sense = SenseBefore(r, clause, first);
    if (sense == Sense::kNone && duration && HasCue(r, duration->first, duration->last, {Cue::kAtLeast}))
      sense = Sense::kAtLeast;  // "3 or more weeks"
    int start = first;
    while (start > clause.begin && start > first - 4 &&
           (r.Is(start - 1, Cue::kWithin) || r.Is(start - 1, Cue::kAtLeast) || r.Is(start - 1, Cue::kMoreThan) || r.Is(start - 1, Cue::kLessThan) ||
            r.Is(start - 1, Cue::kAtMost) || r.IsComparison(start - 1))) {
      --start;
    }
    // What follows: "before", "prior to", "since", "of", the reference point.
    bool before = false, since = false;
    last = std::max(last, other_lengths);
    int tail = last;
    for (int k = last + 1; k < clause.end && k <= last + 8; ++k) {
      if (r.Is(k, Cue::kBefore)) before = true;
      else if (r.Is(k, Cue::kSince)) since = true;
      else if (const int reference = EndOfBetween(r, k, clause.end); reference > 0) {
        since = true;
        tail = reference;
        break;
      } else if (r.WordContains(k, {"elapsed"}) || (r.Is(k, Cue::kMust) && (r.Is(k + 1, Cue::kSince) || r.WordContains(k + 1, {"elapsed", "passed"})))) {}
      else if (k == last + 1 && r.WordIs(k, "from")) since = true;  // "at least 4 weeks from any chemotherapy"
      else if (r.Is(k, Cue::kWhicheverShorter) || r.Is(k, Cue::kWhicheverLonger)) {}
      else if (r.Is(k, Cue::kReference)) {}
      else if (since && r.Is(k, Cue::kBetween)) {}  // "2 weeks must have elapsed between the end of ..."
      else if (r.Is(k, Cue::kPrior)) {
        // "within 28 days prior study entry", "prior to the last dose".
        if (!r.WordIs(k, "previous") && !r.WordIs(k, "previously")) before = true;
      } else if (!(r.Is(k, Cue::kFiller) || r.IsMark(k, ',') || r.IsMark(k, '(') || r.IsMark(k, ')') || r.Is(k, Cue::kLastDose) || r.Is(k, Cue::kOr))) {
        break;
      }
      tail = k;
    }
    // "Received 6 months of osimertinib" is how long it lasted.
    if (sense == Sense::kNone && duration && !half_lives && !since && IsLengthOfTherapy(r, clause, duration->last)) continue;
    bool bare = sense == Sense::kNone;
    if (sense == Sense::kNone && half_lives && before) sense = Sense::kWithin;
    if (sense == Sense::kNone && (before || since)) sense = before ? Sense::kWithin : Sense::kAtLeast;
    // "At least 12 weeks of chemotherapy" is how long it lasted, no distance.
    bool distance = since || HasCue(r, last + 1, std::min(clause.end, last + 9), {Cue::kReference}) ;
    for (int k = last + 1; k < clause.end && k <= last + 3; ++k) distance = distance || (r.Is(k, Cue::kBefore) && !base::EqualsIgnoreCase(r.Word(k), "of")) || r.Is(k, Cue::kSince);
    // "At least 30 days or 5 half-lives prior", "at least 7 days earlier".
    if (const int prior = last + 1; prior < clause.end && r.WordIsAny(prior, {"prior", "earlier", "beforehand"}) && r.FindCue(clause.begin, start, {Cue::kNo, Cue::kNot}) < 0) {
      bool of_drug = false;
      for (int k = clause.begin; k < start; ++k) of_drug = of_drug || r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
      distance = distance || (of_drug && (prior + 1 >= clause.end || r.IsKind(prior + 1, Item::Kind::kMark)));
    }
    // "Not allowed, or completed over 12 months".
    distance = distance || (sense == Sense::kAtLeast && duration && r.WordContains(start - 1, {"completed"}) && (last + 1 >= clause.end || r.IsAnyMark(last + 1, ".,;)")));
    // "Must not have received any treatment for at least 2 weeks".
    const bool denied = HasCue(r, clause.begin, start, {Cue::kNot, Cue::kNo, Cue::kNaive, Cue::kWithout, Cue::kMustNot});
    const bool of_therapy = HasCue(r, clause.begin, start, {Cue::kPrior, Cue::kNaive}) || (duration && NamesTherapyOnly(r, clause.begin, start));
    const bool free_for = sense == Sense::kAtLeast && !distance && duration && r.Is(start - 1, Cue::kFor) && denied && of_therapy &&
                          !HasCue(r, clause.begin, start, {Cue::kStable, Cue::kProgressed});
    if (duration && sense == Sense::kAtLeast && !denied && IsLengthOfUse(r, start, duration->last)) continue;
    if (duration && !denied && !before && !distance && WasTakenSoLong(r, clause, start)) continue;
    if (free_for) sense = Sense::kWithin;
    // "Given for at least 12 weeks prior to progression" is how long it lasted.
    if (!free_for && sense == Sense::kAtLeast && before && r.Is(start - 1, Cue::kFor) && HasCue(r, tail, std::min(clause.end, tail + 3), {Cue::kProgressed})) continue;
    if (duration && (sense == Sense::kNone || (sense == Sense::kAtLeast && !distance)) && IsWashoutOf(r, clause, start, last)) {
      sense = Sense::kAtLeast;
      distance = true;
    }
    if (sense == Sense::kAtLeast && !distance && !(duration && (IsLineOfWashouts(r, clause, start, last) || IsOneOfWashouts(r, clause, start, last)))) continue;
    if (sense == Sense::kNone) continue;
    WindowReading out;
    out.bare = bare;
    if (duration) {
      if (sense == Sense::kWithin) out.window.within = duration->duration;
      if (sense == Sense::kAtLeast) out.window.at_least = duration->duration;
      if (sense == Sense::kNoMoreThan) out.window.no_more_than = duration->duration;
    }
    if (half_lives) {
      out.window.half_lives = half_lives;
      if (!duration && sense == Sense::kNoMoreThan) continue;
      if (HasCue(r, last, std::min(clause.end, tail + 12), {Cue::kWhicheverLonger}) || r.Is(first - 1, Cue::kWhicheverLonger)) out.window.which = Window::Which::kLonger;
      else if (duration) out.window.which = Window::Which::kShorter;
      if (!duration && sense == Sense::kAtLeast) out.window.at_least = base::Duration{0, base::Duration::Unit::kDay};
      if (!duration && sense == Sense::kWithin) out.window.within = base::Duration{0, base::Duration::Unit::kDay};
    }
    out.first = start;
    out.last = tail;
    out.which_said = r.IsAny(first - 1, {Cue::kWhicheverShorter, Cue::kWhicheverLonger}) || HasCue(r, last, std::min(clause.end, tail + 12), {Cue::kWhicheverLonger, Cue::kWhicheverShorter});
    int which = FindCue(r, tail, std::min(clause.end, tail + 12), {Cue::kWhicheverLonger, Cue::kWhicheverShorter});
    if (half_lives && which >= 0) out.last = which;
    return out;
  }
  return std::nullopt;
}

}  // namespace trialmatch::rules
