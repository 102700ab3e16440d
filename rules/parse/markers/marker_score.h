#ifndef TRIALMATCH_RULES_PARSE_MARKERS_MARKER_SCORE_H_
#define TRIALMATCH_RULES_PARSE_MARKERS_MARKER_SCORE_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Combined positive score (CPS) < 1, as determined by PD-L1 IHC", "TPS >= 50 %": a score that only
// PD-L1 has, told before its gene or without it.
void ReadScoresBeforeGenes(Reading& reading, Clause clause, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKERS_MARKER_SCORE_H_
