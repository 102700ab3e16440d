#ifndef TRIALMATCH_MATCHER_EVALUATE_WINDOW_H_
#define TRIALMATCH_MATCHER_EVALUATE_WINDOW_H_

#include <optional>
#include <string>
#include <string_view>
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

// How long a drug stays in the body, where a window counts half-lives.
struct HalfLife {
  std::optional<double> hours;  // nullopt: no table has it
  // Of any drug: so many half-lives are over after so many days (threshold.tsv).
  double usual = 0;
  int usual_over_days = 0;
  bool exists = true;  // false: an operation, a radiation
};

// Of a row of drug.tsv that was verified; without hours for any other id.
HalfLife HalfLifeOf(const rules::Lexicon& lexicon, std::string_view drug_id);
// Of an illness or of what stands for several treatments, in a window about it.
HalfLife UnknownHalfLife(const rules::Lexicon& lexicon, const rules::Window& window);

// Whether the event lies in the window as seen from `day`. Day N itself is outside `within N`,
// inside `at_least N` and `no_more_than N`. An event whose days straddle a bound is unknown. With
// half-lives: "shorter" is over as soon as the days (or the half-lives) are over, "longer" needs
// both, and a half-life that nobody knows leaves open what only it would decide, until the usual
// number of them is over. Where there is none, the days alone count.
WindowOutcome EvaluateWindow(const rules::Window& window, const EventDays& event,
                             const HalfLife& half_life, base::Day day, Words words = Words::kTold);

// "26 days ago", "15 to 45 days ago", "at an unknown time".
std::string DescribeElapsed(const EventDays& event, base::Day day);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_WINDOW_H_
