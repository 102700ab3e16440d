#include "matcher/verdict.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace trialmatch::matcher {
namespace {

using base::Day;
using base::Truth;
using rules::Criterion;
using rules::Topic;

constexpr int kHorizonMonths = 12;

Truth At(const Timeline& timeline, Day day) {
  Truth truth = timeline.front().second;
  for (const auto& [from, value] : timeline) {
    if (from > day) break;
    truth = value;
  }
  return truth;
}

// The plain way: every criterion is evaluated by itself, once and only when some way in holds it.
class Evaluations : public CriterionStates {
 public:
  Evaluations(const DecisionQuestion& question, const Evaluator& evaluate)
      : question_(question),
        evaluate_(evaluate),
        today_(question.criteria.criteria.size()),
        timelines_(2 * question.criteria.criteria.size()) {}

  ExpressionOutcome& Outcome(int criterion) {
    std::optional<ExpressionOutcome>& slot = today_[criterion];
    if (!slot)
      slot =
          evaluate_(question_.criteria.criteria[criterion].expression, question_.decided_on, false);
    return *slot;
  }
  Truth Today(int criterion) override { return Outcome(criterion).truth; }
  bool Worry(int criterion) override { return Outcome(criterion).worry; }
  const std::vector<std::string>& NeedsStop(int criterion) override {
    return Outcome(criterion).needs_stop;
  }

  const Timeline& Over(int criterion, Drugs drugs) override {
    const bool stopped = drugs == Drugs::kStopped;
    Timeline& timeline = timelines_[2 * criterion + (stopped ? 1 : 0)];
    if (!timeline.empty()) return timeline;
    const rules::Expression& expression = question_.criteria.criteria[criterion].expression;
    std::optional<ExpressionOutcome> first;
    if (stopped) first = evaluate_(expression, question_.decided_on, true);
    const ExpressionOutcome& now = stopped ? *first : Outcome(criterion);
    timeline = MakeTimeline(question_.decided_on, now.truth, now.breakpoints, [&](Day day) {
      return evaluate_(expression, day, stopped).truth;
    });
    return timeline;
  }

 private:
  const DecisionQuestion& question_;
  const Evaluator& evaluate_;
  std::vector<std::optional<ExpressionOutcome>> today_;
  std::vector<Timeline> timelines_;  // two a criterion: drugs as they are, drugs stopped
};

std::optional<Day> FirstDayNotFailing(const Timeline& timeline) {
  for (const auto& [day, truth] : timeline) {
    if (truth != Truth::kNotMet) return day;
  }
  return std::nullopt;
}

std::optional<Day> FirstDayFailing(const Timeline& timeline, Day after) {
  for (const auto& [day, truth] : timeline) {
    if (day > after && truth == Truth::kNotMet) return day;
  }
  return std::nullopt;
}

// A window that fails from a day on ends on the day before.
std::optional<Day> LastDay(std::optional<Day> first_failing) {
  if (!first_failing) return std::nullopt;
  return *first_failing - 1;
}

class Decider {
 public:
  Decider(const DecisionQuestion& question, CriterionStates& states)
      : question_(question), states_(states) {}

  Choice Choose() {
    const std::vector<WayIn>& ways = question_.ways.ways;
    std::vector<WayOutcome> outcomes;
    Choice choice;
    for (const WayIn& way : ways) outcomes.push_back(DecideToday(way));
    // A later day of one way is asked for only when no other takes the patient today.
    const bool taken = std::any_of(outcomes.begin(), outcomes.end(), [](const WayOutcome& out) { return out.verdict <= Verdict::kPossible; });
    for (size_t i = 0; i < ways.size(); ++i) {
      if (!taken) FindLaterDay(ways[i], outcomes[i]);
      if (i > 0 && Better(outcomes[i], outcomes[choice.way])) choice.way = i;
    }
    for (size_t i = 0; i < ways.size(); ++i) {
      if (i != choice.way && outcomes[i].verdict <= Verdict::kPossible) choice.others.push_back(i);
    }
    choice.outcome = std::move(outcomes[choice.way]);
    choice.verdict =
        question_.ways.closed.empty() ? choice.outcome.verdict : Verdict::kExcluded;
    return choice;
  }

