#ifndef TRIALMATCH_RULES_PARSE_RESTATED_VALUES_H_
#define TRIALMATCH_RULES_PARSE_RESTATED_VALUES_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// In brackets right behind what was read: its unit again ("> 30 Gray (Gy)", "160 mmHg [mm Hg]"), or its bound
// in another unit ("at least 50 kg (110 pounds)"). Marks the words as asides.
void MarkRestatedValues(Reading& reading, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RESTATED_VALUES_H_
