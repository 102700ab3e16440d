#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fetch/study_reader.h"
#include "gtest/gtest.h"
#include "rules/criteria_json.h"
#include "rules/parse/criteria.h"

namespace trialmatch::rules {
namespace {

std::string Read(const Grammar& grammar, const std::string& text) {
  TrialCriteria out;
  ReadCriteria(grammar, text, {}, &out);
  return CriteriaToJson(out, grammar.lexicon);
}

// Asking only the domains whose anchors stand in a clause reads what asking all of them reads.
void ExpectSame(const std::vector<std::string>& texts) {
  Grammar all(Lexicon::BuiltIn());
  all.asks_every_domain = true;
  for (const std::string& text : texts) {
    const std::string some = Read(Grammar::BuiltIn(), text), every = Read(all, text);
    if (some == every) continue;
    const auto at = std::mismatch(some.begin(), some.end(), every.begin(), every.end()).first - some.begin();
    const size_t from = static_cast<size_t>(std::max<std::ptrdiff_t>(0, at - 400));
    FAIL() << "some domains: " << some.substr(from, 800) << "\nevery domain: " << every.substr(from, 800);
  }
}

std::vector<std::string> TextsOf(const std::filesystem::path& studies) {
  std::vector<std::string> texts;
  const auto list = fetch::ReadStudies(studies);
  if (!list.ok()) return texts;
  for (const fetch::Study& study : list->studies) texts.push_back(study.eligibility_criteria);
  return texts;
}

const std::filesystem::path kRoot = TRIALMATCH_SOURCE_DIR;

TEST(Domains, AnchorsAreAllThatTheyStartFromInTheGoldens) {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot / "tests/golden/reading")) {
    if (entry.path().extension() != ".in") continue;
    std::ifstream in(entry.path());
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  ASSERT_FALSE(texts.empty());
  ExpectSame(texts);
}

TEST(Domains, AnchorsAreAllThatTheyStartFromInTheLungStudies) {
  const auto corpus = kRoot.parent_path() / "shared/corpus/lung_studies.jsonl";
  if (!std::filesystem::exists(corpus)) GTEST_SKIP() << "no ../shared/corpus";
  ExpectSame(TextsOf(corpus));
}

}  // namespace
}  // namespace trialmatch::rules
