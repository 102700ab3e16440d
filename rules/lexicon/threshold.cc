#include "rules/lexicon/threshold.h"

namespace trialmatch::rules {

std::optional<double> Threshold(const Lexicon& lexicon, std::string_view id) {
  for (const Entry& row : lexicon.rows("threshold")) {
    if (row.id == id) return row.GetNumber("value");
  }
  return std::nullopt;
}

std::optional<double> PrednisonePerMg(const Lexicon& lexicon, std::string_view drug) {
  constexpr double kPrednisone = 5;   // mg, to which the rows compare
  for (const Entry& row : lexicon.rows("steroid_potency")) {
    if (const std::optional<double> mg = row.GetNumber("mg"); mg && row.id == drug) return kPrednisone / *mg;
  }
  return std::nullopt;
}

}  // namespace trialmatch::rules
