#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_PART_LABEL_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_PART_LABEL_H_

#include <string>
#include <vector>

#include "rules/parse/layout/scope.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Labels of parts that go by a name, alone or before a number, at the start of an item: "Monotherapy Cohort M5: ...",
// "To be enrolled in the NSCLC expansion cohort, participants must ...", "Part 2B (second line) Measurable disease".
// Empty when the item starts with none.
ScopeLabel ReadPartLabel(const Reading& reading, int begin, int end);

// A later sentence of [begin, end) speaks of another part: "Phase 1 patients may ... Phase 2 patients must ...".
bool SpeaksOfOtherPartsLater(const Reading& reading, int begin, int end);

// "AIM 1 RANDOMIZED TRIAL: ...": the item behind a title in capitals that says nothing clinical, or `begin`.
int TitleEnd(const Reading& reading, int begin, int end);

// "... for the Phase 2 portion of the study", "... for Part A only" at the end of [begin, end): the label, with `name_begin` at
// its "for". Empty when there is none, or when another part is named before.
ScopeLabel ReadTrailingPart(const Reading& reading, int begin, int end);

// "... and MTD expansion", "monotherapy expansion cohort": the parts named one after the other in [begin, end), which holds nothing else; empty
// when it does.
std::vector<std::vector<std::string>> PathsOfNames(const Reading& reading, int begin, int end);

// "drug A plus drug B cohorts": the part when [begin, end) holds nothing but its name.
ScopeLabel ReadNamedPart(const Reading& reading, int begin, int end);

// "monotherapy expansion cohort" behind "Phase 1b": what tells that part from others of the phase; "" when it is neither of one drug nor of several.
std::string KindOfTherapyPart(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_PART_LABEL_H_
