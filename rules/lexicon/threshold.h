#ifndef TRIALMATCH_RULES_LEXICON_THRESHOLD_H_
#define TRIALMATCH_RULES_LEXICON_THRESHOLD_H_

#include <optional>
#include <string_view>

#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// The value of a row of threshold.tsv, in its unit; nullopt: no such row.
std::optional<double> Threshold(const Lexicon& lexicon, std::string_view id);

// Mg of prednisone that do what 1 mg of the steroid does (steroid_potency.tsv); nullopt: no such row.
std::optional<double> PrednisonePerMg(const Lexicon& lexicon, std::string_view drug);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_LEXICON_THRESHOLD_H_
