#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_PART_NAME_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_PART_NAME_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// The words that parts of a study go by.

// "cohort", "cohorts" -> "cohort"; "" when the word names no part of a study.
std::string PartWord(std::string_view word);

// Letters, digits and romans that number a part: "1", "II", "2b", "A", "1b"; "" for other words. `last`: its last item.
std::string PartNumber(const Reading& reading, int i, int* last);

// The same, and those that are written in one word: "1and6", "and6".
std::vector<std::string> PartNumbers(const Reading& reading, int i, int* last);

// What stands between the numbers of several parts.
bool JoinsParts(const Reading& reading, int i);

// "dose escalation", "expansion cohort": "escalation", "expansion", "dose finding" ...; "" for other words. `last`: its last item.
std::string NamedPart(const Reading& reading, int i, int* last);

// "breast cancer (her2 low)" of "Inclusion criteria: Breast Cancer (HER2 Low) Expansion Cohort": what tells the part named at `i` from others; "" when
// nothing does.
std::string OwnNameBefore(const Reading& reading, int begin, int i);

// "Stages 1 and 2: subjects must ...": a stage of the study, and of no tumour.
bool IsStudyStage(const Reading& reading, int i, int end);

// "Phase 1b *will enroll* participants who ...", at item `i`: the item behind, or -1.
int BehindEnrolls(const Reading& reading, int i, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_PART_NAME_H_
