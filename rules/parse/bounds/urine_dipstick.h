#ifndef TRIALMATCH_RULES_PARSE_BOUNDS_URINE_DIPSTICK_H_
#define TRIALMATCH_RULES_PARSE_BOUNDS_URINE_DIPSTICK_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Urine protein <= 2+ or < 1 g/24 h", "urine protein >= ++", "> 1+ proteinuria": what a dipstick
// shows, and the amount in a day that the text allows or forbids beside it.
void ReadUrineDipstick(Reading& reading, Clause clause, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BOUNDS_URINE_DIPSTICK_H_
