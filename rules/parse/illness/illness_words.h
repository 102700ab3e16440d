#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_WORDS_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_WORDS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/illness/illness.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// The row of quality.tsv. Requires an id of it.
const Entry* QualityRow(const Lexicon& lexicon, std::string_view id);

// "Cancer", "malignancy", "tumours".
bool IsCancerWord(const Reading& reading, int i);

// An infarction, a stroke: it happens on a day, and is neither controlled nor active.
bool IsEvent(std::string_view condition);
// A time behind a list holds for illnesses of such kinds that stand before its last.
bool EndsWithTime(const Lexicon& lexicon, std::string_view condition);
// No illness of the heart by its own name.
inline bool IsHeartInGeneral(std::string_view condition) { return condition == "cardiovascular_disease" || condition == "heart_disease"; }
// They have a parent in common, or one is the other's.
bool SameKind(const Lexicon& lexicon, std::string_view a, std::string_view b);
// The item names an infection.
bool IsInfection(const Reading& reading, int i);

// The quality that the name itself starts with: "uncontrolled hypertension".
std::vector<IllnessWay> QualityOfName(const Reading& reading, int i, const std::string& id);

// The window that starts at item `i`; also "in 6 months", "within the past year", and of an illness denied before it "for 6 months".
std::optional<WindowReading> IllnessWindowAt(const Reading& reading, Clause clause, int i);
// The same where an earlier domain has taken its items.
std::optional<WindowReading> AnyWindowAt(const Reading& reading, Clause clause, int i);
// As a time an event lies within: "for at least 5 years" without one asks the same.
Window Within(Window window);

// The last item of a clause that starts at `i` and leaves the weight to the site: "that would limit
// compliance". It ends before the next illness of the list, or a turn.
std::optional<int> WeighedTailAt(const Reading& reading, Clause clause, int i,
                                 const std::function<bool(int)>& names_illness);

// "... requiring systemic treatment, except hormone replacement (thyroxine, insulin)": the exception, which that treatment does not mean.
Clause ReplacementExcepted(const Reading& reading, Clause clause);

// What an illness "requires": the quality and the last item of the words, for a verb at `i`.
struct NeedReading {
  const char* quality = "";
  int last = 0;
};
std::optional<NeedReading> NeedAt(const Reading& reading, Clause clause, int i);

// "Neurological or psychiatric disorder": the word at `i` with the noun of the name that follows is
// an illness of its own; its id, or "".
std::string EllipticIllness(const Reading& reading, Clause clause, int i);

enum class Result { kNone, kPositive, kNegative };
Result ResultAt(const Reading& reading, int i);
// Nothing in [begin, end) but the words of a test ("serology", "antibody", "for").
bool OnlyTestWords(const Reading& reading, int begin, int end);
// The id of the virus that the wording of a result names ("HCV RNA negative"), or nullptr.
const char* VirusOfResult(const Reading& reading, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_WORDS_H_
