#ifndef TRIALMATCH_RULES_PARSE_THERAPY_CUMULATIVE_DOSE_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_CUMULATIVE_DOSE_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Exposure to the following cumulative doses of anthracyclines": not whoever had one, which a person must weigh.
void KeepCumulativeDoses(Reading& reading, Clause clause, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_CUMULATIVE_DOSE_H_
