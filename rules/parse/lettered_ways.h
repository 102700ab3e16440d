#ifndef TRIALMATCH_RULES_PARSE_LETTERED_WAYS_H_
#define TRIALMATCH_RULES_PARSE_LETTERED_WAYS_H_

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "(a) crizotinib, then alectinib or (b) lorlatinib": where the first of several ways starts, each behind its letter or number; or -1.
int LetteredWaysAt(const Reading& reading, Clause sentence);

// "For (b): no prior chemotherapy": behind the letter of another item, whose people alone it speaks of; or -1.
int BehindLetterOfItem(const Reading& reading, Clause sentence);

// "Other ALK-positive solid tumors (not NSCLC)": tumours told by what they are not.
bool TakesOtherTumours(const Reading& reading, Clause sentence);

// A demand of several ways from item `at` on, where what was read of them asks for several things together: which of them belong to one
// way was not read. What stands before them is asked for all the same.
void LeaveWaysOpen(const Reading& reading, int at, Statement* statement);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LETTERED_WAYS_H_
