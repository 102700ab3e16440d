#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_CAUSE_OF_ILLNESS_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_CAUSE_OF_ILLNESS_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Pneumonitis due to a PD-1 inhibitor", forbidden: of who had one. An illness that is one of a list of several kinds stays as it is,
// since the cause may be that of the last alone.
void BindCauses(const Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_CAUSE_OF_ILLNESS_H_
