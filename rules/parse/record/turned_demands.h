#ifndef TRIALMATCH_RULES_PARSE_RECORD_TURNED_DEMANDS_H_
#define TRIALMATCH_RULES_PARSE_RECORD_TURNED_DEMANDS_H_

#include "fetch/study.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// What would shut a study for nearly everybody, and is a slip of the text or of the reading: it is then not understood, and excludes nobody.
// - "ANC < 1.5 x 10^9/L" among the inclusions, "platelets >= 100 x 10^9/L" among the exclusions, in a text that speaks of no illness of the blood,
//   the kidney, the liver or the heart which the study could be about: two such values at least, or one that is asked for on both sides;
// - an inclusion that stands, word for word, among the exclusions too;
// - metastases of the brain that are asked for behind "except".
void GiveUpTurnedDemands(const fetch::Study& study, const Lexicon& lexicon, TrialCriteria* criteria);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_TURNED_DEMANDS_H_
