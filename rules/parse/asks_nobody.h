#ifndef TRIALMATCH_RULES_PARSE_ASKS_NOBODY_H_
#define TRIALMATCH_RULES_PARSE_ASKS_NOBODY_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Enrollment of never smokers is limited to 20 % of participants", "patients who relapse within 6 months of adjuvant therapy are considered to
// have received one line", "patients without brain metastases need an MRI", "brain metastases are not counted": a sentence that names patients, or
// what they have, and asks for none of it.
bool AsksNobody(const Reading& reading, Clause sentence);

// "1 to 5 metastases, brain metastases not counted": the comma or the bracket before what is not counted, or -1.
int TailNotCounted(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ASKS_NOBODY_H_
