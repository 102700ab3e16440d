// The sentences of reading/*.in in other words that say the same: whoever writes "participants" for "patients", or puts two blanks where one
// stands, asks for the same. What a reading quotes is left out of the comparison.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_replace.h"
#include "rules/audit/text_audit.h"
#include "tests/support/reading_dump.h"

namespace {

namespace fs = std::filesystem;
using Sentence = std::string;

std::vector<Sentence> Sentences() {
  std::vector<Sentence> lines;
  for (const auto& entry : fs::directory_iterator(fs::path(TRIALMATCH_SOURCE_DIR) / "tests/golden/reading")) {
    if (entry.path().extension() != ".in") continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("I: ") || line.starts_with("E: ")) lines.push_back(line);
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

// The readings of a line, without what they quote.
std::string ReadingOf(std::string_view line) {
  static const std::regex quoted("\"[^\"]*\"");
  std::string out;
  const auto criteria = trialmatch::testing::ReadSentenceLine(line);
  for (const auto& each : criteria->criteria) out += std::regex_replace(trialmatch::rules::Describe(each.expression), quoted, "\"\"") + "\n";
  return out;
}

// The line with each match of `from` replaced; a capital stays.
std::string Reworded(const std::string& line, const std::string& from, const std::string& to) {
  const std::regex pattern("\\b(?:" + from + ")\\b", std::regex::icase);
  std::string out;
  auto at = line.cbegin();
  for (std::sregex_iterator match(line.begin(), line.end(), pattern), end; match != end; ++match) {
    out.append(at, (*match)[0].first);
    std::string word = match->format(to);
    const std::string written = match->str();
    if (written[0] >= 'A' && written[0] <= 'Z' && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
    out += word;
    at = (*match)[0].second;
  }
  out.append(at, line.cend());
  return out;
}

struct Rewording {
  std::string from;
  std::string to;
  int different = 0;  // sentences that are read differently so far; never more
};

void PrintTo(const Rewording& rewording, std::ostream* out) { *out << rewording.from << " -> " << rewording.to; }

class Paraphrase : public ::testing::TestWithParam<Rewording> {};

TEST_P(Paraphrase, IsReadAsTheSame) {
  int reworded = 0, different = 0;
  std::string shown;
  for (const Sentence& line : Sentences()) {
    const std::string other = Reworded(line, GetParam().from, GetParam().to);
    if (other == line) continue;
    ++reworded;
    const std::string now = ReadingOf(other), before = ReadingOf(line);
    if (now == before) continue;
    ++different;
    shown += other + "\n" + now + "instead of\n" + before;
  }
  EXPECT_GE(reworded, 10);
  EXPECT_LE(different, GetParam().different) << shown;
}

INSTANTIATE_TEST_SUITE_P(Words, Paraphrase,
                         ::testing::Values(Rewording{"patients", "participants"}, Rewording{"patients", "subjects"}, Rewording{"patients", "individuals"},
                                           Rewording{"patients", "persons"}, Rewording{"patients", "people"}, Rewording{"patient", "participant"},
                                           Rewording{"tumor(s?)", "tumour$1"}, Rewording{"hemoglobin", "haemoglobin"}, Rewording{"randomization", "randomisation"},
                                           Rewording{"enrollment", "enrolment"}, Rewording{"NSCLC", "non-small cell lung cancer"}));

INSTANTIATE_TEST_SUITE_P(Phrases, Paraphrase,
                         ::testing::Values(Rewording{"must", "shall"}, Rewording{"must be", "has to be", 3}, Rewording{"must have", "need to have", 4},
                                           Rewording{"before", "preceding"}, Rewording{"prior to", "before"}, Rewording{"prior(?! to)", "previous", 2},
                                           Rewording{"unless", "except if"}, Rewording{"unless", "except when"}, Rewording{"with the exception of", "other than", 3},
                                           Rewording{"(is|are) allowed", "$1 permitted"}, Rewording{"are eligible", "may be enrolled", 4}, Rewording{"are excluded", "are not eligible", 1},
                                           Rewording{"radiotherapy", "radiation therapy"}, Rewording{"brain metastases", "cerebral metastases", 2},
                                           Rewording{"uncontrolled", "poorly controlled", 1}, Rewording{"at least", "no less than", 1}, Rewording{"4 weeks", "four weeks"}, Rewording{"two", "2"}));

TEST(Paraphrase, BlanksAndHyphensOfAnyKindAreReadAsOne) {
  for (const Sentence& line : Sentences()) {
    const std::string text = line.substr(3), mark = line.substr(0, 3);
    // A label ("Cohort 2") is known with one blank only.
    const bool label = std::regex_search(text, std::regex("(Cohort|Part|Arm|Phase)s? \\w+"));
    if (!label) {
      EXPECT_EQ(ReadingOf(mark + absl::StrReplaceAll(text, {{" ", "  "}})), ReadingOf(line)) << line;
    }
    const std::string hyphens = absl::StrReplaceAll(text, {{"-", "\u2011"}});
    EXPECT_EQ(ReadingOf(mark + hyphens), ReadingOf(line)) << hyphens;
  }
}

}  // namespace