  void Tell(const Choice& choice, const Today& today, TrialResult& result) {
    const std::vector<WayIn>& ways = question_.ways.ways;
    const WayIn& way = ways[choice.way];
    for (const size_t other : choice.others) result.other_cohorts.push_back(NameOf(ways[other]));
    result.cohort = NameOf(way);
    result.verdict = choice.verdict;
    result.closed_cohorts = question_.ways.closed;
    if (choice.verdict != Verdict::kExcluded) {
      result.eligible_from = choice.outcome.eligible_from;
      const Day from = result.eligible_from.value_or(question_.decided_on);
      result.eligible_until = LastDay(Closes(way, choice.outcome, from));
    }
    TellCriteria(way, choice.outcome, today, result);
    if (result.verdict == Verdict::kPossible) result.text_gap = GapOf(way);
  }

 private:
  const Criterion& CriterionAt(int index) const { return question_.criteria.criteria[index]; }

  std::string NameOf(const WayIn& way) const {
    return way.cohort < 0 ? std::string() : question_.criteria.cohorts[way.cohort].name;
  }

  TextGap GapOf(const WayIn& way) const {
    const std::vector<Criterion>& all = question_.criteria.criteria;
    const bool text = std::any_of(all.begin(), all.end(), [](const Criterion& c) { return c.source == "eligibilityCriteria"; });
    if (!text) return TextGap::kNoText;
    if (MostlyUnread(question_.criteria)) return TextGap::kMostlyUnread;
    bool more = false, tumour = false;
    for (size_t i = 0; i < way.criteria.size(); ++i) {
      const Criterion& criterion = CriterionAt(way.criteria[i]);
      more = more || (way.decides[i] && MayAskMore(criterion));
      tumour = tumour || (way.decides[i] && TellsWhichTumour(criterion));
    }
    if (way.at_most_possible && !more) return TextGap::kPartNotDescribed;
    return tumour ? TextGap::kNone : TextGap::kTumourNotNamed;
  }

  static bool Better(const WayOutcome& a, const WayOutcome& b) {
    if (a.verdict != b.verdict) return a.verdict < b.verdict;
    if (a.verdict == Verdict::kLater) return *a.eligible_from < *b.eligible_from;
    if (a.verdict == Verdict::kExcluded) return a.failing.size() < b.failing.size();
    return false;
  }

  WayOutcome DecideToday(const WayIn& way) {
    WayOutcome out;
    for (size_t i = 0; i < way.criteria.size(); ++i) {
      if (way.decides[i] && states_.Today(way.criteria[i]) == Truth::kNotMet) {
        out.failing.push_back(way.criteria[i]);
      }
    }
    if (out.failing.empty()) {
      out.verdict = IsLikely(way) ? Verdict::kLikely : Verdict::kPossible;
      return out;
    }
    out.verdict = Verdict::kExcluded;
    return out;
  }

  bool IsLikely(const WayIn& way) {
    if (way.at_most_possible) return false;
    bool tumour_fits = false;
    for (size_t i = 0; i < way.criteria.size(); ++i) {
      if (!way.decides[i]) continue;
      const Criterion& criterion = CriterionAt(way.criteria[i]);
      if (states_.Today(way.criteria[i]) == Truth::kMet) {
        if (TellsWhichTumour(criterion)) tumour_fits = true;
        continue;
      }
      if (MustBeMetForLikely(criterion.topic) || states_.Worry(way.criteria[i])) return false;
    }
    return tumour_fits;
  }

  void FindLaterDay(const WayIn& way, WayOutcome& out) {
    out.eligible_from = FirstDayWithoutFailure(way, out);
    if (!out.eligible_from) FindDayWithStop(way, out);
    if (out.eligible_from) out.verdict = Verdict::kLater;
  }

  // Drugs are asked as stopped where a failing criterion wants that; everywhere when nothing else
  // is taken.
  void FindDayWithStop(const WayIn& way, WayOutcome& out) {
    for (int failing : out.failing) {
      if (!states_.NeedsStop(failing).empty()) out.with_stop = true;
    }
    if (!out.with_stop) return;
    out.eligible_from = FirstDayWithoutFailure(way, out);
    if (!out.eligible_from) out.with_stop = false;
  }

