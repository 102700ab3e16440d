#ifndef TRIALMATCH_RULES_PARSE_OWN_CANCER_H_
#define TRIALMATCH_RULES_PARSE_OWN_CANCER_H_

#include "fetch/study.h"
#include "rules/criterion.h"

namespace trialmatch::rules {

// In a study that is not about cancer at all, "any malignancy within 5 years" among the exclusions means the cancer that a patient comes with: adds
// it to the malignancies that such criteria prohibit. Elsewhere they mean a second one (condition.tsv, other_malignancy) and stay as they are.
// `criteria`: without those made from the study's other fields.
void CountOwnCancer(const fetch::Study& study, TrialCriteria* criteria);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_OWN_CANCER_H_
