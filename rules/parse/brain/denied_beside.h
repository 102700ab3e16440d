#ifndef TRIALMATCH_RULES_PARSE_BRAIN_DENIED_BESIDE_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_DENIED_BESIDE_H_

#include <vector>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Brain metastases without leptomeningeal disease", asked for: the denial is of the leptomeninges at item `i` alone, not of the metastases at
// `brain` before it, and is an atom of its own; so in "those with brain metastases must be treated, and have no leptomeningeal disease", of which
// the clause holds the demand only: its first item is added to `brain`. False where it is no such denial.
bool DeniedBesideBrain(Reading& reading, Clause clause, int i, std::vector<int>* brain, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_DENIED_BESIDE_H_
