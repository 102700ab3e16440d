#ifndef TRIALMATCH_RULES_PARSE_BRAIN_STEROIDS_ASKED_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_STEROIDS_ASKED_H_

#include "rules/criterion.h"

namespace trialmatch::rules {

// Nobody is asked to take steroids: "must be at a stable dose of steroids" asks that the dose does not rise, and a demand for
// steroids alone was not understood. What is forbidden ("who require steroids") stays as it is.
void AskNobodyForSteroids(Expression* criterion);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_STEROIDS_ASKED_H_
