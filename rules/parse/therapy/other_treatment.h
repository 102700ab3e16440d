#ifndef TRIALMATCH_RULES_PARSE_THERAPY_OTHER_TREATMENT_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_OTHER_TREATMENT_H_

#include "rules/parse/domains.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Chemotherapy within the past 6 months, or a plan that includes chemotherapy" where it is asked for: the "or" before
// what lies ahead, or -1.
int OrPlanned(const Reading& reading, Clause clause, Mood mood);

// "Received intervening therapy or previous treatment with X" where it is forbidden, the first with a word of its own
// that no table knows: the "or" before the other, or -1.
int OrOtherTreatment(const Reading& reading, Clause clause, Mood mood);

// "Chemotherapy other than palliative radiation": the exception is of no therapy that stands before it, and is where
// the words end; else the end of the clause.
int EndBeforeIdleException(const Reading& reading, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_OTHER_TREATMENT_H_