  std::set<std::string> Stops(const WayOutcome& out) {
    std::set<std::string> drugs;
    if (!out.with_stop) return drugs;
    for (int failing : out.failing) {
      const auto& names = states_.NeedsStop(failing);
      drugs.insert(names.begin(), names.end());
    }
    return drugs;
  }

  const Timeline& Over(int criterion, const WayOutcome& out, bool all_stop) {
    const bool stopped =
        out.with_stop && (all_stop || !states_.NeedsStop(criterion).empty());
    return states_.Over(criterion, stopped ? Drugs::kStopped : Drugs::kAsTheyAre);
  }
  bool AllStop(const WayOutcome& out) {
    return out.with_stop && static_cast<int>(Stops(out).size()) >= question_.ongoing_drugs;
  }

  std::optional<Day> FirstDayWithoutFailure(const WayIn& way, const WayOutcome& out) {
    const bool all_stop = AllStop(out);
    std::set<Day> days;
    for (int failing : out.failing) {
      const std::optional<Day> day = FirstDayNotFailing(Over(failing, out, all_stop));
      if (!day) return std::nullopt;
      days.insert(*day);
    }
    std::vector<const Timeline*> timelines;
    for (size_t i = 0; i < way.criteria.size(); ++i) {
      if (!way.decides[i]) continue;
      timelines.push_back(&Over(way.criteria[i], out, all_stop));
      for (const auto& [day, truth] : *timelines.back()) days.insert(day);
    }
    for (Day day : days) {
      bool fails = false;
      for (const Timeline* timeline : timelines) {
        if (At(*timeline, day) == Truth::kNotMet) fails = true;
      }
      if (!fails) return day;
    }
    return std::nullopt;
  }

  std::optional<Day> Closes(const WayIn& way, const WayOutcome& out, Day after) {
    const bool all_stop = AllStop(out);
    std::optional<Day> first;
    for (size_t i = 0; i < way.criteria.size(); ++i) {
      if (!way.decides[i]) continue;
      const std::optional<Day> day = FirstDayFailing(Over(way.criteria[i], out, all_stop), after);
      if (day && (!first || *day < *first)) first = day;
    }
    return first;
  }

  void TellCriteria(const WayIn& way, const WayOutcome& out, const Today& today_of, TrialResult& result) {
    const bool all_stop = AllStop(out);
    std::set<std::string> stops;
    for (size_t i = 0; i < way.criteria.size(); ++i) {
      const int index = way.criteria[i];
      ExpressionOutcome today = today_of(index);
      const int place = static_cast<int>(result.results.size());
      result.results.push_back({.criterion = &CriterionAt(index), .truth = today.truth});
      CriterionResult& told = result.results.back();
      if (!way.decides[i]) {
        ++result.checked_at_site;
        told.decides = false;
      } else {
        TellTime(index, out, all_stop, today, told);
        if (today.truth == Truth::kNotMet) {
          result.blocking.push_back(place);
          stops.insert(told.needs_stop.begin(), told.needs_stop.end());
        }
        if (today.truth == Truth::kMet && MayAskMore(CriterionAt(index))) result.read_in_part.push_back(place);
        if (today.truth == Truth::kUnknown) {
          const bool wants_fact =
              std::any_of(today.reasons.begin(), today.reasons.end(),
                          [](const Reason& reason) { return !reason.needs.empty(); });
          (today.has_opaque && !wants_fact ? result.not_understood : result.unknown)
              .push_back(place);
        }
      }
      told.reasons = std::move(today.reasons);
    }
    if (result.verdict == Verdict::kLater) result.needs_stop.assign(stops.begin(), stops.end());
    std::stable_sort(result.blocking.begin(), result.blocking.end(), [&](int a, int b) {
      return Decisiveness(result.results[a].criterion->topic) <
             Decisiveness(result.results[b].criterion->topic);
    });
  }

