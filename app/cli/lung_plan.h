#ifndef TRIALMATCH_APP_CLI_LUNG_PLAN_H_
#define TRIALMATCH_APP_CLI_LUNG_PLAN_H_

#include "fetch/ctgov/query.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::app {

// What `fetch` asks for by itself: everything that a person with ALK-positive lung cancer may join,
// and rather too much than too little. One part selects by disease (lung cancers, and tumours of any
// organ, which lung cancers are too), the other by ALK: in the eligibility, titles and keywords, or an
// ALK inhibitor of the drug table among the interventions. Every status that can still matter.
fetch::CrawlPlan LungPlan(const rules::Lexicon& lexicon);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_LUNG_PLAN_H_
