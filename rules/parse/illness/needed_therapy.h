#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_NEEDED_THERAPY_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_NEEDED_THERAPY_H_

#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/illness/illness.h"

namespace trialmatch::rules {

// "Autoimmune disease that requires steroids (> 10 mg a day) or immunosuppressants": the item that
// tells what the one illness needs, where the therapies behind it were read with their doses; or -1.
int FindNeededTherapies(const Reading& reading, Clause clause, const Atoms& atoms,
                        const std::vector<Illness>& illnesses);

// Takes the therapies from behind `need` out of `atoms`, and the need from what is said of the
// illness; who has it and none of them is not meant.
Expression TakeNeededTherapies(int need, Atoms* atoms, Illness* illness);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_NEEDED_THERAPY_H_
