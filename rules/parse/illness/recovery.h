#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_RECOVERY_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_RECOVERY_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Persistent toxicities", "persisting grade 2 or higher toxicity": of the therapies before.
bool IsPersistentToxicity(const Reading& r, Clause sentence, int i);

// "Has not recovered from adverse events (grade 2 endocrinopathy or less)": recovery from earlier
// toxicity. "Pneumonitis, or unresolved toxicity" speaks of an illness before it.
bool SpeaksOfRecovery(const Reading& r, Clause sentence);

// "..., or who have not recovered from adverse events due to agents given earlier": a second ground, which the site judges. Where its "or"
// stands behind a first one, up to the end of the sentence; or -1.
int UnrecoveredAt(const Reading& reading, Clause sentence);

// "Inadequate washout from prior anticancer therapy", "adequate washout period": how long that is, the sentence does not tell.
bool SpeaksOfWashoutAlone(const Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_RECOVERY_H_
