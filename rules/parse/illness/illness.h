#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/leaf.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// A quality of an illness as the text says it: "severe", "not requiring treatment".
struct IllnessQuality {
  const Entry* row = nullptr;  // of quality.tsv
  bool denied = false;
  friend bool operator==(const IllnessQuality&, const IllnessQuality&) = default;
};
// All of these hold.
using IllnessWay = std::vector<IllnessQuality>;

// An illness that the clause names, with what the words around it ask of it.
struct Illness {
  int first = 0, last = 0;       // items of the name
  std::vector<std::string> ids;  // of condition.tsv; several for "hepatitis B or C"
  std::vector<IllnessWay> ways;  // any of these; empty: however it is
  Window window;
  std::optional<int> min_grade, nyha;
  bool ceiling = false;    // grade or class is the highest allowed: `min_grade` is what must not be
  bool negative = false;   // tested, and not there: "HIV negative"
  bool family = false;     // of a relative
  bool excepted = false;   // stands behind "except"
  bool example = false;    // stands behind "including", and illustrates what is named before
  bool inherited = false;  // the qualities were said before the list it stands in
  std::vector<Clause> needs;  // items that say what it needed, drugs among them
  bool bare() const { return ways.empty() && window.empty() && !min_grade && !nyha; }
};

// The illnesses of a clause, in the order of the text, and marks what it used.
std::vector<Illness> ReadIllnesses(Reading& reading, Clause clause, Mood mood);

// "Unless curatively treated and disease free for 5 years", "if stable on treatment": what the
// words of [begin, end) ask of an illness named before them; nullopt when they say anything else.
std::optional<Illness> ReadBareQualities(Reading& reading, int begin, int end);

// Words of a clause that make every cancer in it a second cancer: "another malignancy", "cancer
// other than ..." where it is forbidden.
bool SpeaksOfOtherMalignancy(const Reading& reading, Clause clause, Mood mood);

// One of the ids is `ancestor` or below it.
bool IsIllness(const Lexicon& lexicon, const Illness& illness, std::string_view ancestor);

// The quality of the row with this id. Requires a row with that id.
IllnessQuality QualityById(const Lexicon& lexicon, std::string_view id);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_H_
