#ifndef TRIALMATCH_RULES_PARSE_PERMISSION_DEMAND_H_
#define TRIALMATCH_RULES_PARSE_PERMISSION_DEMAND_H_

#include <optional>

#include "rules/parse/part.h"

namespace trialmatch::rules {

// What a permission with a condition, in a list of demands, asks of who it is for, when both of its parts
// were read whole: "radiotherapy is allowed if completed 4 weeks before" asks for no radiotherapy within
// 4 weeks, "metastases may be there only if treated" for treatment of who has some.
std::optional<Expression> AskedByPermission(Reading& reading, Clause permitted, const Part& main, Clause condition, const Part& proviso);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_PERMISSION_DEMAND_H_
