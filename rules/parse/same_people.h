#ifndef TRIALMATCH_RULES_PARSE_SAME_PEOPLE_H_
#define TRIALMATCH_RULES_PARSE_SAME_PEOPLE_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// What one sentence of an inclusion says of the people of those before it. `from` is the first of its statements in `all`.

// "Patients with HIV are eligible. *They* must have ...", "platinum is required unless ALK-positive. *In that case* ...": asked of those named before.
void HoldForThoseNamed(const Reading& reading, Clause sentence, size_t from, std::vector<Statement>* all);

// "ALK-positive patients: alectinib. *All others*: platinum", "...; *otherwise* ...": asked of who is none of those named before.
void HoldForAllOthers(const Reading& reading, Clause sentence, size_t from, std::vector<Statement>* all);

// "Prior platinum is required. Patients with an ALK fusion *are exempt*": the demand before it is not made of them.
void SpareWhoIsExempt(const Reading& reading, Clause sentence, size_t from, std::vector<Statement>* all);

// "Stage IV NSCLC. *Or* stage III ...", "prior crizotinib. *Alternatively*, ...": one more way to what the sentence before asks for.
void JoinOtherWay(const Reading& reading, Clause sentence, size_t from, std::vector<Statement>* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_SAME_PEOPLE_H_
