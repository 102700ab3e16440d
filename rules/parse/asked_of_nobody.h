#ifndef TRIALMATCH_RULES_PARSE_ASKED_OF_NOBODY_H_
#define TRIALMATCH_RULES_PARSE_ASKED_OF_NOBODY_H_

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// Nobody is asked to take steroids for the brain: "must be at a stable dose" asks that the dose does not rise, and a demand for
// steroids alone was not understood. Nor to have a value above the limit where that is bad: that was a condition whose words
// were not read. What is forbidden ("who require steroids") stays as it is.
void GiveUpAskedOfNobody(const Lexicon& lexicon, Expression* criterion);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ASKED_OF_NOBODY_H_
