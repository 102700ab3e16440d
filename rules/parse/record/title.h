#ifndef TRIALMATCH_RULES_PARSE_RECORD_TITLE_H_
#define TRIALMATCH_RULES_PARSE_RECORD_TITLE_H_

#include "fetch/study.h"
#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// S.title: some records tell only in the title whom the study is for, "first-line treatment of
// participants with EGFR-mutated NSCLC". What it says of an alteration is asked where no inclusion
// that was understood is about the gene or a relative of it; of earlier therapies, where no
// criterion is about them.
void ReadTitle(const Grammar& grammar, const fetch::Study& study, TrialCriteria* out);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_TITLE_H_
