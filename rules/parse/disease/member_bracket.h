#ifndef TRIALMATCH_RULES_PARSE_DISEASE_MEMBER_BRACKET_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_MEMBER_BRACKET_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "One of these: NSCLC, breast cancer (HER2-negative, that has progressed on a CDK4/6 inhibitor), or
// platinum-resistant ovarian cancer": what is said of the therapies of one tumour is asked of nobody
// who has another. Such words are passed over; false when there are none.
bool PassOverTherapyOfMember(Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_MEMBER_BRACKET_H_
