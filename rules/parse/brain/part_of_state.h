#ifndef TRIALMATCH_RULES_PARSE_BRAIN_PART_OF_STATE_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_PART_OF_STATE_H_

#include <optional>

#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Treated, asymptomatic, and with a waiver of the sponsor": a clause that tells how brain
// metastases named before it must be, of which some words were not read. All of it is asked, so who
// fails what was read fails the whole. nullopt where a word may join two ways or turn what stands
// beside it, or where `of`, what was named, is more than metastases.
std::optional<Expression> ReadPartOfBrainState(Reading& reading, Clause clause,
                                               const Expression& of);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_PART_OF_STATE_H_
