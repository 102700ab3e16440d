#ifndef TRIALMATCH_RULES_PARSE_THERAPY_NAMED_THERAPY_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_NAMED_THERAPY_H_

#include <string>

#include "rules/parse/narrowed_denial.h"

namespace trialmatch::rules {

// Whether a demand is one of several ways ("<= 1.5 x ULN unless on X", "forbidden unless Y").
enum class Rank : uint8_t { kAlone, kOneOfWays };

// The leaf at `at`, which `rule` read and the statement asks for, is a therapy that the sentence names and
// asks nobody to have had: a point in time, a ceiling, a plan, an example, a rule of counting.
bool IsNamedOnly(const Reading& reading, Clause sentence, Section section, const Statement& statement, const TreatmentLeaf& leaf, const std::string& rule, LeafPlace at, Rank rank);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_NAMED_THERAPY_H_
