#ifndef TRIALMATCH_RULES_PARSE_ALTERNATIVES_H_
#define TRIALMATCH_RULES_PARSE_ALTERNATIVES_H_

#include <vector>

#include "rules/criterion.h"

namespace trialmatch::rules {

// The children of an "any of" as ways in, of which a condition that does not hold opens none: "creatinine within limits, or up to 2 mg/dL if the
// clearance is above 50" asks for both, and in a list of tumours "NSCLC and must have received a platinum" asks for NSCLC.
std::vector<Expression> AsAlternatives(std::vector<Expression> any);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ALTERNATIVES_H_
