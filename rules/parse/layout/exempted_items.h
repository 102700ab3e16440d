#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_EXEMPTED_ITEMS_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_EXEMPTED_ITEMS_H_

#include <string_view>

#include "rules/parse/emit.h"

namespace trialmatch::rules {

// "Criterion 3 does not apply to patients with X": what the item of that number, in the same section, forbids or demands is left
// open, as some are exempted from it.
void OpenExemptedItems(std::string_view text, OutlineReading* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_EXEMPTED_ITEMS_H_
