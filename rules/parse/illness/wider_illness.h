#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_WIDER_ILLNESS_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_WIDER_ILLNESS_H_

#include <string>
#include <vector>

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"
#include "rules/parse/illness/illness.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Heart conditions such as uncontrolled hypertension": of what any of `forbidden` forbids, a kind of illness that is told to
// count only when it is uncontrolled, severe or recent does not count by the wider name beside it.
void SpareQualifiedKinds(const Lexicon& lexicon, Expression* forbidden);

// "Any other disease, neurological or metabolic dysfunction": a name for whatever there may be, which the site weighs. `first`
// is the item of the first illness named.
bool FollowsAnyOtherDisease(const Reading& reading, Clause clause, int first);
bool NamesWhatever(const std::string& condition);

// "Medical Conditions": the heading of what follows.
bool IsOnlyHeading(const Reading& reading, Clause clause, const std::vector<Illness>& illnesses);

// "..., as there are no data in *HIV-positive patients*": why they are left out, at the illness at `i`.
bool IsReasonAt(const Reading& reading, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_WIDER_ILLNESS_H_
