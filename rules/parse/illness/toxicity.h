#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_TOXICITY_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_TOXICITY_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Toxicity of earlier treatment above grade 1, except alopecia": what comes from treatment is the site's to check, with the
// illnesses that stand in it. True when the clause says no more.
bool ReadToxicity(Reading& reading, Clause clause, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_TOXICITY_H_
