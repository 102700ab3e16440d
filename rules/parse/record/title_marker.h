#ifndef TRIALMATCH_RULES_PARSE_RECORD_TITLE_MARKER_H_
#define TRIALMATCH_RULES_PARSE_RECORD_TITLE_MARKER_H_

#include "fetch/study.h"
#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Some texts leave the marker to the title: "... in Participants With KRAS G12C-Mutant NSCLC". Adds
// S.title when no inclusion speaks of a gene, the study treats, and the title tells one alteration
// of the people it is done in.
void AskForMarkerOfTitle(const Grammar& grammar, const fetch::Study& study, TrialCriteria* out);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_TITLE_MARKER_H_
