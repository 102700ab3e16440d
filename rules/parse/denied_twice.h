#ifndef TRIALMATCH_RULES_PARSE_DENIED_TWICE_H_
#define TRIALMATCH_RULES_PARSE_DENIED_TWICE_H_

#include <optional>

#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Patients with brain metastases must not have any of the following:" over the exclusion "No
// progression for 14 days": the list denies what is denied already, and whether it says what must be
// or must not be is open for those whom the line above names. nullopt for any other item.
std::optional<Statement> ReadDeniedTwice(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DENIED_TWICE_H_
