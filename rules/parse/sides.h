#ifndef TRIALMATCH_RULES_PARSE_SIDES_H_
#define TRIALMATCH_RULES_PARSE_SIDES_H_

#include "rules/parse/mood.h"
#include "rules/parse/part.h"

namespace trialmatch::rules {

// An exception from `main` or a condition of it: of brain metastases, the state they must be in; else as any part. "If they are treated,
// or they are without symptoms" is two ways, each read by itself.
Part ReadSide(Reading& reading, Mood mood, const Part& main, Clause clause);

// "Pneumonitis, except that caused by radiotherapy": the excepted illness in its own words, which nobody has who never had the therapy.
void AskTherapyOfCause(const Reading& reading, Clause exception, Expression* excepted);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_SIDES_H_
