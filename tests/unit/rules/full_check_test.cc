#include "rules/audit/full_check.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fetch/study_reader.h"
#include "rules/read_study.h"

namespace trialmatch::rules {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

struct Case {
  const char* name;
  const char* text;
  Understood understood;
  std::vector<std::string> loose;  // "number 28"
};

std::vector<std::string> Loose(const Criterion& c, const std::string& text) {
  std::vector<std::string> out;
  for (const LooseWord& word : LooseWords(c, text, Lexicon::BuiltIn())) {
    out.push_back(std::string(TellingName(word.telling)) + " " +
                  std::string(base::Slice(text, word.span)));
  }
  return out;
}

TEST(FullCheckTest, TellingWordsOutsideOfLeaves) {
  const Case cases[] = {
      {"window_is_part_of_the_leaf", "Inclusion Criteria:\n\n* No chemotherapy within 4 weeks\n",
       Understood::kFull, {}},
      {"count_is_part_of_the_leaf", "Inclusion Criteria:\n\n* ECOG performance status of 0 or 1\n",
       Understood::kFull, {}},
      {"denial_is_part_of_the_leaf", "Exclusion Criteria:\n\n* Patients without ALK rearrangement\n",
       Understood::kFull, {}},
      {"denial_that_nothing_took",
       "Inclusion Criteria:\n\n* ALK fusion, not frandal\n",
       Understood::kPartial, {"negation not"}},
      {"permission_stands_for_its_words",
       "Exclusion Criteria:\n\n* Prior chemotherapy is allowed\n", Understood::kFull, {}},
      {"logistics_aside",
       "Inclusion Criteria:\n\n* Written informed consent within 28 days before treatment\n",
       Understood::kFull, {}},
      {"time_of_a_lead_in_is_its_lists",
       "Inclusion Criteria:\n\n* Normal blood counts within 14 days, defined as follows:\n\n"
       "  * Platelets >= 100 x 10^9/L\n",
       Understood::kFull, {}},
      {"numbers_of_a_list", "Inclusion Criteria:\n\n* One of the following:\n\n  1. EGFR mutation\n"
       "  2. ALK fusion\n", Understood::kFull, {}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    fetch::Study study;
    study.nct_id = "NCT99000001";
    study.eligibility_criteria = c.text;
    const TrialCriteria criteria = ReadStudy(study, Lexicon::BuiltIn());
    ASSERT_FALSE(criteria.criteria.empty());
    const Criterion& first = criteria.criteria.front();
    EXPECT_STREQ(UnderstoodName(first.understood), UnderstoodName(c.understood));
    EXPECT_THAT(Loose(first, c.text), ElementsAreArray(c.loose));
  }
}

// Over every study of the corpora: nothing that tells stands outside of the leaves of a criterion
// that claims to be understood in full.
TEST(FullCheckTest, NoViolationInTheCorpora) {
  const std::filesystem::path shared =
      std::filesystem::path(TRIALMATCH_SOURCE_DIR).parent_path() / "shared";
  if (!std::filesystem::is_directory(shared)) GTEST_SKIP() << "needs ../shared, which is not there";
  for (const char* file : {"corpus/lung_studies.jsonl", "gold/studies.jsonl"}) {
    const auto list = fetch::ReadStudies((shared / file).string());
    ASSERT_TRUE(list.ok()) << list.status();
    int full = 0;
    std::vector<std::string> violations;
    for (const fetch::Study& study : list->studies) {
      const TrialCriteria criteria = ReadStudy(study, Lexicon::BuiltIn());
      for (const Criterion& c : criteria.criteria) {
        if (c.understood != Understood::kFull) continue;
        ++full;
        for (const std::string& word : Loose(c, study.eligibility_criteria))
          violations.push_back(study.nct_id + " " + c.id + ": " + word);
      }
    }
    EXPECT_GT(full, 400);
    EXPECT_THAT(violations, IsEmpty()) << file;
  }
}

}  // namespace
}  // namespace trialmatch::rules
