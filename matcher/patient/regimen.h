#ifndef TRIALMATCH_MATCHER_PATIENT_REGIMEN_H_
#define TRIALMATCH_MATCHER_PATIENT_REGIMEN_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// The drugs (name, id) of a combination that regimen.tsv knows by its letters: "mFOLFOX6",
// "FOLFOX-6". Case, blanks and hyphens do not count. Empty: no such combination.
std::vector<std::pair<std::string, std::string>> DrugsOfRegimen(const rules::Lexicon& lexicon,
                                                                std::string_view name);

// Drugs and combinations that stand together in one name ("carboplatin/pemetrexed", "FOLFOX and
// bevacizumab"); empty unless every part is known.
std::vector<std::pair<std::string, std::string>> SplitRegimen(const rules::Lexicon& lexicon,
                                                              std::string_view name);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_REGIMEN_H_
