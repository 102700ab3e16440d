#ifndef TRIALMATCH_RULES_PARSE_RECORD_MISPLACED_H_
#define TRIALMATCH_RULES_PARSE_RECORD_MISPLACED_H_

#include <vector>

#include "base/span.h"
#include "rules/criterion.h"

namespace trialmatch::rules {

// Some texts lost the heading of their exclusion list, or never had one: "Participant is pregnant", "Known history of HIV", "Received radiotherapy
// within 2 weeks" then stand among the inclusions. The items (Criterion::body) that nobody asks for, of a text without any exclusion and when they are
// three at least, for one alone may be what the study is about; of any text the washouts ("Use of immunosuppressants within 28 days"). Where they
// are six at least, the rest of the list behind the first of them as well, as far as no word asks for it.
std::vector<base::Span> MisplacedExclusions(const TrialCriteria& criteria);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_MISPLACED_H_
