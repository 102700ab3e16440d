#ifndef TRIALMATCH_RULES_PARSE_BOUND_STATUS_H_
#define TRIALMATCH_RULES_PARSE_BOUND_STATUS_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Age 70 or older, or age 18 to 69 with ECOG 2": the status is of the age before the "with", where another age stands beside it.
void BindStatusToAge(const Reading& reading, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BOUND_STATUS_H_
