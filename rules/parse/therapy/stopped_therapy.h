#ifndef TRIALMATCH_RULES_PARSE_THERAPY_STOPPED_THERAPY_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_STOPPED_THERAPY_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Discontinued alectinib because of pneumonitis": of whom did not tolerate it, and for that reason, which no profile tells.
void BindReasonOfStop(const Reading& reading, Clause clause, Mood mood, Atoms& atoms);

// "Stopped osimertinib for toxicity rather than progression", "discontinued due to intolerance without progression": the progression is what did not
// happen.
bool StoppedForToxicityOnly(const Reading& reading, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_STOPPED_THERAPY_H_
