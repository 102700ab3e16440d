#ifndef TRIALMATCH_RULES_PARSE_LOST_LINES_H_
#define TRIALMATCH_RULES_PARSE_LOST_LINES_H_

#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Chemotherapy within 14 days before the first dose Prior treatment with an antibody within 28 days
// Major surgery within 4 weeks": therapies each with a time of its own, run together without a mark.
// Cut before each.
Clauses SplitLostLines(const Reading& reading, const Clauses& sentences);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LOST_LINES_H_
