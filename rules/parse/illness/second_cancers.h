#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_SECOND_CANCERS_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_SECOND_CANCERS_H_

#include <vector>

#include "rules/parse/illness/illness.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Another malignancy within 5 years. Participants with basal cell carcinoma of the skin or
// carcinoma in situ that was cured are not excluded": the cancers that the last of the statements
// lets in, read as second cancers. What is said of them beside the names and was not read stands in
// its own words.
void ReadPermittedSecondCancers(Reading& reading, Clause sentence,
                                std::vector<Statement>* statements);

// "Another malignancy except if cured, except for basal cell carcinoma of the skin": the cancers
// named in `exception`, behind the `rule`; nothing where more is said of them than was read.
std::vector<Illness> ExceptedSecondCancers(const Reading& reading, base::Span rule,
                                           base::Span exception);

// "The time requirement does not apply to those with basal cell carcinoma of the skin", behind
// "another malignancy unless free of it for 3 years": pushes what it lets in, nothing where that is
// no second cancer. "These exceptions include basal cell carcinoma", only where second cancers are
// named. False for any other sentence.
bool ReadWaivedTime(Reading& reading, Clause sentence, std::vector<Statement>* statements);

// "The indication for this trial", "that under study", "the target malignancy to be investigated in
// this study": the last item of the words from `first` on, which name the cancer of the study
// itself; -1 for any others.
int EndOfCancerUnderStudy(const Reading& reading, int first, int end);

// "Unless a complete remission was achieved at least 2 years ago and ...": the time stands in the
// exception beside its words.
void TimeCuredCancer(const Reading& reading, Clause turn, Expression* exception);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_SECOND_CANCERS_H_
