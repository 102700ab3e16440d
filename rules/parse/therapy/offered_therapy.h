#ifndef TRIALMATCH_RULES_PARSE_THERAPY_OFFERED_THERAPY_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_OFFERED_THERAPY_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Lines of therapy, which can include chemotherapy (if ...) and immunotherapy", "given in
// combination or sequentially": in what is asked for, words that ask nobody for anything. Passes
// over them.
void PassOverOfferedTherapy(Reading& reading, Clause clause);

// "These treatments may be administered concurrently or sequentially."
bool TellsHowGiven(const Reading& reading, Clause sentence);

// "Chemoradiotherapy (sequential or concurrent) for stage III disease": the end of the brackets at `i` that tell no more than how it was given, or -1.
int EndOfHowGiven(const Reading& reading, int i, int end);

// "All standard therapies for which the investigator deemed them an appropriate candidate": behind the therapy at item `therapy`.
bool IsLimitedByJudgement(const Reading& reading, Clause clause, int therapy);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_OFFERED_THERAPY_H_
