#ifndef TRIALMATCH_RULES_PARSE_UNREAD_WAY_H_
#define TRIALMATCH_RULES_PARSE_UNREAD_WAY_H_

#include <vector>

#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Progressed on a platinum or, in the opinion of the investigator, unlikely to benefit from it": the second way is the investigator's.
// "Should not need steroids, or be on a stable dose": what stands behind the "or" is asked for, and not forbidden. "Creatinine
// clearance >= 60 (cisplatin) or >= 45 (carboplatin)": the bound is of one regimen. Of the last statement from `from` on it then stays open whom it
// lets in.
void LeaveUnreadWayOpen(const Reading& reading, Clause sentence, Section section, size_t from, std::vector<Statement>* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_UNREAD_WAY_H_
