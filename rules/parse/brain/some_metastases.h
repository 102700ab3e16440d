#ifndef TRIALMATCH_RULES_PARSE_BRAIN_SOME_METASTASES_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_SOME_METASTASES_H_

#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Metastases that are forbidden, of which the words tell some alone: with what comes along, from item `behind` on (-1: not asked), or in
// a place that no leaf says, behind their noun.
void LimitToSome(const Reading& reading, Clause clause, int noun, int behind, std::vector<Expression>& sites);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_SOME_METASTASES_H_
