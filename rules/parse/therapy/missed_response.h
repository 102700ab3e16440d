#ifndef TRIALMATCH_RULES_PARSE_THERAPY_MISSED_RESPONSE_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_MISSED_RESPONSE_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Not achieving a pCR after neoadjuvant chemotherapy": what is denied is how complete the response
// was, which no profile tells. The words before the therapy are set aside, so that it is not denied
// itself, and stand as an atom that is not understood.
void SetAsideMissedResponse(Reading& reading, Clause clause, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_MISSED_RESPONSE_H_
