#ifndef TRIALMATCH_RULES_PARSE_THERAPY_BUT_NOT_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_BUT_NOT_H_

#include <optional>

#include "rules/parse/domains.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Prior crizotinib but not other ALK inhibitors", "prior chemotherapy but not docetaxel": behind
// the therapy that is asked for, one that must not have been given.
struct ButNot {
  int at = 0;  // the words "but not"
  TreatmentLeaf never;
};

// Nullopt where something else stands behind the words.
std::optional<ButNot> FindButNot(const Reading& reading, Clause clause, Mood mood);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_BUT_NOT_H_
