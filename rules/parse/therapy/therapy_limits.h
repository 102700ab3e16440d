#ifndef TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_LIMITS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_LIMITS_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "A PD-1 inhibitor ± chemotherapy", "warfarin that cannot be stopped before surgery": what may have been given
// beside it and what only tells when is asked of nobody, and goes. Before the treatments are read.
void SetAsideOptionalTherapy(Reading& reading, Clause clause);

// What the words around a therapy take from it, once all domains have read the clause: "warfarin that cannot be
// stopped", "chemotherapy for another cancer", "no chemotherapy for melanoma patients", "on a stable dose for 4
// weeks", "recurrent or progressive disease after a platinum".
void LimitTherapies(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_LIMITS_H_
