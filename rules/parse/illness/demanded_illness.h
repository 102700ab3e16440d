#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_DEMANDED_ILLNESS_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_DEMANDED_ILLNESS_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Participants must have a known HIV infection, and ...": the illness of the items first..last is asked of
// everybody, where an illness among the demands is else one of those who happen to have it.
bool IsDemandedOfAll(const Reading& reading, Clause clause, int first, int last);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_DEMANDED_ILLNESS_H_
