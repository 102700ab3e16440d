#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_NEGATIVE_OR_POSITIVE_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_NEGATIVE_OR_POSITIVE_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "HBsAg negative, or HBsAg positive with HBV DNA below 100 IU/mL", "must not have autoimmune disease, or must have been off drugs for it": among what
// is asked for, who has the illness may come as the second half says. False where the sentence is none of the kind.
bool ReadNegativeOrPositive(Reading& reading, Clause sentence, std::vector<Statement>* out);

// "HBsAg negative. If HBsAg positive, HBV DNA must be < 500 IU/mL": the second sentence lets in whom the first shuts out.
void LetInIfPositive(std::vector<Statement>* statements);

// "Peripheral neuropathy. Grade 1 neuropathy is allowed": that grade and no higher one.
void LimitPermittedGrade(const Reading& reading, Clause sentence, Statement* permission);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_NEGATIVE_OR_POSITIVE_H_
