#ifndef TRIALMATCH_RULES_PARSE_BRAIN_LESIONS_IN_ORGAN_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_LESIONS_IN_ORGAN_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "More than three metastatic lesions in one organ", forbidden: the brain is one, and how many are
// in another was not read.
void ReadLesionsInOneOrgan(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_LESIONS_IN_ORGAN_H_
