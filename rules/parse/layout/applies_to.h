#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_APPLIES_TO_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_APPLIES_TO_H_

#include <optional>

#include "rules/parse/layout/scope.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// For whom a rule holds, or, of drugs that it does not apply to, what is permitted.
struct HoldsFor {
  Expression whom;
  bool permitted = false;
  bool of_last = false;  // only of the sentence before
};

// "This exclusion applies only to patients with asthma", "this criterion does not apply to cohort B": for whom what stands before
// in the item holds; opaque where that was not read, always for "also applies to". Marks the sentence; nullopt for any other.
std::optional<HoldsFor> ReadWhomItHoldsFor(Reading& reading, Clause sentence);

// "This criterion does not apply to Arm B", "This requirement applies only to cohorts 1 and 2" at the end of an item.
struct PartsItHoldsFor {
  ScopeLabel parts;
  bool denied = false;
  int begin = 0;   // of the sentence
};

// nullopt where the item ends with no such sentence, or it tells more.
std::optional<PartsItHoldsFor> ReadPartsItHoldsFor(const Reading& reading, Clause item);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_APPLIES_TO_H_
