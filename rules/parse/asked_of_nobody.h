#ifndef TRIALMATCH_RULES_PARSE_ASKED_OF_NOBODY_H_
#define TRIALMATCH_RULES_PARSE_ASKED_OF_NOBODY_H_

#include "rules/criterion.h"

namespace trialmatch::rules {

// Nobody is asked to take steroids for the brain: "must be at a stable dose" asks that the dose does not rise, and a demand for
// steroids alone was not understood. Nor to have a creatinine or liver values above the limit: that was a condition whose words
// were not read. What is forbidden ("who require steroids") stays as it is.
void GiveUpAskedOfNobody(Expression* criterion);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ASKED_OF_NOBODY_H_
