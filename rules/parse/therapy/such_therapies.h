#ifndef TRIALMATCH_RULES_PARSE_THERAPY_SUCH_THERAPIES_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_SUCH_THERAPIES_H_

#include "rules/parse/part.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Those with an alteration for which targeted therapy is approved must have received *such therapies*": what is asked of them, into `what`;
// nothing where the clause names anything else.
void ReadSuchTherapies(Reading& reading, Clause clause, Part* what);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_SUCH_THERAPIES_H_
