#ifndef TRIALMATCH_RULES_PARSE_RECORD_ALLOWED_METASTASES_H_
#define TRIALMATCH_RULES_PARSE_RECORD_ALLOWED_METASTASES_H_

#include "rules/criterion.h"

namespace trialmatch::rules {

// "Treated brain metastases are allowed", and in another inclusion "untreated asymptomatic ones are allowed": who has metastases must have them in one
// of these states. Beside an allowance that is not understood, others may come as well, and that is left open.
void JoinAllowedMetastases(TrialCriteria* criteria);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_ALLOWED_METASTASES_H_
