#ifndef TRIALMATCH_RULES_PARSE_RECORD_TITLE_H_
#define TRIALMATCH_RULES_PARSE_RECORD_TITLE_H_

#include "fetch/study.h"
#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// S.title: some records tell only in the title whom the study is for, "participants with
// EGFR-mutated NSCLC who have progressed on a prior EGFR TKI". What it says of an alteration is
// asked where the text names neither the gene nor a relative of it; of a therapy that failed, where
// no criterion is about earlier therapies.
void ReadTitle(const Grammar& grammar, const fetch::Study& study, TrialCriteria* out);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_TITLE_H_
