#ifndef TRIALMATCH_RULES_PARSE_ASIDES_H_
#define TRIALMATCH_RULES_PARSE_ASIDES_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Marks as asides the items that constrain nobody, once all domains have read the clause:
// - the company of what the study site checks: "agree to use a *barrier method of* contraception
//   *for 6 months after the last dose*", "life expectancy *of at least 12 weeks*";
// - what a window is counted from: "within 4 weeks before *the first ABC-123 dose*";
// - the subject before a colon: "*Renal:* creatinine ...";
// - examples of what was read: "infections, including *cellulitis*", while they are plain words.
// What is read, denied, excepted or named by a clinical table is never an aside.
void MarkAsides(Reading& reading, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ASIDES_H_
