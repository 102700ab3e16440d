#ifndef TRIALMATCH_RULES_PARSE_TREATMENT_WAYS_H_
#define TRIALMATCH_RULES_PARSE_TREATMENT_WAYS_H_

#include <cstddef>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "TKI-naive or previously treated with crizotinib only": two ways. The "or" between them, or -1.
int OrBetweenNaiveAndTreated(const Reading& reading, Clause clause, Mood mood);

// "... or treated with chemotherapy and a PD-1 inhibitor": the atoms from `first` on, all of them together,
// become one.
void MakeOneWay(size_t first, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_TREATMENT_WAYS_H_