  void TellTime(int index, const WayOutcome& out, bool all_stop, const ExpressionOutcome& today,
                CriterionResult& told) {
    if (today.truth != Truth::kNotMet) {
      told.closes_on = LastDay(FirstDayFailing(Over(index, out, all_stop), question_.decided_on));
      return;
    }
    told.lifts_on = FirstDayNotFailing(states_.Over(index, Drugs::kAsTheyAre));
    const bool stop_helps = !today.needs_stop.empty() && (out.with_stop || !told.lifts_on);
    if (!stop_helps) return;
    const std::optional<Day> day = FirstDayNotFailing(states_.Over(index, Drugs::kStopped));
    if (!day || (told.lifts_on && *told.lifts_on <= *day)) return;
    told.lifts_on = day;
    told.needs_stop = today.needs_stop;
  }

  const DecisionQuestion& question_;
  CriterionStates& states_;
};

}  // namespace

int Decisiveness(Topic topic) {
  static constexpr Topic kOrder[] = {
      Topic::kDisease,       Topic::kBiomarker,    Topic::kPriorTherapy,
      Topic::kLineOfTherapy, Topic::kStageSetting, Topic::kCns,
      Topic::kAgeSex,        Topic::kPerformance,  Topic::kReproductive,
      Topic::kComorbidity,   Topic::kLab,          Topic::kConcomitantMedication,
      Topic::kWashout,       Topic::kMeasurable,   Topic::kOther,
      Topic::kLogistics};
  return static_cast<int>(std::find(std::begin(kOrder), std::end(kOrder), topic) -
                          std::begin(kOrder));
}

bool MustBeMetForLikely(Topic topic) {
  switch (topic) {
    case Topic::kLab:
    case Topic::kComorbidity:
    case Topic::kConcomitantMedication:
    case Topic::kReproductive:
    case Topic::kLogistics:
    case Topic::kOther:
      return false;
    default:
      return true;  // washout and measurable too: screening does not settle what already happened
  }
}

namespace {

// "Metastatic solid tumors for which no standard therapy exists": a tumour that is asked for, whatever else is.
bool AsksForTumour(const rules::Expression& e) {
  if (e.kind == rules::Expression::Kind::kAll) return std::any_of(e.children.begin(), e.children.end(), AsksForTumour);
  if (e.kind != rules::Expression::Kind::kLeaf) return false;
  const auto* one_of = std::get_if<rules::OneOfLeaf>(e.leaf.get());
  return one_of != nullptr && one_of->attribute == rules::OneOfLeaf::Attribute::kDisease;
}

}  // namespace

bool TellsWhichTumour(const Criterion& criterion) {
  const bool about_tumour =
      criterion.topic == Topic::kDisease || criterion.topic == Topic::kBiomarker || AsksForTumour(criterion.expression);
  return about_tumour && criterion.source == "eligibilityCriteria" &&
         criterion.expression.kind != rules::Expression::Kind::kAlways;
}

Day Horizon(Day decided_on) { return base::AddMonths(decided_on, kHorizonMonths); }

Timeline MakeTimeline(Day decided_on, Truth today, const std::vector<Day>& breakpoints,
                      const std::function<Truth(Day)>& at) {
  const Day horizon = Horizon(decided_on);
  Timeline timeline = {{decided_on, today}};
  for (const Day day : breakpoints) {
    if (day > decided_on && day <= horizon) timeline.emplace_back(day, at(day));
  }
  return timeline;
}

Choice Choose(const DecisionQuestion& question, CriterionStates& states) {
  return Decider(question, states).Choose();
}

void Tell(const DecisionQuestion& question, const Choice& choice, CriterionStates& states, const Today& today,
          TrialResult& result) {
  Decider(question, states).Tell(choice, today, result);
}

void Decide(const DecisionQuestion& question, const Evaluator& evaluate, TrialResult& result) {
  Evaluations evaluations(question, evaluate);
  const Choice choice = Choose(question, evaluations);
  Tell(question, choice, evaluations,
       [&](int criterion) { return evaluations.Outcome(criterion); }, result);
}

}  // namespace trialmatch::matcher
