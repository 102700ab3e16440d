#ifndef TRIALMATCH_RULES_PARSE_THERAPY_NAMED_TIMES_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_NAMED_TIMES_H_

#include <vector>

#include "rules/parse/therapy/treatment_windows.h"

namespace trialmatch::rules {

// "Use of oral fluorouracil or small molecules within 2 weeks or 5 half-lives, whichever is shorter; use of mitomycin within 6 weeks",
// the inside [begin, end) of brackets behind a time for all: the therapies first, then the time of each. Empty when a part says
// anything else.
std::vector<BracketedWindow> NamedTimesIn(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_NAMED_TIMES_H_
