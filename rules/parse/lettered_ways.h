#ifndef TRIALMATCH_RULES_PARSE_LETTERED_WAYS_H_
#define TRIALMATCH_RULES_PARSE_LETTERED_WAYS_H_

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "(a) crizotinib, then alectinib or (b) lorlatinib": one sentence holds several ways, each behind its letter or number.
bool HoldsLetteredWays(const Reading& reading, Clause sentence);

// "For (b): no prior chemotherapy": behind the letter of another item, whose people alone it speaks of; or -1.
int BehindLetterOfItem(const Reading& reading, Clause sentence);

// "Other ALK-positive solid tumors (not NSCLC)": tumours told by what they are not.
bool TakesOtherTumours(const Reading& reading, Clause sentence);

// A demand of several ways, where what was read asks for several things together: which of them belong to one way was not read.
void LeaveWaysOpen(Statement* statement);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LETTERED_WAYS_H_
