#include "matcher/evaluate/window.h"

#include <algorithm>
#include <cmath>

#include "base/quantity.h"
#include "rules/lexicon/threshold.h"

namespace trialmatch::matcher {

using base::Day;
using base::Duration;
using base::Truth;
using rules::Window;

namespace {

// When an interval that starts with the event is over: on a day of [first, last]. An absent end is not known.
struct Over {
  std::optional<Day> first;
  std::optional<Day> last;
  bool lacks_half_life = false;
};

int HalfLifeDays(double half_lives, double half_life_hours) {
  return static_cast<int>(std::ceil(half_lives * half_life_hours / 24.0));
}

// Half-lives alone stand beside a duration of nothing.
bool HalfLivesAlone(const Window& window, const std::optional<Duration>& days) { return window.half_lives && (!days || days->count == 0); }

Over OverAfter(const Window& window, const std::optional<Duration>& days, const EventDays& event,
               const HalfLife& half_life) {
  const bool alone = HalfLivesAlone(window, days);
  const auto by_days = [&](const std::optional<Day>& start) -> std::optional<Day> {
    if (!start || !days) return std::nullopt;
    return days->After(*start);
  };
  if (!window.half_lives || (!half_life.exists && !alone))
    return {by_days(event.first), by_days(event.last), false};
  if (!half_life.hours) {
    const bool usual = *window.half_lives <= half_life.usual;
    const std::optional<Day> surely =
        usual && event.last ? std::optional(*event.last + half_life.usual_over_days) : std::nullopt;
    if (alone) return {event.first, surely, true};
    // No half-life is over on the day of the last dose.
    const std::optional<Day> soonest = event.first ? std::optional(*event.first + 1) : std::nullopt;
    const std::optional<Day> days_over = by_days(event.last);
    // Shorter: somewhere between the event and the days. Longer: the days at the earliest.
    if (window.which == Window::Which::kShorter) return {soonest, days_over, true};
    return {by_days(event.first), surely && days_over ? std::optional(std::max(*surely, *days_over)) : std::nullopt, true};
  }
  const int length = HalfLifeDays(*window.half_lives, *half_life.hours);
  const auto over = [&](const std::optional<Day>& start) -> std::optional<Day> {
    if (!start) return std::nullopt;
    if (alone) return *start + length;
    const Day a = days->After(*start), b = *start + length;
    return window.which == Window::Which::kLonger ? std::max(a, b) : std::min(a, b);
  };
  return {over(event.first), over(event.last), false};
}

// Met once the interval is over.
Truth IsOver(const Over& over, Day day) {
  if (over.last && day >= *over.last) return Truth::kMet;
  if (over.first && day < *over.first) return Truth::kNotMet;
  return Truth::kUnknown;
}

std::string DescribeLength(const Window& window, const std::optional<Duration>& days,
                           const HalfLife& half_life) {
  std::string out = days ? days->ToString() : "";
  if (!window.half_lives || (!half_life.exists && !HalfLivesAlone(window, days))) return out;
  const std::string half_lives = base::FormatNumber(*window.half_lives) + " half-lives";
  if (HalfLivesAlone(window, days)) return half_lives;
  return out + " or " + half_lives + (window.which == Window::Which::kLonger ? " (the longer)" : " (the shorter)");
}

void AddBreakpoint(std::vector<Day>& days, const std::optional<Day>& at, Day after) {
  if (at && *at > after) days.push_back(*at);
}

}  // namespace

EventDays EventDays::Past(const std::optional<base::PartialDate>& date, Day decided_on) {
  if (!date) return {};
  EventDays event{date->first(), date->last()};
  if (*event.first <= decided_on) event.last = std::min(*event.last, decided_on);
  return event;
}

HalfLife HalfLifeOf(const rules::Lexicon& lexicon, std::string_view drug_id) {
  HalfLife out;
  const rules::Entry* drug = lexicon.Find(rules::TermKind::kDrug, drug_id);
  if (drug != nullptr && drug->verified()) out.hours = drug->GetNumber("half_life_h");
  out.usual = rules::Threshold(lexicon, "usual_half_lives").value_or(0);
  const bool chemotherapy = drug != nullptr && lexicon.DrugIsA(drug->id, "chemotherapy");
  const char* over = chemotherapy ? "chemotherapy_half_lives_over" : "usual_half_lives_over";
  out.usual_over_days = static_cast<int>(rules::Threshold(lexicon, over).value_or(0));
  return out;
}

HalfLife UnknownHalfLife(const rules::Lexicon& lexicon, const Window& window) {
  return window.half_lives ? HalfLifeOf(lexicon, "") : HalfLife();
}

std::string DescribeElapsed(const EventDays& event, Day day) {
  if (!event.known()) return "at an unknown time";
  const int most = day - *event.first, least = day - *event.last;
  if (most != least) return std::to_string(least) + " to " + std::to_string(most) + " days ago";
  if (most == 0) return "today";
  return most == 1 ? "1 day ago" : std::to_string(most) + " days ago";
}

WindowOutcome EvaluateWindow(const Window& window, const EventDays& event,
                             const HalfLife& half_life, Day day, Words words) {
  WindowOutcome outcome;
  const bool told = words == Words::kTold;
  if (told) outcome.because = DescribeElapsed(event, day);
  bool lacks_half_life = false;

  const auto demand = [&](const std::optional<Duration>& length, bool must_be_over) {
    const Over over = OverAfter(window, length, event, half_life);
    const Truth is_over = IsOver(over, day);
    outcome.truth = base::And(outcome.truth, must_be_over ? is_over : base::Not(is_over));
    if (told)
      outcome.because += "; " + DescribeLength(window, length, half_life) +
                         (is_over == Truth::kMet ? " are over" : " needed");
    AddBreakpoint(outcome.breakpoints, over.first, day);
    AddBreakpoint(outcome.breakpoints, over.last, day);
    lacks_half_life = lacks_half_life || (is_over == Truth::kUnknown && over.lacks_half_life);
  };
  const bool bare = window.half_lives && !window.at_least && !window.within && !window.no_more_than;
  if (window.at_least || bare) demand(window.at_least, true);
  if (window.within) demand(window.within, false);

  if (window.no_more_than) {
    Truth closed = Truth::kUnknown;
    const std::optional<Day> first = event.first ? std::optional(window.no_more_than->After(*event.first) + 1) : std::nullopt;
    const std::optional<Day> last = event.last ? std::optional(window.no_more_than->After(*event.last) + 1) : std::nullopt;
    if (last && day >= *last) closed = Truth::kMet;
    if (first && day < *first) closed = Truth::kNotMet;
    outcome.truth = base::And(outcome.truth, base::Not(closed));
    if (told) outcome.because += "; no more than " + window.no_more_than->ToString() + " allowed";
    AddBreakpoint(outcome.breakpoints, first, day);
    AddBreakpoint(outcome.breakpoints, last, day);
  }
  if (told && lacks_half_life && outcome.truth == Truth::kUnknown) outcome.because += " (its half-life is not in the tables)";
  const bool exact = event.known() && *event.first == *event.last;
  outcome.wants_date = outcome.truth == Truth::kUnknown && !exact;
  return outcome;
}

}  // namespace trialmatch::matcher
