#include <algorithm>

#include "rules/parse/brain/brain_sizes.h"
#include "rules/parse/brain/brain_steroids.h"
#include "rules/parse/brain/brain_words.h"
#include "rules/parse/brain/denied_beside.h"
#include "rules/parse/brain/meant_metastases.h"
#include "rules/parse/brain/part_of_state.h"
#include "rules/parse/brain/state_behind.h"
#include "rules/parse/brain/some_metastases.h"
#include "rules/parse/disease/tumour_words.h"
#include "rules/parse/domains.h"
#include "rules/parse/narrowed_denial.h"
#include "rules/parse/therapy/steroid_dose.h"

namespace trialmatch::rules {

namespace {

// "Active metastases not needing local treatment": active all the same; the need is not read. True when it was taken out.
bool DropContraryNeed(const Reading& r, std::vector<BrainQuality>* qualities) {
  const bool active = std::any_of(qualities->begin(), qualities->end(), [](const BrainQuality& q) { return q.leaf.active.value_or(false); });
  return active && std::erase_if(*qualities, [&](const BrainQuality& q) { return q.leaf.active && !*q.leaf.active && r.WordContains(q.item, {"need", "requir"}); }) > 0;
}

// "(Non-tumor meningeal metastasis)": at item `i` what is not meant; its bracket tells nothing more.
bool PassOverNoTumour(Reading& r, Clause clause, int i) {
  const bool none = i >= clause.begin + 4 && r.Is(i - 1, Cue::kDiseaseWord) && r.IsMark(i - 2, '-') && r.WordIs(i - 3, "non") && r.IsMark(i - 4, '(') && r.IsMark(i + 1, ')');
  if (none) r.PassOver(i - 4, i + 2);
  return none;
}

}  // namespace

void ReadBrain(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  std::vector<int> brain, lepto;
  int cord = -1;  // "brain or spinal cord metastases"
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).used || IsWhySteroidsAreAllowed(r, clause, i)) continue;
    // "MRI of the brain (if known brain metastases)" asks for a scan.
    bool only_if = mood == Mood::kRequires && r.Is(i, Cue::kCnsMetastasis) && (r.Is(i - 1, Cue::kIf) || r.Is(i - 2, Cue::kIf)) && HasCue(r, i - 2, i + 1, {Cue::kIf}) && (r.IsMark(i - 2, '(') || r.IsMark(i - 3, '('));
    if (only_if) {
      r.UseRange(i - 2, i);
      continue;
    }
    // "(a brain metastasis must not be the only measurable lesion)": of what is measured.
    if (mood == Mood::kRequires && r.Is(i, Cue::kCnsMetastasis) && r.Find(i + 1, TermKind::kLogistics) != nullptr && r.WordContains(i + 1, {"the only", "the sole"})) {
      r.at(i).used = r.at(i).aside = true;
      continue;
    }
    const bool named = r.IsAny(i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal}) || IsBrainWord(r, i);
    // "Stage IV disease, including patients with brain metastases": who may come as well.
    if (mood == Mood::kRequires && r.Is(i, Cue::kCnsMetastasis)) {
      int including = i - 1;
      while (including > clause.begin && (r.IsAny(including, {Cue::kFiller, Cue::kKnown, Cue::kWith}) || r.WordIsAny(including, {"those with"}))) --including;
      const bool tumour = r.WordIsAny(including, {"including", "includes"}) && including > clause.begin && !HasCue(r, clause.begin, including, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kCnsMetastasis});
      if (tumour && !HasCue(r, i + 1, clause.end, {Cue::kMust, Cue::kTreated, Cue::kStable, Cue::kAsymptomatic})) {
        for (int k = including; k <= i; ++k) r.at(k).used = r.at(k).aside = true;
        continue;
      }
    }
    if (named && mood == Mood::kProhibits && IsPurposeInBracket(r, clause, i)) continue;
    if (named && (IsOtherDiseaseOfBrain(r, i) || IsOnlyRisked(r, i))) continue;
    if (named && mood == Mood::kRequires && r.Is(i, Cue::kCnsMetastasis) && (IsRuledOutByScan(r, i) || IsWhoIsScanned(r, clause, i))) {
      r.at(i).used = r.at(i).aside = true;
      continue;
    }
    if (named && IsCauseOfIllness(r, clause, i)) {
      r.Use(i);
      continue;
    }
    if (mood == Mood::kRequires && lepto.empty() && r.Is(i, Cue::kLeptomeningeal) && DeniedBesideBrain(r, clause, i, &brain, atoms)) continue;
    if (r.Is(i, Cue::kCnsMetastasis)) brain.push_back(i);
    if (r.Is(i, Cue::kLeptomeningeal) && !(i >= clause.begin + 2 && r.IsMark(i - 1, '-') && r.WordIs(i - 2, "extra")) && !PassOverNoTumour(r, clause, i)) lepto.push_back(i);
    // "brain and/or leptomeningeal metastases": the noun is shared.
    if (IsBrainWord(r, i)) {
      int next = i + 1, spine = -1;
      while (next < clause.end && (r.Is(next, Cue::kOr) || (IsSpine(r, next) && (spine = next) > 0) || r.Is(next, Cue::kAnd) || r.IsMark(next, '/') || r.IsMark(next, ',') || r.IsMark(next, '(') ||
                                   r.IsMark(next, ')') || IsBrainWord(r, next))) {
        ++next;
      }
      const Entry* setting = r.Find(next, TermKind::kSetting);
      if (r.Is(next, Cue::kLeptomeningeal) || (setting != nullptr && setting->id == "metastatic") || r.Is(next, Cue::kCnsMetastasis)) {
        // "Cerebrospinal fluid or leptomeningeal disease".
        const Entry* site = r.Find(i, TermKind::kSite);
        (site != nullptr && site->id == "leptomeninges" ? lepto : brain).push_back(i);
        r.Use(i);
        if (setting != nullptr) r.Use(next);
        if (spine >= 0) r.Use(cord = spine);
      }
    }
  }
  if (mood == Mood::kPermits && brain.empty() && lepto.empty()) AddMeantMetastases(r, clause, &brain);
  if (brain.empty() && lepto.empty()) return;
  // "Primary brain tumours" are no metastases, and what stands before the first treatment word is read here only.
  int first = clause.end, last = clause.begin;
  for (int i : brain) { first = std::min(first, i); last = std::max(last, i); }
  for (int i : lepto) { first = std::min(first, i); last = std::max(last, i); }
  // "Symptomatic or asymptomatic", "treated or untreated", "including asymptomatic ones": all of them.
  auto either = [&](int i, Cue one, Cue other) { return (r.Is(i, one) && r.Is(i + 2, other)) || (r.Is(i, other) && r.Is(i + 2, one)); };
  for (int i = clause.begin; i < clause.end; ++i) {
    const bool pair = r.IsAny(i + 1, {Cue::kOr, Cue::kAnd}) && i + 2 < clause.end && (either(i, Cue::kSymptomatic, Cue::kAsymptomatic) || either(i, Cue::kTreated, Cue::kNaive));
    if (pair) r.UseRange(i, i + 2);
    if (const int past = EndOfActiveOrPast(r, i, first); past > i) r.UseRange(i, past);
    // "May be treated or untreated" asks for nothing.
    if (pair && i > first && r.WordIs(i - 1, "be")) return r.UseRange(first, i);
    if (r.Is(i, Cue::kAsymptomatic) && i > first && r.Is(i - 1, Cue::kIncluding) && !HasCue(r, i + 1, i + 4, {Cue::kOr, Cue::kAnd})) r.Use(i);
  }

  const bool off_or_dose = !brain.empty() && TakeOffOrDose(r, clause);
  std::vector<BrainQuality> qualities;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).used) continue;
    // "Active primary CNS malignancy, CNS metastases": the first adjective of the list stands in its wording.
    if (r.WordStarts(i, {"active "}) && r.WordContains(i, {"cns", "central nerv", "brain"}) && r.IsTerm(i, TermKind::kCondition) && r.IsMark(i + 1, ',') && r.Is(i + 2, Cue::kCnsMetastasis)) {
      BrainQuality active;
      active.leaf.active = true;
      active.item = i + 1;
      qualities.push_back(active);
    }
    if (auto quality = IsOfOtherIllness(r, i) ? std::nullopt : BrainQualityAt(r, clause, i)) {
      // An adjective right before leptomeningeal disease alone does not qualify the brain and the reverse; both lists are short, so the
      // nearest noun to the right decides: "symptomatic brain metastases or leptomeningeal involvement".
      qualities.push_back(*quality);
      r.Use(i);
      first = std::min(first, i);
      last = std::max(last, i);
    }
  }
  if (SaysWhatActiveIs(r, qualities)) qualities.erase(qualities.begin());
  for (int i = clause.begin; i < clause.end; ++i) {
    if (NeedsSteroids(r, i)) r.Use(i);
  }
  // "Stable for less than 4 weeks" is not stable for so long.
  const auto doubt_stable = [&](int i, const base::Duration& length) {
    bool doubted = false;
    for (BrainQuality& q : qualities) {
      if (!q.leaf.stable.value_or(false) || q.item > i || q.item < i - 4) continue;
      q.leaf.stable.reset();
      q.good = false;
      q.unclear = doubted = true;
      if (mood == Mood::kProhibits) q.shorter = length;
    }
    return doubted;
  };
  if (mood == Mood::kProhibits) GiveDoseToSteroids(r, clause, &qualities);
  // "stable for at least 4 weeks", "prior 28 days": a length beside stability.
  std::optional<base::Duration> stable_for, treated_within;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (auto duration = ReadDuration(r, i, clause.end)) {
      if (mood == Mood::kProhibits && IsTimeOfTreatment(r, duration->first, &qualities)) treated_within = duration->duration;
      stable_for = duration->duration;
      // "At least 4 weeks", "> 2 weeks": how long it is at the least.
      int from = duration->first;
      if (r.IsAny(from - 1, {Cue::kAtLeast, Cue::kMoreThan, Cue::kFor}) || r.IsComparison(from - 1)) --from;
      const int less = IsLessThanLength(r, from) ? from : from - 1;
      if (IsLessThanLength(r, less) && doubt_stable(less, duration->duration)) {
        from = less;
        stable_for.reset();
      }
      if (from > clause.begin && r.Is(from - 1, Cue::kFor)) --from;
      r.UseRange(std::max(from, clause.begin), duration->last);
      last = std::max(last, duration->last);
      i = duration->last;
    }
  }
  const BrainSizes sizes = ReadBrainSizes(r, clause, brain);
  const std::optional<base::Bounds>& largest_mm = sizes.largest_mm;
  std::optional<base::Bounds> count = sizes.count;
  if (sizes.first >= 0) {
    first = std::min(first, sizes.first);
    last = std::max(last, sizes.last);
  }
  // "On no more than 10 mg of prednisone a day", where nothing else is told.
  const std::optional<SteroidDose> dose = brain.empty() || (!off_or_dose && HasCue(r, clause.begin, clause.end, {Cue::kOr})) || NamesIllnessOrDrug(r, clause) ? std::nullopt : FindSteroidDose(r, clause);
  if (dose) r.UseRange(dose->first, dose->last);
  bool at_least_one = count && count->low == 1.0 && count->low_inclusive && !count->high;
  if (at_least_one) count.reset();
  // What the metastases were treated with is part of their state.
  if (!qualities.empty()) {
    for (int i = clause.begin; i < clause.end; ++i) {
      if (IsLocalTherapy(r, i) && (treated_within || (mood == Mood::kProhibits && IsNeededTherapy(r, clause, i)) || !FindWindow(r, clause, clause.begin))) r.Use(i);
    }
  }
  bool alternatives = false;
  // "Untreated unstable brain or meningeal metastases": the word joins the places.
  for (int i = first; i <= last; ++i) alternatives = alternatives || r.WordIsAny(i, {"including", "includes"}) || (mood == Mood::kProhibits && IsSlashOfStates(r, i)) || (r.Is(i, Cue::kOr) && !JoinsPlaces(r, i) && !(cord >= 0 && (IsBrainWord(r, i - 1) || IsSpine(r, i - 1))) && !JoinsTherapies(r, i) && (AnticonvulsantsBehind(r, i) < 0 || !BehindOffSteroids(r, i)));
  for (int i = first; i <= last; ++i) {
    if (r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kWho, Cue::kNot, Cue::kOngoing}) || (r.WordIs(i, "but") && r.IsAny(i + 1, {Cue::kRequiredSteroids, Cue::kSymptomatic, Cue::kProgressed}))) r.Use(i);
  }
  const bool contrary = mood == Mood::kRequires && DropContraryNeed(r, &qualities);
  int good = 0;
  for (const BrainQuality& q : qualities) good += q.good ? 1 : 0;
  bool mostly_good = good > 0 && good * 2 >= static_cast<int>(qualities.size());
  // "NSCLC with irradiated, progressing metastases" asks for them.
  if (mood == Mood::kRequires && !brain.empty() && !alternatives && !HasCue(r, clause.begin, clause.end, {Cue::kMust, Cue::kMustNot, Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kIf, Cue::kPermitted})) mostly_good = mostly_good && std::none_of(qualities.begin(), qualities.end(), [&](const BrainQuality& q) { return q.leaf.progressing.value_or(false) && q.item + 1 == brain.front(); });

  auto leaf_of = [&](BrainLeaf::Site site, const std::vector<BrainQuality>& list) {
    std::vector<Expression> parts;
    if (list.empty()) {
      BrainLeaf leaf;
      leaf.site = site;
      if (largest_mm && count && alternatives) {
        // "More than 4 metastases, or any larger than 30 mm".
        BrainLeaf size = leaf, number = leaf;
        size.largest_mm = largest_mm;
        number.count = count;
        return Expression::Any({Expression::OfLeaf(number, r.SpanOf(first, last), "brain.number"), Expression::OfLeaf(size, r.SpanOf(first, last), "brain.size")});
      }
      leaf.largest_mm = largest_mm;
      leaf.count = count;
      // "CNS progression".
      if (site == BrainLeaf::Site::kBrain && std::any_of(brain.begin(), brain.end(), [&r](int i) { return r.WordContains(i, {"progression"}); })) leaf.progressing = true;
      if (dose) leaf.steroid_prednisone_mg_per_day = dose->bounds;
      return Expression::OfLeaf(leaf, r.SpanOf(first, last), largest_mm || count ? "brain.size" : "brain.any");
    }
    if (mostly_good && alternatives) {
      if (auto states = EitherTreatedOrNot(r, site, list, stable_for, r.SpanOf(first, last))) return *std::move(states);
    }
    const bool or_size = mood == Mood::kProhibits && sizes.first > list.back().item && OrBefore(r, list.back().item, sizes);
    bool join_any = (alternatives && !mostly_good) || or_size;
    // "symptomatic metastases that are unstable or need more steroids": the adjective before "that" holds for each behind it.
    int who = -1;
    for (int i = first; i <= last; ++i) if (r.Is(i, Cue::kWho) || (r.Is(i, Cue::kOngoing) && r.WordStarts(i, {"requir", "need"}) && r.Is(i - 1, Cue::kCnsMetastasis))) who = i;
    BrainLeaf common;
    bool has_common = false;
    std::vector<BrainQuality> rest;
    for (const BrainQuality& q : list) {
      if (who >= 0 && q.item < who && join_any) {
        // "Symptomatic metastases, or CNS disease that needs more steroids": of the first alone.
        bool or_near = std::count_if(brain.begin(), brain.end(), [&](int noun) { return noun > q.item && noun < who; }) > 1;
        for (int i = std::max(first, q.item - 2); i <= std::min(last, q.item + 2); ++i) or_near = or_near || r.Is(i, Cue::kOr);
        if (!or_near) {
          MergeBrain(&common, q.leaf);
          has_common = true;
          continue;
        }
      }
      rest.push_back(q);
    }
    if (has_common && rest.empty()) rest = list;
    if (mostly_good && alternatives) {
      // "asymptomatic or stable after treatment": either will do; with "and" among them all are asked.
      int ors = 0, ands = 0;
      for (int i = list.front().item; i <= list.back().item; ++i) {
        ors += r.Is(i, Cue::kOr) ? 1 : 0;
        ands += r.Is(i, Cue::kAnd) ? 1 : 0;
      }
      join_any = ors > 0 && ands == 0;
    }
    join_any = join_any || std::any_of(list.begin(), list.end(), [&](const BrainQuality& q) { return IsTreatedOrNew(r, q); });
    BrainLeaf all;
    all.site = site;
    all.largest_mm = largest_mm;
    all.count = count;
    if (dose) all.steroid_prednisone_mg_per_day = dose->bounds;
    std::optional<BrainLeaf> pending;
    const BrainQuality* unclear = nullptr;
    bool any_bad = std::any_of(rest.begin(), rest.end(), [](const BrainQuality& q) { return !q.good; });
    for (const BrainQuality& q : rest) {
      BrainLeaf one = q.leaf;
      if (has_common) MergeBrain(&one, common);
      one.site = site;
      if (one.stable && *one.stable && stable_for) one.stable_for = stable_for;
      if (one.treated.value_or(false) && treated_within) one.since_treatment.within = treated_within;
      // "asymptomatic disease that needs more steroids": the good word limits the bad one behind it and forbids nothing alone.
      const bool either_way = IsTreatedOrNew(r, q);
      if (join_any && q.good && any_bad && !either_way) {
        if (!pending) pending = one;
        else MergeBrain(&*pending, one);
        continue;
      }
      if (pending) {
        BrainLeaf limited = *pending;
        MergeBrain(&limited, one);
        one = limited;
        pending.reset();
      }
      // "Untreated and symptomatic, or on steroids": two of one state.
      if (join_any && JoinsStates(r, q.item, rest)) {
        pending = one;
        continue;
      }
      if (join_any) {
        Expression part = Expression::OfLeaf(one, r.SpanOf(std::min(q.item, first), last), "brain.state");
        if (q.unclear) part = Expression::All({std::move(part), RestOfUnclear(q, site, r.SpanOf(q.item, q.item))});
        parts.push_back(std::move(part));
      }
      if (q.unclear && (unclear == nullptr || unclear->shorter)) unclear = &q;
      MergeBrain(&all, one);
    }
    if (join_any && site == BrainLeaf::Site::kBrain && list.back().leaf.on_steroids.value_or(false)) AddAnticonvulsants(r, {list.back().item + 1, last + 1}, &parts);
    if (join_any) return Expression::Any(WithSizes(r, list.back().item, sizes, site, r.SpanOf(first, last), std::move(parts)));
    if (mood == Mood::kRequires && all.progressing.value_or(false) && !all.treated && FollowsLocalTherapy(r, clause, last)) all.treated = true;
    Expression state = Expression::OfLeaf(all, r.SpanOf(first, last), "brain.state");
    if (site == BrainLeaf::Site::kBrain) state = WithoutAnticonvulsants(r, {first, last + 3}, std::move(state));
    return unclear != nullptr ? Expression::All({std::move(state), RestOfUnclear(*unclear, site, r.SpanOf(first, last))}) : state;
  };

  auto nearest = [&](const BrainQuality& q) {
    // The first noun to the right of an adjective; to the left for a clause that follows ("... who are symptomatic").
    int best = -1;
    for (int i : brain) if (i > q.item && (best < 0 || i < best)) best = i;
    for (int i : lepto) if (i > q.item && (best < 0 || i < best)) best = i;
    // "Treated metastases that are progressive, or leptomeningeal disease": of what stands before "that".
    int left = -1, who = -1;
    for (int i : brain) if (i < q.item) left = std::max(left, i);
    for (int i : lepto) if (i < q.item) left = std::max(left, i);
    for (int i = left + 1; left >= 0 && i < q.item; ++i) {
      if (r.Is(i, Cue::kWho)) who = i;
      if (r.IsAny(i, {Cue::kOr, Cue::kAnd})) who = -1;
    }
    // "Brain metastases with symptoms, or leptomeningeal disease".
    const bool tail = left >= 0 && q.item == left + 1 && r.WordStarts(q.item, {"with "});
    if (best >= 0 && left >= 0 && (who > left || tail || IsInBracketBehind(r, left, q.item))) return left;
    return best;
  };
  std::vector<BrainQuality> for_brain, for_lepto;
  for (const BrainQuality& q : qualities) {
    if (!lepto.empty() && IsOfCordAlone(r, q.item, lepto.front())) continue;
    int noun = nearest(q);
    bool to_brain = noun < 0 || std::find(brain.begin(), brain.end(), noun) != brain.end();
    bool to_lepto = noun < 0 || std::find(lepto.begin(), lepto.end(), noun) != lepto.end();
    // "symptomatic uncontrolled brain or leptomeningeal metastases" with the bare word "brain" shares one noun.
    if (noun >= 0 && IsBrainWord(r, noun)) to_lepto = true;
    if (to_brain) for_brain.push_back(q);
    if (to_lepto) for_lepto.push_back(q);
  }
  // "Brain metastases or symptomatic CNS involvement", forbidden: the first in whatever state.
  const int other = mood == Mood::kProhibits && brain.size() > 1 ? FindCue(r, brain.front(), brain.back(), {Cue::kOr}) : -1;
  const auto of_second = [&](const BrainQuality& q) { return q.item > other && q.item < brain.back(); };
  if (other > 0 && std::all_of(qualities.begin(), qualities.end(), of_second) && !HasCue(r, brain.front(), brain.back(), {Cue::kWho, Cue::kWith})) for_brain.clear();
  auto push = [&](Expression expression, bool negated) {
    atoms.push_back({.expression = std::move(expression), .topic = Topic::kCns, .first = first, .last = last, .negated = negated});
  };
  int noun = brain.empty() ? lepto.front() : brain.front();
  bool denied = DeniedBefore(r, clause, noun);
  if (denied) {
    bool only_adjective = true;
    for (int k = clause.begin; k < noun; ++k) {
      if (r.Is(k, Cue::kNo) || r.Is(k, Cue::kWithout) || (r.Is(k, Cue::kNot) && !r.at(k).used)) only_adjective = false;
    }
    if (only_adjective) denied = false;
  }
  // "No prior or concurrent brain metastases".
  const int no_prior = FindCue(r, std::max(clause.begin, noun - 4), noun, {Cue::kNaive});
  if (no_prior >= 0 && r.WordStarts(no_prior, {"no prior", "no previous"})) denied = true;
  // "No brain metastases, or treated ones that are stable": who has none passes, who has some must be so.
  bool good_behind = std::any_of(qualities.begin(), qualities.end(), [&](const BrainQuality& q) { return q.good && q.item > noun; });
  if (denied && mood == Mood::kRequires && good_behind && alternatives) {
    denied = false;
    mostly_good = true;
  }
  // "No concurrent treatment for the brain metastases": what of them is denied was not read.
  const bool denies_other = denied && mood == Mood::kRequires && qualities.empty() && DeniesOtherThan(r, clause, noun);
  // "No more than 5 brain metastases" asks nobody to have some.
  const bool limits = mood == Mood::kRequires && ((count && !count->low) || (dose && dose->bounds.high) || (!at_least_one && LimitsSize(r, clause, noun, sizes)));
  if (limits) mostly_good = true;
  bool wants_cns = mood == Mood::kRequires && !mostly_good;
  std::vector<Expression> sites;
  // "Brain metastases combined with meningeal metastases", "brain metastases who have leptomeningeal disease": both.
  const bool combined = mood == Mood::kProhibits && !brain.empty() && !lepto.empty() && lepto.back() > brain.back() &&
                        (r.WordContains(lepto.back() - 1, {"combined"}) || (r.IsAny(lepto.back() - 1, {Cue::kWho, Cue::kWith}) && brain.back() == lepto.back() - 2));
  const int kind = mood == Mood::kProhibits || denied ? KindOfMetastasisBefore(r, clause, noun) : -1;
  if (!brain.empty()) {
    Expression state = leaf_of(BrainLeaf::Site::kBrain, for_brain);
    if (mood == Mood::kRequires && mostly_good && !denied) {
      // "Brain metastases must be treated and stable": for those who have some.
      BrainLeaf any = AskedOf(r, clause, noun, limits && good == 0, &state);
      state = Expression::When(Expression::OfLeaf(any, r.SpanOf(first, last), "brain.any"), std::move(state));
    }
    if (contrary) state = Expression::All(std::move(state), Expression::Opaque(r.SpanOf(first, last)));
    if (kind >= 0 && !brain.empty()) state = Expression::All(std::move(state), Expression::Opaque(r.SpanOf(kind, kind)));
    sites.push_back(std::move(state));
  }
  if (cord >= 0 && (mood == Mood::kProhibits || denied)) sites.push_back(InSpine(r, cord, for_brain.empty() ? Which::kAny : Which::kSome));
  if (!lepto.empty()) {
    Expression state = leaf_of(BrainLeaf::Site::kLeptomeningeal, for_lepto);
    if (mood == Mood::kRequires && mostly_good && !denied) {
      BrainLeaf any;
      any.site = BrainLeaf::Site::kLeptomeningeal;
      state = Expression::When(Expression::OfLeaf(any, r.SpanOf(first, last), "brain.any"), std::move(state));
    }
    sites.push_back(std::move(state));
  }
  if (combined && lepto.front() < brain.front()) sites.erase(sites.begin());
  else if (combined) sites = {Expression::All(std::move(sites))};
  if (denies_other) {
    denied = false;
    for (Expression& site : sites) site = Expression::When(std::move(site), Expression::Opaque(r.SpanOf(first, last)));
  }
  if (mood == Mood::kProhibits) LimitToSome(r, clause, noun, !brain.empty() && qualities.empty() ? brain.back() + 1 : -1, sites);
  bool both_wanted = mood == Mood::kRequires && (denies_other || (!wants_cns && !denied));
  push(both_wanted ? Expression::All(std::move(sites)) : Expression::Any(std::move(sites)), denied);
  for (int i : brain) r.Use(i);
  for (int i : lepto) r.Use(i);
}

}  // namespace trialmatch::rules
