#ifndef TRIALMATCH_RULES_PARSE_RECORD_ONE_SEX_H_
#define TRIALMATCH_RULES_PARSE_RECORD_ONE_SEX_H_

#include <string_view>

#include "rules/criterion.h"

namespace trialmatch::rules {

// "Female patients 18 years or older" asks for the sex too, when the whole `text` of the study never speaks of the other one; the registry's own
// field often says "all" there. Adds the sex to what such an inclusion asks.
void AskForOneSex(std::string_view text, TrialCriteria* criteria);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_ONE_SEX_H_
