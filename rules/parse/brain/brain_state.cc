#include <algorithm>
#include <vector>

#include "rules/parse/brain/brain_words.h"
#include "rules/parse/brain/state_behind.h"
#include "rules/parse/domains.h"
#include "rules/parse/narrowed_denial.h"
#include "rules/parse/therapy/steroid_dose.h"

namespace trialmatch::rules {

namespace {

// "Must not be symptomatic": what is bad, denied.
BrainLeaf Denied(BrainLeaf leaf) {
  for (std::optional<bool>* state : {&leaf.active, &leaf.progressing, &leaf.symptomatic, &leaf.on_steroids, &leaf.steroids_increasing}) {
    if (state->has_value()) *state = !**state;
  }
  return leaf;
}

// "Not requiring continuous corticosteroids at a dose of > 10 mg prednisone a day or equivalent": no more than 10 mg.
struct DeniedDose {
  base::Bounds bounds;
  int first = -1, last = -1;  // items
};

DeniedDose DeniedDoseIn(const Reading& r, Clause clause, const std::optional<SteroidDose>& dose) {
  DeniedDose out;
  if (!dose || !dose->bounds.low || dose->bounds.high) return out;
  int i = dose->first - 1;
  const auto passes = [&](int k) {
    const Entry* therapy = r.Find(k, TermKind::kDrugClass);
    return (therapy != nullptr && therapy->id == "corticosteroid") || r.IsAny(k, {Cue::kFiller, Cue::kOngoing, Cue::kSteroids, Cue::kMoreThan}) || r.IsComparison(k) || r.IsMark(k, '(') ||
           r.WordIsAny(k, {"requiring", "continuous", "chronic", "systemic", "of", "a", "dose", "doses", "at", "at a", "dose of", "doses of", "at a dose of", "at doses of", "daily", "use of", "treatment with"}) || r.Find(k, TermKind::kPlain) != nullptr;
  };
  while (i > clause.begin && i > dose->first - 12 && passes(i)) --i;
  if (i < clause.begin || !(r.IsAny(i, {Cue::kNot, Cue::kNo, Cue::kWithout}) || r.WordStarts(i, {"not ", "no "}) || r.WordIs(i, "off"))) return out;
  out.bounds.high = dose->bounds.low;
  out.bounds.high_inclusive = !dose->bounds.low_inclusive;
  out.first = i;
  out.last = dose->last;
  while (out.last + 1 < clause.end && (r.Is(out.last + 1, Cue::kFiller) || r.WordContains(out.last + 1, {"equivalent", "daily", "per day", "prednisone", "day"}) ||
                                       (r.Is(out.last + 1, Cue::kOr) && r.WordContains(out.last + 2, {"equivalent"})) || r.IsMark(out.last + 1, '/'))) {
    ++out.last;
  }
  return out;
}

// "Has been given", "have been administered", behind a therapy.
bool IsSaidDone(const Reading& r, int i) {
  for (int k = i; k <= i + 3; ++k) {
    if (r.WordContains(k, {"given", "administered", "completed", "performed"})) return true;
    if (!r.WordContains(k, {"has", "have", "been", "was", "were"}) && !r.WordIsAny(k, {"must", "must be", "must have", "must have been", "be"})) return false;
  }
  return false;
}

// "Controlled by surgery", "stable disease post radiotherapy": the state was reached by the local therapy at item `i`.
bool IsAfterState(const Reading& r, Clause clause, int i) {
  const int how = i - 1;
  if (!r.Is(how, Cue::kSince) && !r.WordIsAny(how, {"by", "with", "after", "following"})) return false;
  int state = how - 1;
  while (state > clause.begin && r.IsAny(state, {Cue::kDiseaseWord, Cue::kFiller, Cue::kCnsMetastasis})) --state;
  return r.IsAny(state, {Cue::kStable, Cue::kNoProgression, Cue::kAsymptomatic});
}

// "If the patient's condition is stable".
bool IsConditionOfPatient(const Reading& r, int i) {
  return r.WordIsAny(i, {"condition"}) && r.Is(i - 1, Cue::kFiller) && (r.Is(i + 1, Cue::kStable) || (r.Is(i + 1, Cue::kFiller) && r.Is(i + 2, Cue::kStable)));
}

// "Completed definitive treatment", "received radiotherapy": the local therapy at item `i` has been given.
bool IsToldGiven(const Reading& r, Clause clause, int i) {
  for (int k = i - 1; k >= clause.begin && k >= i - 4; --k) {
    if (r.IsAny(k, {Cue::kNot, Cue::kNo})) return false;
    if (r.WordContains(k, {"complet", "received", "undergone", "underwent"}) || r.WordStarts(k, {"treated with", "treated by"})) return !r.IsAny(k - 1, {Cue::kNot, Cue::kNo});
    if (!r.IsAny(k, {Cue::kFiller, Cue::kDefinitive, Cue::kPrior}) && !IsLocalTherapy(r, k) && r.Find(k, TermKind::kPlain) == nullptr) return false;
  }
  return false;
}

// "Treated at least 4 weeks before enrolment": the time right behind the treatment told at item `therapy` is counted from it.
bool IsTimeOfTherapy(const Reading& r, Clause clause, int therapy, const DurationReading& time) {
  if (therapy < clause.begin || time.first - therapy > 5 || IsLessThanLength(r, time.first - 1)) return false;
  for (int k = therapy + 1; k < time.first; ++k) {
    if (!r.IsAny(k, {Cue::kAtLeast, Cue::kMoreThan, Cue::kFiller, Cue::kMust}) && !r.IsComparison(k) && !IsLocalTherapy(r, k) && !r.WordContains(k, {"complet"})) return false;
  }
  const int next = time.last + 1;
  return next >= clause.end || r.Is(next, Cue::kBefore) || r.IsAnyMark(next, ",.") || r.Is(next, Cue::kAnd);
}

// "Has a negative imaging study within 4 weeks of entry": behind a comma or "and", where what a scan must show and when
// ends; else `i`.
int EndOfScan(const Reading& r, Clause clause, int i) {
  if (i > clause.begin && !r.IsMark(i - 1, ',') && !r.Is(i - 1, Cue::kAnd)) return i;
  bool scan = false, when = false;
  int end = i;
  for (; end < clause.end && !r.IsMark(end, ',') && !r.Is(end, Cue::kAnd); ++end) {
    if (BrainQualityAt(r, clause, end) || IsLocalTherapy(r, end) || r.IsAny(end, {Cue::kOr, Cue::kNo, Cue::kNot, Cue::kWithout})) return i;
    scan = scan || r.WordContains(end, {"imaging"}) || r.WordContains(end, {"scan"}) || r.WordStarts(end, {"mri", "ct", "magnetic"});
    when = when || r.Is(end, Cue::kWithin) || r.WordIs(end, "negative");
  }
  return scan && when ? end : i;
}

// "From definitive therapy", "after treatment", "since the completion of radiotherapy", right behind a length: the last
// item of it, or -1.
int TherapyBehind(const Reading& r, Clause clause, int i) {
  if (i < clause.end && r.Is(i, Cue::kTreated) && r.WordStarts(i, {"after ", "since ", "from ", "following "})) return i;
  if (i >= clause.end || !(r.Is(i, Cue::kSince) || r.WordStarts(i, {"from", "since", "after", "following", "post"}))) return -1;
  for (int k = i + 1; k < clause.end && k <= i + 6; ++k) {
    if (IsLocalTherapy(r, k)) {
      while (k + 2 < clause.end && JoinsTherapies(r, k + 1)) k += 2;
      return k;
    }
    const bool passed = r.IsAny(k, {Cue::kFiller, Cue::kBefore, Cue::kPrior, Cue::kLastDose}) || r.Find(k, TermKind::kPlain) != nullptr || r.WordStarts(k, {"complet", "end", "last", "definitive"});
    if (!passed) return -1;
  }
  return -1;
}

// "Without overt evidence of significant neurological deficits" from item `i` on: the last item, or -1.
int EndOfNoDeficits(const Reading& r, Clause clause, int i) {
  constexpr int kLongest = 6;  // items
  if (!r.IsAny(i, {Cue::kNo, Cue::kWithout})) return -1;
  for (int k = i + 1; k < std::min(clause.end, i + kLongest); ++k) {
    const Entry* illness = r.Find(k, TermKind::kCondition);
    if (illness != nullptr) return illness->id == "neurologic_disorder" && r.WordContains(k, {"deficit"}) && (k + 1 >= clause.end || !r.Is(k + 1, Cue::kOr)) ? k : -1;
    if (!r.IsAny(k, {Cue::kFiller, Cue::kWith, Cue::kClinicallySignificant}) && r.Find(k, TermKind::kQuality) == nullptr) return -1;
  }
  return -1;
}

// "Treated or untreated", "untreated or treated" from item `i` on: either.
bool IsTreatedOrNot(const Reading& r, int i, int end) {
  const auto treated = [&](int k) { return r.Is(k, Cue::kTreated); };
  const auto untreated = [&](int k) { return r.IsAny(k, {Cue::kUntreatedCns, Cue::kNaive}) && r.WordContains(k, {"untreated"}); };
  return i + 2 < end && r.Is(i + 1, Cue::kOr) && ((treated(i) && untreated(i + 2)) || (untreated(i) && treated(i + 2)));
}

// Who has no symptoms has no deficits; who has some may have none that are meant.
Expression WithoutDeficits(Expression state, base::Span span) {
  BrainLeaf none;
  none.site = BrainLeaf::Site::kBrain;
  none.symptomatic = false;
  return Expression::All(std::move(state), Expression::Any(Expression::OfLeaf(none, span, "brain.state"), Expression::Opaque(span)));
}

}  // namespace

std::optional<Expression> ReadBrainState(Reading& r, Clause clause) {
  BrainLeaf all;
  all.site = BrainLeaf::Site::kBrain;
  std::vector<BrainLeaf> ways;
  std::optional<base::Duration> length;
  int found = 0;
  bool or_seen = false, and_seen = false;
  const bool forbids = r.Is(clause.begin, Cue::kMustNot);
  const std::optional<SteroidDose> dose = FindSteroidDose(r, clause);
  const DeniedDose denied = DeniedDoseIn(r, clause, dose);
  bool unclear = false, dose_of_way = false, no_deficits = false;
  int therapy_at = -1;           // the treatment that was told last
  int anticonvulsants = -1;  // that must not be taken either
  int absent_to = clause.begin;  // "no evidence of new or enlarging metastases": where what is absent ends
  const auto add_treated = [&](int i) {
    BrainLeaf treated;
    treated.treated = true;
    MergeBrain(&all, treated);
    ways.push_back(treated);
    therapy_at = i;
    ++found;
  };
  for (int i = clause.begin; i < clause.end; ++i) {
    if (IsTreatedOrNot(r, i, clause.end)) {
      i += 2;
      continue;
    }
    if (i == denied.first) {
      all.steroid_prednisone_mg_per_day = denied.bounds;
      ++found;
      i = denied.last;
      continue;
    }
    if (dose && i == dose->first) {
      if (!dose->bounds.high) return std::nullopt;
      all.steroid_prednisone_mg_per_day = dose->bounds;
      // "Off steroids or on a stable dose of at most 10 mg a day".
      dose_of_way = or_seen && !ways.empty() && ways.back().steroids_increasing == false;
      if (dose_of_way) ways.back().steroid_prednisone_mg_per_day = dose->bounds;
      ++found;
      i = dose->last;
      continue;
    }
    // "Off steroids or on a stable dose of them".
    if (r.Is(i, Cue::kOffSteroids) && r.Is(i + 1, Cue::kOr) && (r.Is(i + 2, Cue::kStableSteroids) || (r.Is(i + 2, Cue::kFiller) && r.Is(i + 3, Cue::kStableSteroids)))) {
      ++i;
      continue;
    }
    if (const int drugs = !ways.empty() && ways.back().on_steroids == false ? AnticonvulsantsBehind(r, i) : -1; drugs > 0) {
      anticonvulsants = i = drugs;
      continue;
    }
    if (auto quality = BrainQualityAt(r, clause, i)) {
      const bool absent = i < absent_to;
      if (absent && (quality->leaf.treated || quality->leaf.stable || r.Is(i, Cue::kAsymptomatic))) return std::nullopt;
      const bool deniable = (forbids || absent) && !quality->good && !quality->leaf.treated && !quality->leaf.stable;
      const bool of_forbidden = forbids && quality->good && quality->leaf.progressing.value_or(true);
      if ((!quality->good && !deniable) || of_forbidden || quality->unclear) return std::nullopt;
      if (deniable) quality->leaf = Denied(quality->leaf);
      MergeBrain(&all, quality->leaf);
      ways.push_back(quality->leaf);
      if (quality->leaf.treated.value_or(false)) therapy_at = i;
      ++found;
      // "Without progression or hemorrhage".
      if (r.Is(i, Cue::kNoProgression) && r.Is(i + 1, Cue::kOr) && i + 2 < clause.end && r.IsTerm(i + 2, TermKind::kCondition)) {
        unclear = true;
        i += 2;
      }
      continue;
    }
    if (const int scanned = EndOfScan(r, clause, i); scanned > i) {
      unclear = true;
      i = scanned - 1;
      continue;
    }
    if (auto duration = ReadDuration(r, i, clause.end)) {
      if (const int therapy = TherapyBehind(r, clause, duration->last + 1); therapy > 0 && !IsLessThanLength(r, duration->first - 1)) {
        // "Stable for 4 weeks after radiotherapy" is both; "more than 6 months from definitive therapy" a time alone.
        const bool of_state = HasCue(r, std::max(clause.begin, duration->first - 3), duration->first, {Cue::kFor, Cue::kStable, Cue::kNoProgression});
        if (of_state && length && length != duration->duration) return std::nullopt;
        if (of_state) length = duration->duration;
        all.since_treatment.at_least = duration->duration;
        all.treated = true;
        ++found;
        i = therapy;
        continue;
      }
      if (IsTimeOfTherapy(r, clause, therapy_at, *duration)) {
        all.since_treatment.at_least = duration->duration;
        i = r.Is(duration->last + 1, Cue::kBefore) ? duration->last + 1 : duration->last;
        continue;
      }
      // "Off steroids for at least 14 days": how long is for the site to check.
      const bool of_steroids = (denied.first >= 0 && i > denied.last && i < denied.last + 5) || (!ways.empty() && (ways.back().on_steroids || ways.back().steroids_increasing));
      if (length && !of_steroids && length != duration->duration) return std::nullopt;
      if (!of_steroids) length = duration->duration;
      i = duration->last;
      continue;
    }
    // "Undergone definitive treatment", a wording of illnesses.
    const Entry* as_illness = r.Find(i, TermKind::kQuality);
    if (as_illness != nullptr && (as_illness->id == "treated" || as_illness->id == "curatively_treated") && !r.IsAny(i - 1, {Cue::kNot, Cue::kNo})) {
      add_treated(i);
      continue;
    }
    // "Definitive therapy has been given".
    if (IsLocalTherapy(r, i) && (IsSaidDone(r, i + 1) || IsToldGiven(r, clause, i))) {
      all.treated = true;
      therapy_at = i;
      ++found;
      continue;
    }
    // "Asymptomatic or previously treated with radiotherapy".
    if (or_seen && IsLocalTherapy(r, i) && r.Is(i - 1, Cue::kPrior) && r.WordContains(i - 1, {"treated"})) {
      add_treated(i);
      continue;
    }
    // "There is no planned treatment for them": not a state that a profile tells.
    if (r.Is(i, Cue::kNo) && r.WordStarts(i + 1, {"planned", "plan"})) {
      while (i + 1 < clause.end && !r.IsAnyMark(i + 1, ",;()")) ++i;
      unclear = true;
      continue;
    }
    if (const int last = EndOfNoDeficits(r, clause, r.IsMark(i, ',') ? i + 1 : i); last > i) {
      no_deficits = true;
      i = last;
      continue;
    }
    // "No evidence of new or enlarging metastases, and no symptoms".
    if (r.IsAny(i, {Cue::kNo, Cue::kWithout}) && !r.Is(i + 1, Cue::kWith)) {
      absent_to = i + 1;
      bool bad = false;
      while (absent_to < clause.end && !r.IsAnyMark(absent_to, ",;()") && !r.Is(absent_to, Cue::kAnd)) {
        const auto quality = BrainQualityAt(r, clause, absent_to++);
        bad = bad || quality.has_value();
      }
      if (!bad) return std::nullopt;
      continue;
    }
    // "... or hemorrhage": what else is absent is not asked for here.
    if (i < absent_to && r.IsTerm(i, TermKind::kCondition)) {
      unclear = true;
      continue;
    }
    const bool joins_scans = r.Find(i - 1, TermKind::kPlain) != nullptr && r.Find(i + 1, TermKind::kPlain) != nullptr;
    or_seen = or_seen || (r.Is(i, Cue::kOr) && !forbids && i >= absent_to && !joins_scans && !JoinsTherapies(r, i));
    and_seen = and_seen || r.Is(i, Cue::kAnd) || r.IsMark(i, ',');
    const bool local = IsLocalTherapy(r, i);
    // "Controlled by surgery", "stable after radiotherapy".
    if (local && !ways.empty() && IsAfterState(r, clause, i)) all.treated = ways.back().treated = true;
    const bool glue = r.IsAny(i, {Cue::kFiller, Cue::kAnd, Cue::kOr, Cue::kWith, Cue::kWho, Cue::kFor, Cue::kBefore, Cue::kReference, Cue::kPrior, Cue::kAtLeast,
                                  Cue::kMoreThan, Cue::kSince, Cue::kCnsMetastasis, Cue::kDiseaseWord, Cue::kNot, Cue::kMust}) || (forbids && i == clause.begin) ||
                      (r.IsAny(i, {Cue::kNo, Cue::kWithout}) && r.Is(i + 1, Cue::kWith) && r.Is(i + 2, Cue::kProgressed)) || r.IsAnyMark(i, ",.()-") || r.IsComparison(i) || r.Find(i, TermKind::kPlain) != nullptr || IsBrainWord(r, i) || r.WordStarts(i, {"metastas"}) || IsConditionOfPatient(r, i);
    // "(e.g. surgery, radiotherapy)".
    const bool example = r.Is(i, Cue::kIncluding) && IsLocalTherapy(r, i + 1);
    const bool before_dose = dose && r.Is(i, Cue::kOngoing) && i + 1 == dose->first;
    if (!glue && !local && !before_dose && !example) return std::nullopt;
    // "Not" is read with the state behind it.
    if (r.Is(i, Cue::kNot) && !BrainQualityAt(r, clause, i + 1) && !BrainQualityAt(r, clause, i + 2)) return std::nullopt;
  }
  if (found == 0 || (or_seen && (and_seen || ways.size() < 2))) return std::nullopt;
  // "No progression for 4 weeks" is stable for 4 weeks.
  if (length && all.progressing.has_value() && !*all.progressing) all.stable = true;
  if (length && !all.stable.value_or(false)) return std::nullopt;
  if (length) all.stable_for = length;
  if (or_seen && (length || (dose && !dose_of_way) || anticonvulsants >= 0 || !all.since_treatment.empty())) return std::nullopt;
  r.UseRange(clause.begin, clause.end - 1);
  const base::Span span = r.SpanOf(clause.begin, clause.end - 1);
  if (!or_seen) {
    Expression state = Expression::OfLeaf(all, span, "brain.state");
    if (anticonvulsants >= 0) state = Expression::All(std::move(state), Expression::Not(TakesAnticonvulsants(r, anticonvulsants)));
    if (unclear) state = Expression::All(std::move(state), Expression::Opaque(span));
    return no_deficits ? WithoutDeficits(std::move(state), span) : std::move(state);
  }
  std::vector<Expression> any;
  for (BrainLeaf& way : ways) {
    way.site = BrainLeaf::Site::kBrain;
    any.push_back(Expression::OfLeaf(way, span, "brain.state"));
  }
  Expression either = Expression::Any(std::move(any));
  return no_deficits ? WithoutDeficits(std::move(either), span) : std::move(either);
}

Expression RestOfUnclear(const BrainQuality& quality, BrainLeaf::Site site, base::Span span) {
  if (!quality.shorter || site == BrainLeaf::Site::kLeptomeningeal) return Expression::Opaque(span);
  BrainLeaf stable;
  stable.site = site;
  stable.stable = true;
  stable.stable_for = quality.shorter;
  return Expression::Not(Expression::OfLeaf(stable, span, "brain.state"));
}

}  // namespace trialmatch::rules
