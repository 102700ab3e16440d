#ifndef TRIALMATCH_RULES_PARSE_MARKERS_ASSAY_H_
#define TRIALMATCH_RULES_PARSE_MARKERS_ASSAY_H_

#include "rules/parse/domains.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Wild-type EGFR as assessed by an assay that includes exon 19 deletion and L858R": what the assay
// finds is asked of nobody. Sets it aside.
void PassOverAssay(Reading& reading, Clause clause);

// "ALK fusion detected only by IHC", forbidden: of whom it was found so is not told.
void LimitToAssay(const Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKERS_ASSAY_H_
