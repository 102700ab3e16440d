#ifndef TRIALMATCH_RULES_PARSE_RECORD_OTHER_FIELDS_H_
#define TRIALMATCH_RULES_PARSE_RECORD_OTHER_FIELDS_H_

#include "fetch/study.h"
#include "rules/criterion.h"

namespace trialmatch::rules {

// Of smokers, of people with a nodule or who are screened: nobody is asked to have a cancer.
bool IsOfPeopleAtRisk(const fetch::Study& study, const TrialCriteria& criteria);

// "No malignancy within 5 years" shuts out other cancers than the one under study. A study of hay fever has none under
// study: where neither its titles, conditions and keywords nor what it asks for name any cancer, the patient's own
// cancer is forbidden as well. So it is in a study of people at risk.
void ForbidOwnCancer(const fetch::Study& study, TrialCriteria* criteria);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_OTHER_FIELDS_H_
