#ifndef TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_AS_SAID_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_AS_SAID_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Prior treatment with a chemokine receptor depleting antibody", where nothing of it is known: a therapy of
// which the text says this (`said`); only a person can tell whether one was it. Asked where no domain found
// anything, of what is forbidden or denied.
void ReadTherapyAsSaid(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_AS_SAID_H_
