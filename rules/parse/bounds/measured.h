#ifndef TRIALMATCH_RULES_PARSE_BOUNDS_MEASURED_H_
#define TRIALMATCH_RULES_PARSE_BOUNDS_MEASURED_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Marks as asides, before a sentence is read, what says how and when a lab, the age or the
// performance status is to be measured; the study site sees to that, the bound decides:
// - "obtained <= 14 days prior to registration", "(within 7 days of the first dose)";
// - "without transfusion or growth factor within 7 days", "(transfusions are allowed)": neither
//   such a remark nor its permission turns the sentence;
// - "as long as PT is within the therapeutic range of anticoagulants";
// - "at randomization:", "(see appendix 2)", "(inclusive)", letters and numerals of a list.
void MarkHowMeasured(Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BOUNDS_MEASURED_H_
