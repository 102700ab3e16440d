#ifndef TRIALMATCH_RULES_PARSE_CONDITION_AT_H_
#define TRIALMATCH_RULES_PARSE_CONDITION_AT_H_

#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// The item at which the condition ("if ...", "provided that ...") of the whole sentence begins, or its end.
int ConditionAt(const Reading& reading, Clause sentence, Section section, Mood mood);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_CONDITION_AT_H_
