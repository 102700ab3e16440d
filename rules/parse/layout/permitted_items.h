#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_PERMITTED_ITEMS_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_PERMITTED_ITEMS_H_

#include <string_view>

#include "rules/parse/emit.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Autoimmune disease" and below it, or behind it, an item of its own: "Patients with vitiligo are eligible". What such
// items let in is taken from what the item before or above them forbids. Asked when all items are read.
void LimitByPermittedItems(const Grammar& grammar, std::string_view text, OutlineReading* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_PERMITTED_ITEMS_H_
