#ifndef TRIALMATCH_RULES_PARSE_DOUBTFUL_DEMAND_H_
#define TRIALMATCH_RULES_PARSE_DOUBTFUL_DEMAND_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// Turns demands that the words around them do not carry into what was not understood: "no more than 3
// fractions of radiotherapy", "prior to each cycle of X", "CNS disease" that a therapy was given for, a
// heading that ends with a colon. A demand that nobody made would exclude everybody who does not fit. The
// same for therapies that are forbidden in a way that was not read ("recent surgery").
// Of the statements from `from` on, which were read from the sentence.
void GiveUpDoubtfulDemands(const Reading& reading, Clause sentence, Section section, size_t from, std::vector<Statement>* all);

// What is forbidden where `e` is: of "if A then B" both must hold for it, and nobody is excluded for not
// being A.
void ForbidConditionTogether(Expression& e);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DOUBTFUL_DEMAND_H_
