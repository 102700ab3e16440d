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

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_OFFERED_THERAPY_H_
