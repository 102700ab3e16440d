#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_OPEN_LIST_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_OPEN_LIST_H_

#include <string_view>

#include "rules/parse/reading.h"
#include "rules/text/outline.h"

namespace trialmatch::rules {

// Puts the items that go on with an open permission or exception below it, where the layout left them
// beside it: "Patients with known brain metastases may take part if they:", "had radiotherapy, and",
// "have no symptoms". Beside it each would be an exclusion of its own.
void NestOpenLists(std::string_view text, Outline* outline);

// The same for "Patients with one of the following indications:" among the inclusions and the tumours beside it, of which each would be asked of everybody.
void NestTumours(const Grammar& grammar, std::string_view text, Outline* outline);

// "Part C may include:", "Dose expansion limited to:": each item of the list below is a way in.
bool ListsWhomItTakes(std::string_view body);

// "Part 2. Dose expansion:" at item `i` over a `list` that begins with a tumour each ("NSCLC, previously treated"): groups that the part takes.
bool TakesGroupsOfTumours(const Grammar& grammar, std::string_view text, const Outline& outline, int i, const std::vector<int>& list);

// "For Phase 2 of the study:" as one of the items of a list, and behind it in the same list those that are for that part; the same for
// "Part C may include:".
void NestBelowParts(const Grammar& grammar, std::string_view text, Outline* outline);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_OPEN_LIST_H_
