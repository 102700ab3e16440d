#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/matcher/verdict_test_support.h"

namespace trialmatch::matcher {
namespace {

using namespace verdict_test;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Ways, BestOfAllAlternatives) {
  Case c;
  const int a = c.AddCohort({.name = "Cohort A", .has_own_inclusion = true});
  const int b = c.AddCohort({.name = "Cohort B", .has_own_inclusion = true});
  const int d = c.AddCohort({.name = "Cohort C", .has_own_inclusion = true});
  c.Add("I1", Topic::kDisease, kMet)
      .Add("IA", Topic::kPriorTherapy, kFails, {a})
      .Add("IB", Topic::kPriorTherapy, kMissing, {b})
      .Add("IC", Topic::kPriorTherapy, kMet, {d})
      .Add("IBC", Topic::kLab, kMet, {b, d});
  const TrialResult result = c.Run();
  EXPECT_EQ(result.verdict, Verdict::kLikely);
  EXPECT_EQ(result.cohort, "Cohort C");
  EXPECT_THAT(result.other_cohorts, ElementsAre("Cohort B"));
  EXPECT_EQ(result.results.size(), 3u);
  for (const auto& [id, times] : c.evaluations)
    EXPECT_EQ(times, 1) << id << ": once a patient, however many ways";
}

TEST(Ways, TheNearestOfExcludedOnesIsTold) {
  Case c;
  const int a = c.AddCohort({.name = "A", .has_own_inclusion = true});
  const int b = c.AddCohort({.name = "B", .has_own_inclusion = true});
  c.Add("A1", Topic::kLab, kFails, {a})
      .Add("A2", Topic::kLab, kFails, {a})
      .Add("B1", Topic::kDisease, kFails, {b});
  const TrialResult result = c.Run();
  EXPECT_EQ(result.cohort, "B");
  EXPECT_THAT(Ids(result, result.blocking), ElementsAre("B1"));
}

TEST(Ways, TheEarliestOfLaterOnes) {
  Case c;
  const int a = c.AddCohort({.name = "A", .has_own_inclusion = true});
  const int b = c.AddCohort({.name = "B", .has_own_inclusion = true});
  c.Add("A1", Topic::kWashout, {.today = Truth::kNotMet, .changes = kToday + 9}, {a})
      .Add("B1", Topic::kWashout, {.today = Truth::kNotMet, .changes = kToday + 5}, {b});
  const TrialResult result = c.Run();
  EXPECT_EQ(result.cohort, "B");
  EXPECT_EQ(result.eligible_from, kToday + 5);
}

TEST(Ways, PartsWithoutAnInclusionOfTheirOwn) {
  Case none_has;
  none_has.AddCohort({.name = "Part 1"});
  none_has.AddCohort({.name = "Part 2"});
  none_has.Add("I1", Topic::kDisease, kMet).Add("E1", Topic::kLab, kFails, {0});
  const TrialResult base = none_has.Run();
  EXPECT_EQ(base.verdict, Verdict::kPossible) << "the base alone is a way in, at most possible";
  EXPECT_EQ(base.cohort, "");

  Case one_has;
  one_has.AddCohort({.name = "Part 1"});
  one_has.AddCohort({.name = "Part 2", .has_own_inclusion = true});
  one_has.Add("I1", Topic::kDisease, kMet).Add("I2", Topic::kBiomarker, kFails, {1});
  EXPECT_EQ(one_has.Run().verdict, Verdict::kPossible) << "Part 1 is spoken of and lists nothing: the base alone is its list";

  Case one_is_not_for_all;
  one_is_not_for_all.AddCohort({.name = "Part 1"});
  one_is_not_for_all.AddCohort({.name = "Part 2", .has_own_inclusion = true});
  one_is_not_for_all.Add("I1", Topic::kLab, kMet).Add("I2", Topic::kBiomarker, kFails, {1});
  EXPECT_EQ(one_is_not_for_all.Run().verdict, Verdict::kExcluded) << "a base that does not say whom the trial is for is no list";
}

TEST(Ways, WhatAnExpansionExpands) {
  Case expansion;
  expansion.AddCohort({.name = "Expansion", .key = "expansion", .has_own_inclusion = true});
  expansion.Add("I1", Topic::kDisease, kMet).Add("I2", Topic::kBiomarker, kFails, {0});
  EXPECT_EQ(expansion.Run().verdict, Verdict::kLikely) << "the base criteria are the list of the escalation before it";
  EXPECT_EQ(expansion.Run().cohort, "");

  Case phase;
  phase.AddCohort({.name = "Phase 2", .key = "phase 2", .has_own_inclusion = true});
  phase.Add("I1", Topic::kDisease, kMet).Add("I2", Topic::kBiomarker, kFails, {0});
  EXPECT_EQ(phase.Run().verdict, Verdict::kPossible) << "the other phase may ask for more";
}

TEST(Ways, NestedPartsTakeWhatStandsAroundThem) {
  Case c;
  const int phase = c.AddCohort({.name = "Phase 2", .has_own_inclusion = true});
  const int a = c.AddCohort({.name = "Phase 2 A", .parent = phase, .has_own_inclusion = true});
  const int b = c.AddCohort({.name = "Phase 2 B", .parent = phase, .has_own_inclusion = true});
  c.Add("I1", Topic::kDisease, kMet)
      .Add("IP", Topic::kLab, kFails, {phase})
      .Add("IA", Topic::kBiomarker, kMet, {a})
      .Add("IB", Topic::kBiomarker, kFails, {b});
  const TrialResult result = c.Run();
  EXPECT_EQ(result.cohort, "Phase 2 A") << "an inner part is no way past its own parts";
  EXPECT_THAT(Ids(result, result.blocking), ElementsAre("IP"));
}

TEST(Ways, ClosedPartsAreNeverAWayIn) {
  Case one_open;
  one_open.AddCohort({.name = "A", .closed = true, .has_own_inclusion = true});
  one_open.AddCohort({.name = "B", .has_own_inclusion = true});
  one_open.Add("I1", Topic::kDisease, kMet).Add("IB", Topic::kBiomarker, kFails, {1});
  EXPECT_EQ(one_open.Run().verdict, Verdict::kExcluded);

  Case inside_closed;
  inside_closed.AddCohort({.name = "Phase 1", .closed = true, .has_own_inclusion = true});
  inside_closed.AddCohort({.name = "Phase 1 A", .parent = 0, .has_own_inclusion = true});
  inside_closed.Add("I1", Topic::kDisease, kMet);
  const TrialResult result = inside_closed.Run();
  EXPECT_EQ(result.verdict, Verdict::kExcluded);
  EXPECT_THAT(result.closed_cohorts, ElementsAre(0, 1));
  EXPECT_THAT(result.blocking, IsEmpty());

  Case another_part;
  another_part.AddCohort({.name = "Dose escalation", .closed = true, .has_own_inclusion = true});
  another_part.AddCohort({.name = "Dose expansion"});
  another_part.Add("I1", Topic::kDisease, kMet);
  EXPECT_EQ(another_part.Run().verdict, Verdict::kPossible)
      << "an open part may list nothing of its own";
}

TEST(Ways, StepsAllCountButLaterOnesDecideOnlyWhatCannotChange) {
  struct Row {
    const char* name;
    bool later;
    Topic topic;
    Verdict verdict;
    int at_site;
  };
  const std::vector<Row> rows = {
      {"screening, lab", false, Topic::kLab, Verdict::kExcluded, 0},
      {"randomisation, lab", true, Topic::kLab, Verdict::kLikely, 1},
      {"randomisation, performance", true, Topic::kPerformance, Verdict::kLikely, 1},
      {"randomisation, biomarker", true, Topic::kBiomarker, Verdict::kExcluded, 0},
      {"randomisation, disease", true, Topic::kDisease, Verdict::kExcluded, 0},
      {"randomisation, prior therapy", true, Topic::kPriorTherapy, Verdict::kExcluded, 0},
      {"randomisation, lines", true, Topic::kLineOfTherapy, Verdict::kExcluded, 0},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    Case c;
    const int step =
        c.AddCohort({.name = "Step", .kind = Cohort::Kind::kStep, .later_step = row.later});
    c.Add("I1", Topic::kDisease, kMet).Add("I2", row.topic, kFails, {step});
    const TrialResult result = c.Run();
    EXPECT_STREQ(VerdictName(result.verdict), VerdictName(row.verdict));
    EXPECT_EQ(result.checked_at_site, row.at_site);
  }
}

}  // namespace
}  // namespace trialmatch::matcher
