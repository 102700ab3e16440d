#ifndef TRIALMATCH_MATCHER_EVALUATE_WINDOW_H_
#define TRIALMATCH_MATCHER_EVALUATE_WINDOW_H_

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/truth.h"
#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// The days on which something may have happened. An absent end is not known.
struct EventDays {
  std::optional<base::Day> first;
  std::optional<base::Day> last;

  static EventDays Of(base::Day day) { return {day, day}; }
  // A date of the profile; what has happened cannot lie after `decided_on`.
  static EventDays Past(const std::optional<base::PartialDate>& date, base::Day decided_on);
  bool known() const { return first && last; }
};

struct WindowOutcome {
  base::Truth truth = base::Truth::kMet;
  std::string because;                    // "26 days ago; 28 days needed"
  std::vector<base::Day> breakpoints;     // after `day`
  bool wants_date = false;                // unknown, and a (more exact) date would decide
};

// Whether the event lies in the window as seen from `day`. Day N itself is outside `within N`, inside `at_least N` and `no_more_than N`.
// An event whose days straddle a bound is unknown. With half-lives: "shorter" is over as soon as the days (or the half-lives) are over,
// "longer" needs both, and a half-life that nobody knows leaves open what only it would decide, for a year.
WindowOutcome EvaluateWindow(const rules::Window& window, const EventDays& event, std::optional<double> half_life_hours, base::Day day,
                             Words words = Words::kTold);

// "26 days ago", "15 to 45 days ago", "at an unknown time".
std::string DescribeElapsed(const EventDays& event, base::Day day);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_WINDOW_H_
