#ifndef TRIALMATCH_RULES_PARSE_ASKED_AMOUNTS_H_
#define TRIALMATCH_RULES_PARSE_ASKED_AMOUNTS_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "A smoking history of at least 20 pack-years", "< 10 pack-years": how much was smoked, which
// nobody has who never smoked.
void ReadSmokedAmount(Reading& reading, Clause clause, Atoms& atoms);

// "Tumor size <= 5 cm", "lesions must be at least 3 cm in diameter", and nothing else: how large a
// tumour may be, which no profile tells.
void ReadTumourSize(Reading& reading, Clause clause, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ASKED_AMOUNTS_H_
