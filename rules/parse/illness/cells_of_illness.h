#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_CELLS_OF_ILLNESS_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_CELLS_OF_ILLNESS_H_

#include <optional>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Stable on antiretroviral therapy, have a CD4 count >= 200/uL, and have an undetectable viral
// load": how the illnesses of `has` must be, when a count of CD4 cells stands among it; nullopt
// when the words of the clause say anything else.
std::optional<Expression> HowIllnessAndCellsAre(Reading& reading, Clause clause,
                                                const Expression& has);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_CELLS_OF_ILLNESS_H_
