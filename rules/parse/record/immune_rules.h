#ifndef TRIALMATCH_RULES_PARSE_RECORD_IMMUNE_RULES_H_
#define TRIALMATCH_RULES_PARSE_RECORD_IMMUNE_RULES_H_

#include <string_view>

#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Immunosuppressants within 14 days, except inhaled steroids, or prednisone up to 10 mg a day":
// where all that is let in is steroids, every other immunosuppressant stays forbidden, whatever
// steroids are taken beside it.
void ForbidImmunosuppressantsButSteroids(const Grammar& grammar, std::string_view text,
                                         TrialCriteria* criteria);

// "Immunodeficiency" beside a criterion that judges HIV by its name ("uncontrolled HIV"): HIV is
// judged there alone.
void LeaveHivToItsOwnRule(TrialCriteria* criteria);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_IMMUNE_RULES_H_
