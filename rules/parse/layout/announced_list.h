#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_ANNOUNCED_LIST_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_ANNOUNCED_LIST_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/text/outline.h"

namespace trialmatch::rules {

// What the last sentence of an item says of the list below it.

// Where the last sentence of [begin, end) begins.
int LastSentence(const Reading& reading, int begin, int end);

// "Measurable disease is required. Additional criteria of each cohort are as follows:": the item
// where a sentence of its own announces the list, or -1.
int CriteriaAnnouncedAt(const Reading& reading, int begin, int end);

// "Any solid tumor, including but not limited to:": the list gives examples.
bool GivesExamplesOfTumours(const Reading& reading, int begin, int end);

// "Systemic therapy within 4 weeks. The following special cases are assessed separately:": where behind what is forbidden the announcement starts,
// or -1.
int SpecialCasesAt(const Reading& reading, int begin, int end);

// Takes the therapies that `items`, those of such a list, name out of those that are forbidden for a time. `cases` is a reading without words.
void ExceptSpecialCases(const Outline& outline, const std::vector<int>& items, Reading cases, Expression* forbidden);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_ANNOUNCED_LIST_H_
