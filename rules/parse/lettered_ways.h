#ifndef TRIALMATCH_RULES_PARSE_LETTERED_WAYS_H_
#define TRIALMATCH_RULES_PARSE_LETTERED_WAYS_H_

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "(a) crizotinib, then alectinib or (b) lorlatinib": one sentence holds several ways, each behind its letter or number.
bool HoldsLetteredWays(const Reading& reading, Clause sentence);

// Such a demand, where what was read asks for several things together: which of them belong to one way was not read.
void LeaveWaysOpen(Statement* statement);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LETTERED_WAYS_H_
