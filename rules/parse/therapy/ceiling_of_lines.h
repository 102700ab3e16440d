#ifndef TRIALMATCH_RULES_PARSE_THERAPY_CEILING_OF_LINES_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_CEILING_OF_LINES_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Sentences that permit earlier therapy, or seem to, and say how much of it at most.

// "No more than 3 lines of chemotherapy" in an exclusion list states what is asked for.
bool StartsWithCeilingOfLines(const Reading& reading, int begin, int end);

// "May have had up to 3 prior regimens", "prior chemotherapy is allowed, up to one line": a ceiling
// behind what is permitted. Of several, one for each tumour, none is of all.
bool CeilingOfLinesBehind(const Reading& reading, int begin, int permitted, int end);

// "1 or 2 prior regimens are allowed", "two prior regimens are allowed": no more than these.
bool CountOfLinesAllowed(const Reading& reading, int begin, int permitted);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_CEILING_OF_LINES_H_
