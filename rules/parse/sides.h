#ifndef TRIALMATCH_RULES_PARSE_SIDES_H_
#define TRIALMATCH_RULES_PARSE_SIDES_H_

#include "rules/parse/mood.h"
#include "rules/parse/part.h"

namespace trialmatch::rules {

// An exception from `main` or a condition of it: of brain metastases, the state they must be in; else as any part. "If they are treated,
// or they are without symptoms" is two ways, each read by itself.
Part ReadSide(Reading& reading, Mood mood, const Part& main, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_SIDES_H_
