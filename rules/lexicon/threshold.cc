#include "rules/lexicon/threshold.h"

namespace trialmatch::rules {

std::optional<double> Threshold(const Lexicon& lexicon, std::string_view id) {
  for (const Entry& row : lexicon.rows("threshold")) {
    if (row.id == id) return row.GetNumber("value");
  }
  return std::nullopt;
}

}  // namespace trialmatch::rules
