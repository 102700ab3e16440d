#ifndef TRIALMATCH_TESTS_SUPPORT_READING_DUMP_H_
#define TRIALMATCH_TESTS_SUPPORT_READING_DUMP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "fetch/study.h"
#include "rules/audit/text_audit.h"
#include "rules/criterion.h"
#include "rules/read_study.h"
#include "rules/text/layout.h"

namespace trialmatch::testing {

inline rules::TrialCriteria ReadText(std::string text) {
  fetch::Study study;
  study.nct_id = "NCT99000000";
  study.eligibility_criteria = std::move(text);
  return rules::ReadStudy(study, rules::Lexicon::BuiltIn());
}

// A sentence as the only item of its section.
inline rules::TrialCriteria ReadSentence(std::string_view sentence, rules::Section section) {
  const char* heading = section == rules::Section::kExclusion ? "Exclusion" : "Inclusion";
  return ReadText(std::string(heading) + " Criteria:\n\n* " + std::string(sentence));
}

// "  => [biomarker, requires, full] ALK fusion", a line a criterion of the text.
inline std::string DumpReadings(const rules::TrialCriteria& criteria) {
  std::string out;
  for (const rules::Criterion& each : criteria.criteria) {
    if (each.source != "eligibilityCriteria") continue;
    out += std::string("  => [") + rules::TopicName(each.topic) + ", " +
           rules::MoodName(each.mood) + ", " + rules::UnderstoodName(each.understood) + "] " +
           rules::Describe(each.expression) + "\n";
  }
  return out;
}

// The lines of the text as they are, each with what `dump` makes of it below.
template <typename Dump>
std::string DumpLines(std::string_view text, const Dump& dump) {
  std::string out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    out += std::string(line) + "\n" + dump(line);
  }
  return out;
}

// "I: sentence" or "E: sentence" as it is read; nullopt for another line.
inline std::optional<rules::TrialCriteria> ReadSentenceLine(std::string_view line) {
  if (!line.starts_with("I: ") && !line.starts_with("E: ")) return std::nullopt;
  return ReadSentence(line.substr(3), line[0] == 'E' ? rules::Section::kExclusion : rules::Section::kInclusion);
}

// "I: sentence" and "E: sentence" with their readings below; other lines as they are.
inline std::string DumpReadingLines(std::string_view text) {
  return DumpLines(text, [](std::string_view line) {
    const auto read = ReadSentenceLine(line);
    return read ? DumpReadings(*read) : std::string();
  });
}

inline std::string BrokenSpans(const rules::Expression& expression, std::string_view text) {
  const base::Span span = expression.span;
  if (span.begin > span.end || span.end > text.size()) return "an expression lies outside the text";
  for (const rules::Expression& child : expression.children) {
    std::string broken = BrokenSpans(child, text);
    if (!broken.empty()) return broken;
  }
  return "";
}

// What must hold for every text: "" or the first property that is broken.
inline std::string BrokenReadingProperty(std::string_view text,
                                         const rules::TrialCriteria& criteria) {
  std::vector<bool> covered(text.size());
  const auto cover = [&](base::Span span) {
    for (uint32_t i = span.begin; i < span.end; ++i) covered[i] = true;
  };
  const auto inside = [&](base::Span span) {
    return span.begin <= span.end && span.end <= text.size();
  };
  for (const rules::Heading& each : criteria.headings) {
    if (!inside(each.span)) return "a heading lies outside the text";
    if (each.text != base::Slice(text, each.span)) return "a heading is not its bytes";
    cover(each.span);
  }
  for (const rules::Criterion& each : criteria.criteria) {
    const int cohorts = static_cast<int>(criteria.cohorts.size());
    for (int index : each.cohorts) {
      if (index < 0 || index >= cohorts) return each.id + " names a cohort that does not exist";
    }
    if (each.source != "eligibilityCriteria") {
      if (!each.span.empty()) return each.id + " came from another field and has a span";
      continue;
    }
    if (!inside(each.span) || each.span.empty()) return each.id + " lies outside the text";
    if (each.text != base::Slice(text, each.span)) return each.id + " is not its bytes";
    if (!each.span.Contains(each.body)) return each.id + " has a body outside its span";
    std::string broken = BrokenSpans(each.expression, text);
    if (!broken.empty()) return each.id + ": " + broken;
    cover(each.span);
  }
  for (size_t i = 0; i < text.size();) {
    const uint32_t space = rules::SpaceAt(text, i);
    if (space == 0 && !covered[i])
      return "byte " + std::to_string(i) + " lies in no heading and no criterion";
    i += space == 0 ? 1 : space;
  }
  return "";
}

}  // namespace trialmatch::testing

#endif  // TRIALMATCH_TESTS_SUPPORT_READING_DUMP_H_
