#ifndef TRIALMATCH_MATCHER_PATIENT_PROFILE_CHECKS_H_
#define TRIALMATCH_MATCHER_PATIENT_PROFILE_CHECKS_H_

#include <vector>

#include "base/diagnostic.h"
#include "matcher/patient/patient.h"
#include "matcher/patient/profile_json.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// What cannot be, though every value alone is allowed. Dates are intervals: only what is impossible
// for every day they may mean is an error.
// Errors: an end before its start; still ongoing, yet ended before `as_of`; outcome "ongoing", yet
// said to be over; born after `as_of`; an age more than a year off the birth date; any date before
// the birth; "no brain metastases" with a number or size of them; a lower limit above its upper.
// Notes: a date after `as_of` (planned, or `as_of` is old); a last dose after the end; a lab outside
// the plausible range of lab.tsv or in a unit that cannot be converted; sections that contradict
// each other without being impossible; no `as_of`.
void CheckProfile(const Patient& patient, const rules::Lexicon& lexicon,
                  std::vector<ProfileError>& errors, base::Diagnostics& notes);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_PROFILE_CHECKS_H_
