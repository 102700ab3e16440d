#ifndef TRIALMATCH_RULES_TEXT_HEADING_LINE_H_
#define TRIALMATCH_RULES_TEXT_HEADING_LINE_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/text/heading.h"
#include "rules/text/heading_words.h"

namespace trialmatch::rules {

inline constexpr uint32_t kScopeWords = kDesignator | kPeople | kStep | kNumberWord;
inline constexpr uint32_t kPlain = kQualifier | kCriteria | kInclusion | kExclusion |
                                   kScopeWords;  // may all stand in a section heading

struct HeadingToken {
  std::string_view text;  // in lower case
  uint32_t classes = 0;
};

// The words of a line in lower case, cut at hyphens and slashes.
class HeadingLine {
 public:
  explicit HeadingLine(std::string_view line);
  HeadingLine(const HeadingLine&) = delete;
  HeadingLine& operator=(const HeadingLine&) = delete;

  // True when one of words [from, to) is of one of the classes.
  bool Has(uint32_t classes, size_t from = 0, size_t to = SIZE_MAX) const;
  bool HasPhrase(std::string_view phrase) const { return lower_.find(phrase) != std::string::npos; }
  // "" behind the last word.
  std::string_view operator[](size_t i) const {
    return i < words.size() ? words[i].text : std::string_view();
  }
  size_t size() const { return words.size(); }

  std::vector<HeadingToken> words;

 private:
  std::string lower_;
};

// False only when `line` names no section: a quick look before its words are read.
bool MayNameSection(std::string_view line);

// "Key inclusion criteria for Part B", "Exclusion:", "CRITERIA FOR EXCLUSION".
HeadingReading ReadSection(std::string_view line, const HeadingLine& words,
                           const HeadingContext& context);

// "Patients with any of the following are excluded:", "You may be eligible for this study if you:".
HeadingReading ReadSentence(std::string_view line, const HeadingLine& words);

// "Eligibility Criteria:", "PROTOCOL ENTRY CRITERIA:".
HeadingReading ReadEligibility(std::string_view line, const HeadingLine& words);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_HEADING_LINE_H_
