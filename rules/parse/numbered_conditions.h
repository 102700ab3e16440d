#ifndef TRIALMATCH_RULES_PARSE_NUMBERED_CONDITIONS_H_
#define TRIALMATCH_RULES_PARSE_NUMBERED_CONDITIONS_H_

#include <vector>

#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Patients with brain metastases are not eligible if 1) any of them is larger than 2 cm 2) they take steroids and 3) ...", among the
// exclusions: each of what is numbered excludes those people. False, and nothing is read, of other sentences.
bool ReadNumberedConditions(Reading& reading, Clause sentence, std::vector<Statement>* out);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_NUMBERED_CONDITIONS_H_
