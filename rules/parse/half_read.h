#ifndef TRIALMATCH_RULES_PARSE_HALF_READ_H_
#define TRIALMATCH_RULES_PARSE_HALF_READ_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// Statements from `from` on, read from the sentence, of which the words say more than was read: "received, or refused, platinum" is no
// demand for platinum, "who have not been stable, or who need steroids" not both. What the words leave open is then not understood.
void OpenHalfRead(const Reading& reading, Clause sentence, Section section, size_t from, std::vector<Statement>* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_HALF_READ_H_
