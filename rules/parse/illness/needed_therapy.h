#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_NEEDED_THERAPY_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_NEEDED_THERAPY_H_

#include <optional>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/illness/illness.h"

namespace trialmatch::rules {

// "Autoimmune disease that requires steroids (> 10 mg a day) or immunosuppressants": the therapies
// that the one illness needs, of which the doses were read. They are taken from `atoms`, and from
// what is said of the illness; who has it and none of them is not meant. nullopt elsewhere.
std::optional<Expression> TakeNeededTherapies(const Reading& reading, Clause clause, Atoms* atoms,
                                              std::vector<Illness>* illnesses);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_NEEDED_THERAPY_H_
