#ifndef TRIALMATCH_RULES_PARSE_THERAPY_MISSED_RESPONSE_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_MISSED_RESPONSE_H_

#include <optional>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Not achieving a pCR after neoadjuvant chemotherapy": what is denied is how complete the response
// was, which no profile tells. The words before the therapy are set aside, so that it is not denied
// itself; their span, or nullopt.
std::optional<base::Span> SetAsideMissedResponse(Reading& reading, Clause clause);

// The response of `missed`, which is not understood, belongs to the first therapy behind it.
void BindMissedResponse(base::Span missed, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_MISSED_RESPONSE_H_
