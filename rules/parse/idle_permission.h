#ifndef TRIALMATCH_RULES_PARSE_IDLE_PERMISSION_H_
#define TRIALMATCH_RULES_PARSE_IDLE_PERMISSION_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Measurable disease. Earlier radiotherapy of other lesions is allowed ...": a permission beside demands
// about something else takes nothing from them, whatever of it was read.
// `all`: the statements of the item so far, those of `sentence` from `from` on. Marks its words as read.
bool PassesOverIdlePermission(Reading& r, Clause sentence, const std::vector<Statement>& all, size_t from);

// "... and may have failed an immunotherapy before", behind what is asked for: takes nothing from it, unless it has a condition.
bool PermitsBesideDemand(const Reading& r, Clause sentence);

// "Active autoimmune disease. Patients with a prior history of autoimmune disease may be eligible": the last of the statements lets in who had
// once what is forbidden while it is active, and takes nothing from that.
bool PermitsPastOfActive(const Reading& r, Clause sentence, const std::vector<Statement>& all);

// "May continue LHRH agonists for cancer; bisphosphonates for bone disease": the list of what is allowed goes on in this sentence.
bool GoesOnPermitting(const Reading& r, Clause sentence);

// "Topical steroids are permitted in the absence of autoimmune disease": unless there is some. The item of the
// absence, or the end of the sentence.
int AbsenceAskedOfPermitted(const Reading& r, Clause sentence);

// "Must have had a platinum to be eligible": asked of everybody.
bool AskedToBeEligible(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_IDLE_PERMISSION_H_
