#ifndef TRIALMATCH_RULES_PARSE_IF_ANY_H_
#define TRIALMATCH_RULES_PARSE_IF_ANY_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Prior chemotherapy, *if given*, must have ended", "steroids (*if any*) at a stable dose": a demand on what there was asks the same without these
// words. Passes over them in [begin, end).
void PassOverIfAny(Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_IF_ANY_H_
