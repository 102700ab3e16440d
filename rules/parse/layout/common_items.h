#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_COMMON_ITEMS_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_COMMON_ITEMS_H_

#include <string_view>
#include <vector>

#include "rules/parse/emit.h"
#include "rules/parse/layout/scope.h"

namespace trialmatch::rules {

// "Part A: ... Part B: ..." and behind the last of them, without a mark of its own, what is asked
// of everybody: "ECOG 0-1", "life expectancy", "adequate organ function". Where no other part tells
// any of it, such items hold for all parts. Asked when all items are read.
void FreeCommonItems(std::string_view text, const std::vector<Cohort>& cohorts,
                     OutlineReading* all);

// Items that do not hold for some parts hold for all others that the text names; with none, it is
// open for whom they hold. So it is of a tumour among those of the parts whose part is not told.
void LimitToOtherParts(const CohortTable& table, const std::vector<Cohort>& cohorts,
                       OutlineReading* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_COMMON_ITEMS_H_
