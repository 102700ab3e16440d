#include "app/cli/fetch_progress.h"
#include "app/cli/lung_plan.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace trialmatch::app {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

TEST(ProgressText, WhatIsKnown) {
  struct {
    uint64_t done, before, total;
    double seconds;
    int columns;
    const char* text;
  } const kRows[] = {
      {0, 0, 0, 0, 10, "0 studies"},
      {1234, 0, 0, 2, 10, "1,234 studies, 617/s"},
      {0, 0, 9800, 3, 10, "[..........] 0 of 9,800 studies"},
      {2450, 0, 9800, 10, 8, "[##......] 2,450 of 9,800 studies, 245/s, 30 s left"},
      {2450, 0, 9800, 10, 0, "2,450 of 9,800 studies, 245/s, 30 s left"},
      {5000, 4000, 9000, 10, 0, "5,000 of 9,000 studies, 100/s, 40 s left"},
      {1000, 0, 601000, 10, 0, "1,000 of 601,000 studies, 100/s, 100 min left"},
      {1000, 0, 1601000, 10, 0, "1,000 of 1,601,000 studies, 100/s, 5 h left"},
      {9800, 0, 9800, 10, 8, "[########] 9,800 of 9,800 studies, 980/s"},
      {9900, 0, 9800, 10, 8, "[########] 9,800 of 9,800 studies, 990/s"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(ProgressText(row.done, row.before, row.total, row.seconds, row.columns), row.text);
  }
}

TEST(LungPlan, AsksForDiseaseOrForAlk) {
  const fetch::CrawlPlan plan = LungPlan(rules::Lexicon::BuiltIn());
  ASSERT_THAT(plan.parts, SizeIs(2));
  EXPECT_THAT(plan.parts[0].condition, HasSubstr("\"lung cancer\" OR "));
  EXPECT_THAT(plan.parts[0].condition, HasSubstr("\"solid tumor\""));
  EXPECT_EQ(plan.parts[0].term, "");
  EXPECT_EQ(plan.parts[1].condition, "");
  for (const char* words : {"AREA[EligibilityCriteria](\"ALK\" OR \"anaplastic lymphoma kinase\"", "AREA[Keyword](", "AREA[InterventionSearch](",
                            "\"lorlatinib\"", "\"NVL-655\""}) {
    EXPECT_THAT(plan.parts[1].term, HasSubstr(words));
  }
  EXPECT_THAT(plan.parts[1].term, Not(HasSubstr("osimertinib")));
  EXPECT_THAT(plan.statuses, Contains("UNKNOWN"));
  EXPECT_THAT(plan.statuses, Not(Contains("COMPLETED")));
  // An address that servers and proxies take.
  EXPECT_LT(fetch::Target("/studies", fetch::PartParameters(plan, plan.parts[1])).size(), 4000u);
}

}  // namespace
}  // namespace trialmatch::app
