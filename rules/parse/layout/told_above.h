#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_TOLD_ABOVE_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_TOLD_ABOVE_H_

#include <string_view>

#include "rules/parse/emit.h"

namespace trialmatch::rules {

// What a line takes from a line above it. Asked when all items are read.
// "Part 3: NSCLC as described above" asks what "NSCLC: PD-L1 positive, ..." of another part asks.
// "Active lung conditions including:" and its list among the exclusions: each illness of the list
// excludes while it is active.
void TakeFromLinesAbove(std::string_view text, OutlineReading* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_TOLD_ABOVE_H_
