#ifndef TRIALMATCH_RULES_PARSE_THERAPY_UNSETTLED_WASHOUT_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_UNSETTLED_WASHOUT_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// What a forbidden therapy with its time leaves open, in the atoms that the clause was read as:
// "within 2 to 6 weeks": less than the shorter time is too soon; between the two it hangs on what
// is not told; asked for, of an operation or radiation, it was between the two; "any therapy with a
// half-life below 1 week within 30 days": no other of so wide a kind.
void LeaveWashoutsOpen(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_UNSETTLED_WASHOUT_H_
