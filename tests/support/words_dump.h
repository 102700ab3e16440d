#ifndef TRIALMATCH_TESTS_SUPPORT_WORDS_DUMP_H_
#define TRIALMATCH_TESTS_SUPPORT_WORDS_DUMP_H_

#include <string>
#include <string_view>

#include "matcher/explain/plain/criterion_words.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::testing {

// "  = You have had alectinib.", a line a criterion, behind its reading.
inline std::string DumpWords(const rules::TrialCriteria& criteria, const matcher::Labels& labels) {
  std::string out;
  for (const rules::Criterion& each : criteria.criteria) {
    if (each.source != "eligibilityCriteria") continue;
    const matcher::PlainCriterion words = matcher::InPlainWords(each, criteria, labels);
    out += "  " + std::string(rules::UnderstoodName(each.understood)) + ": " + words.text + "\n";
    if (!words.scope.empty()) out += "  scope: " + words.scope + "\n";
  }
  return out;
}

// "I: sentence" and "E: sentence" with their plain words below; "T: text" is a whole text, with \n
// for its line breaks; other lines as they are.
inline std::string DumpWordsLines(std::string_view text) {
  const matcher::Labels labels(rules::Lexicon::BuiltIn());
  std::string out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    out += std::string(line) + "\n";
    if (line.starts_with("T: ")) {
      std::string whole(line.substr(3));
      for (size_t at = whole.find("\\n"); at != std::string::npos; at = whole.find("\\n")) whole.replace(at, 2, "\n");
      out += DumpWords(ReadText(std::move(whole)), labels);
    } else if (line.starts_with("I: ") || line.starts_with("E: ")) {
      const auto section = line[0] == 'E' ? rules::Section::kExclusion : rules::Section::kInclusion;
      out += DumpWords(ReadSentence(line.substr(3), section), labels);
    }
  }
  return out;
}

}  // namespace trialmatch::testing

#endif  // TRIALMATCH_TESTS_SUPPORT_WORDS_DUMP_H_
