#ifndef TRIALMATCH_MATCHER_ASK_REPLY_H_
#define TRIALMATCH_MATCHER_ASK_REPLY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/date.h"
#include "matcher/ask/question.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// What is typed for a choice: its place in the list, from 1 on; where that could be misread its own number or name. Who types 1 means
// ECOG 1, who types IV or 4 means stage IV.
enum class ChoiceLabels : uint8_t { kPlaces, kScale, kNames };
ChoiceLabels LabelsOf(const Question& question);
std::string ChoiceLabel(const Question& question, size_t at);

// What was typed, understood.
struct Reply {
  std::string fragment;   // for ProfileDraft::Merge
  std::string said;       // how it was understood, to be read back: "Stage IIIA", "neutrophils 4.2 10^9/L"
};

// Reads one line as the answer to a question that is no list. InvalidArgument: what is wrong with it and what is expected, as a
// sentence for the person who typed it.
absl::StatusOr<Reply> ReadReply(const Question& question, std::string_view typed, base::Day decided_on, const rules::Lexicon& lexicon);

// Reads one line of a list: one item, or several (genes, sites, medicines, labs) with commas between.
absl::StatusOr<Reply> ReadItem(const Question& question, std::string_view typed, base::Day decided_on, const rules::Lexicon& lexicon);

// "none", or the numbers of what holds: "1, 3". With ? behind a number that is not known: "1, 3?".
absl::StatusOr<Reply> ReadChecks(const Question& question, std::string_view typed);

// What answer number `at` of a kChecks question says beyond "none": a fragment. At 0 the whole of "none".
std::string CheckPart(const Question& question, size_t at);

// The fragment that says that the list leaves nothing out; "" for lists of which that cannot be said (labs).
std::string CompleteFragment(const Question& question);
// The fragment of an empty list that leaves nothing out: "none".
std::string NoneFragment(const Question& question);

// One example of an answer or item, for the screen.
std::string ExampleReply(const Question& question);

// A date as a person types it: 2025, 2025-06, 2025-06-14, "today", "3 weeks ago". -> as profiles write it.
absl::StatusOr<std::string> ReadDate(std::string_view typed, base::Day decided_on);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_REPLY_H_
