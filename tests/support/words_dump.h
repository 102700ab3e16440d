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
  return DumpLines(text, [&](std::string_view line) {
    if (const auto read = ReadSentenceLine(line)) return DumpWords(*read, labels);
    if (!line.starts_with("T: ")) return std::string();
    std::string whole(line.substr(3));
    for (size_t at = whole.find("\\n"); at != std::string::npos; at = whole.find("\\n")) whole.replace(at, 2, "\n");
    return DumpWords(ReadText(std::move(whole)), labels);
  });
}

}  // namespace trialmatch::testing

#endif  // TRIALMATCH_TESTS_SUPPORT_WORDS_DUMP_H_
