#ifndef TRIALMATCH_RULES_PARSE_THERAPY_EXCEPTED_WASHOUT_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_EXCEPTED_WASHOUT_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Chemotherapy within 4 weeks, except mitomycin within 6 weeks": those that the second part, at item `second`, names have their own time
// alone. The atoms of the first are [from, behind), of the second those behind it; a list that goes on behind a semicolon names others.
void ExceptThoseOfOwnTime(Reading& reading, Clause clause, int second, size_t from, size_t behind, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_EXCEPTED_WASHOUT_H_
