#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_INTERVAL_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_INTERVAL_H_

#include <optional>

#include "base/date.h"
#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Completed at least 6 months before recurrence", "more than 4 weeks have elapsed since the last dose": how long ago a
// therapy must have ended, counted from the day of decision or from progression.
struct TherapyInterval {
  base::Duration at_least;
  Window::Anchor anchor = Window::Anchor::kEnrolment;
  bool to_enrolment = false;  // it must lie that long before enrolment as well
};
// Of a clause that says this and nothing else; marks nothing.
std::optional<TherapyInterval> ReadTherapyInterval(const Reading& reading, Clause clause);

// "Progression within 6 months after completion of chemotherapy": the window runs from the therapy to progression and not
// to the day of decision.
bool RunsToProgression(const Reading& reading, Clause clause, const WindowReading& window);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_INTERVAL_H_
