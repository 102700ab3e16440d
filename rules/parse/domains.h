#ifndef TRIALMATCH_RULES_PARSE_DOMAINS_H_
#define TRIALMATCH_RULES_PARSE_DOMAINS_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/disease/setting_phrases.h"
#include "rules/parse/numbers.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// The clinical domains. Each reads one clause, appends what it found and marks the items it used;
// items that an earlier domain used are not read again. The order in which part.cc calls them is
// part of the grammar.
using Atoms = std::vector<Atom>;

void ReadStandardTherapy(Reading& reading, Clause clause, Atoms& atoms);
void ReadPerformance(Reading& reading, Clause clause, Atoms& atoms);
void ReadAge(Reading& reading, Clause clause, Atoms& atoms);
void ReadLabs(Reading& reading, Clause clause, Atoms& atoms);
void ReadBrain(Reading& reading, Clause clause, Mood mood, Atoms& atoms);
// "Treated and asymptomatic", "clinically stable for 4 weeks": a clause that tells how brain metastases
// named before it must be, and nothing else.
std::optional<Expression> ReadBrainState(Reading& reading, Clause clause);
void ReadTreatments(Reading& reading, Clause clause, Mood mood, Atoms& atoms);
void ReadMarkers(Reading& reading, Clause clause, Mood mood, Atoms& atoms);
void ReadConditions(Reading& reading, Clause clause, Mood mood, Atoms& atoms);
// A list of organs that share the word cancer: "colon, lung or breast cancer", "cancers (lung, colon)".
void ReadOrganList(Reading& reading, Clause clause, Mood mood, Atoms& atoms);
// With what ReadSettingPhrases found in the clause.
void ReadDisease(Reading& reading, Clause clause, const std::vector<SettingPhrase>& phrases, Atoms& atoms);
// "Pleural effusions are not measurable" tells what counts and asks for nothing: the whole clause, then.
bool ReadWhatIsMeasurable(Reading& reading, Clause clause, Atoms& atoms);
void ReadFacts(Reading& reading, Clause clause, Mood mood, Atoms& atoms);
void ReadLogistics(Reading& reading, Clause clause, Atoms& atoms);

// "within 4 weeks before first dose", "no more than 60 days prior",
// "at least 14 days or 5 half-lives since the last dose, whichever is shorter".
struct WindowReading {
  Window window;
  bool which_said = false;  // of days and half-lives, the text says which counts
  bool bare = false;  // no word said within or at least: "21 days prior to"
  int first = 0;
  int last = 0;
};
// What a window is counted in: there is none where none of these stands.
inline constexpr CueSet kLengths = {Cue::kDay, Cue::kWeek, Cue::kMonth, Cue::kYear, Cue::kHour, Cue::kHalfLives};
// The first window of the clause at or after item `from`.
std::optional<WindowReading> FindWindow(const Reading& reading, Clause clause, int from);

// Any of these cues stands in [begin, end), whether used or not.
inline bool HasCue(const Reading& reading, int begin, int end, CueSet cues) {
  return reading.FindCue(begin, end, cues) >= 0;
}

// One of the items [begin, end) is a term of one of the kinds.
inline bool HasTermOf(const Reading& reading, int begin, int end, uint32_t kinds) {
  for (int i = begin; i < end; ++i) {
    if (reading.IsTermOf(i, kinds)) return true;
  }
  return false;
}
// The first such item in [begin, end), or -1.
inline int FindCue(const Reading& reading, int begin, int end, CueSet cues) {
  return reading.FindCue(begin, end, cues);
}

// True for a treatment or medication id below the root `medication` and not below `any_therapy`.
bool IsMedication(const Lexicon& lexicon, const std::string& id);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DOMAINS_H_
