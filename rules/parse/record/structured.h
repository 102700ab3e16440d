#ifndef TRIALMATCH_RULES_PARSE_RECORD_STRUCTURED_H_
#define TRIALMATCH_RULES_PARSE_RECORD_STRUCTURED_H_

#include "fetch/study.h"
#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Criteria from the record's other fields: S.age_min, S.age_max, S.sex, S.healthy_volunteers, and S.conditions when no criterion of the text that was
// understood is about disease.
void ReadStructuredFields(const Grammar& grammar, const fetch::Study& study, TrialCriteria* out);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_STRUCTURED_H_
