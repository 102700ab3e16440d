#ifndef TRIALMATCH_RULES_PARSE_JOINED_SENTENCES_H_
#define TRIALMATCH_RULES_PARSE_JOINED_SENTENCES_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "A platinum within 6 months, or discontinuation of a TKI because of toxicity", "heart failure, or LVEF below 50% if previously
// treated with anthracyclines", among the exclusions: each by itself, with its own cause or condition.
Clauses SplitJoinedEvents(const Reading& reading, const Clauses& sentences);

// "ALK must be negative, squamous patients do not need testing", "stage IB to IIIA, T4 allowed only because of size": the permission behind
// the comma takes nothing from the demand.
Clauses SplitSplicedPermission(const Reading& reading, const Clauses& sentences);

// "Cohort 1 (ALK-positive, untreated); cohort 2 (crizotinib only)": whether sentence `k` is one of several cohorts; nobody is asked for all.
bool IsOneOfCohorts(const Reading& reading, const Clauses& sentences, size_t k);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_JOINED_SENTENCES_H_
