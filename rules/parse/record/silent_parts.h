#ifndef TRIALMATCH_RULES_PARSE_RECORD_SILENT_PARTS_H_
#define TRIALMATCH_RULES_PARSE_RECORD_SILENT_PARTS_H_

#include "rules/criterion.h"

namespace trialmatch::rules {

// "Participants in Part 1 should meet the criteria listed for one of the cohorts in Part 2": a part
// of which nothing else is told sends its patients to the others, and is no alternative to them.
void JoinPartsThatReferToOthers(TrialCriteria* out);

// "No prior PD-1 inhibitor (only for cohorts 1 and 2)", where no part lists whom it takes: which
// part would take the patient is not told, and the rule is shown to everybody, open for whom it
// names. Asked when the ways in are known.
void ShowRulesOfSilentParts(TrialCriteria* out);

// "ANC >= 1.0 (monotherapy cohorts only)", where whom the study takes stands below other parts
// alone: such a part tells a limit of a laboratory value, and is no way in.
void CloseDoorsOfValues(TrialCriteria* out);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_SILENT_PARTS_H_
