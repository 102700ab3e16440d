// What audit counts and lists over many studies: unread words, coverage, uses of a rule.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/audit/coverage.h"
#include "rules/audit/rule_uses.h"
#include "rules/audit/unread.h"
#include "rules/read_study.h"

namespace trialmatch::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

fetch::Study StudyOf(const char* nct_id, const char* text) {
  fetch::Study study;
  study.nct_id = nct_id;
  study.eligibility_criteria = text;
  return study;
}

TrialCriteria Read(const fetch::Study& study) { return ReadStudy(study, Lexicon::BuiltIn()); }

std::vector<std::string> Unread(const std::vector<const char*>& texts) {
  UnreadWords words;
  for (const char* text : texts) {
    const fetch::Study study = StudyOf("NCT99000001", text);
    words.Add(Read(study), study.eligibility_criteria, Lexicon::BuiltIn());
  }
  std::vector<std::string> out;
  for (const UnreadSequence& s : words.Top(100))
    out.push_back(std::to_string(s.count) + " in " + std::to_string(s.studies) + ": " + s.words);
  return out;
}

TEST(UnreadTest, TheLongestOfTheSameCount) {
  EXPECT_THAT(Unread({"Inclusion Criteria:\n\n* Zorbled plimth of frandal quix\n",
                      "Inclusion Criteria:\n\n* Zorbled plimth of frandal quix\n"}),
              ElementsAre("2 in 2: zorbled plimth of frandal quix"));
}

TEST(UnreadTest, AShorterOneThatIsMoreFrequent) {
  EXPECT_THAT(Unread({"Inclusion Criteria:\n\n* Zorbled plimth frandal\n* Zorbled plimth quix\n",
                      "Inclusion Criteria:\n\n* Zorbled plimth frandal\n"}),
              ElementsAre("3 in 2: zorbled plimth", "2 in 2: zorbled plimth frandal"));
}

TEST(UnreadTest, NumbersAreOneAndMarksEnd) {
  EXPECT_THAT(Unread({"Inclusion Criteria:\n\n* Zorbled 5 plimth; frandal\n"
                      "* Zorbled 7 plimth, frandal\n"}),
              ElementsAre("2 in 1: zorbled # plimth"));
}

TEST(UnreadTest, NothingOfWhatWasRead) {
  EXPECT_THAT(Unread({"Inclusion Criteria:\n\n* ECOG performance status 0-1\n* ALK fusion\n",
                      "Inclusion Criteria:\n\n* ECOG performance status 0-1\n* ALK fusion\n"}),
              IsEmpty());
}

TEST(CoverageTest, CountsByTopicWithoutLogistics) {
  TopicCoverage coverage;
  coverage.Add(Read(StudyOf("NCT99000001",
                            "Inclusion Criteria:\n\n* ECOG performance status 0-1\n"
                            "* Zorbled plimth\n* Written informed consent\n")));
  EXPECT_EQ(coverage.studies(), 1);
  EXPECT_EQ(coverage.row(Topic::kPerformance).full, 1);
  EXPECT_EQ(coverage.row(Topic::kLogistics).full, 1);
  EXPECT_EQ(coverage.Total().criteria(), 2);
  EXPECT_EQ(coverage.Total().none, 1);
  EXPECT_THAT(CoverageToText(coverage), HasSubstr("performance                     1        1 100.0%"));
  EXPECT_THAT(CoverageToJson(coverage), HasSubstr("\"full_share\":0.5"));
}

TEST(RuleUsesTest, QuotesThePlaceInItsContext) {
  const fetch::Study study =
      StudyOf("NCT99000001", "Inclusion Criteria:\n\n* Tumour with an ALK fusion in blood\n");
  const auto uses = RuleUses(Read(study), study.eligibility_criteria, "marker");
  ASSERT_EQ(uses.size(), 1u);
  EXPECT_EQ(uses[0].rule, "marker.fusion");
  EXPECT_EQ(uses[0].criterion_id, "I1");
  EXPECT_THAT(uses[0].text, HasSubstr("ALK fusion"));
  EXPECT_EQ(uses[0].reading, "ALK fusion");
  EXPECT_THAT(RuleUseToText(uses[0]), HasSubstr("ALK fusion]"));
  EXPECT_THAT(RuleUseToJson(uses[0]), HasSubstr("\"rule\":\"marker.fusion\""));
}

TEST(RuleUsesTest, Names) {
  EXPECT_TRUE(RuleMatches("marker.fusion", "marker.fusion"));
  EXPECT_TRUE(RuleMatches("marker.fusion", "marker"));
  EXPECT_TRUE(RuleMatches("marker.fusion", ""));
  EXPECT_FALSE(RuleMatches("marker.fusion", "mark"));
  EXPECT_FALSE(RuleMatches("marker", "marker.fusion"));
}

}  // namespace
}  // namespace trialmatch::rules
