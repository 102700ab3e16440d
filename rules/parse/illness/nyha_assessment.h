#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_NYHA_ASSESSMENT_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_NYHA_ASSESSMENT_H_

#include <vector>

#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Patients with cardiac disease must have a risk assessment by the New York Heart Association
// classification. To be eligible, patients should be class 2B or better": the assessment is the
// site's, and the class behind it is asked of who has a failing heart. False for any other
// sentence.
bool ReadNyhaAssessment(Reading& reading, Clause sentence, std::vector<Statement>* statements);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_NYHA_ASSESSMENT_H_
