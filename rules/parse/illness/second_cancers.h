#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_SECOND_CANCERS_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_SECOND_CANCERS_H_

#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Another malignancy within 5 years. Participants with basal cell carcinoma of the skin or
// carcinoma in situ that was cured are not excluded": the cancers that the last of the statements
// lets in, read as second cancers. What is said of them beside the names and was not read stands in
// its own words.
void ReadPermittedSecondCancers(Reading& reading, Clause sentence,
                                std::vector<Statement>* statements);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_SECOND_CANCERS_H_
