#ifndef TRIALMATCH_RULES_TEXT_ROMAN_LIST_H_
#define TRIALMATCH_RULES_TEXT_ROMAN_LIST_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/text/layout.h"

namespace trialmatch::rules {

// "i. NSCLC after a platinum, ii. NSCLC, untreated, iii. melanoma" in one line that begins with the
// first of them, behind a colon: where the others stand. Empty when the row does not reach "iii".
std::vector<uint32_t> RomanCuts(std::string_view text, const Block& block);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_ROMAN_LIST_H_
