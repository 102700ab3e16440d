#ifndef TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_TOXICITY_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_TOXICITY_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "A PD-1 inhibitor discontinued for toxicity", "stopped for an immune-related event", "with grade 3 toxicity": "complications of prior
// radiotherapy", "manifestations of a previous checkpoint inhibitor": forbidden to who bore it ill, and not to whoever had it.
void KeepToxicity(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_TOXICITY_H_
