#ifndef TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_QUALIFIERS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_QUALIFIERS_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// What a forbidden therapy was for and which of its kind it is: "no chemotherapy for renal cancer", "a platinum as
// first-line treatment", "a third-generation TKI", "radiation of the whole pelvis", "chemotherapy as a radiosensitizer".
// Who had another of the kind is not excluded by it.
void QualifyTherapies(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_QUALIFIERS_H_
