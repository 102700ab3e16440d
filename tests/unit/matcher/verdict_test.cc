#include "matcher/verdict.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/matcher/verdict_test_support.h"

namespace trialmatch::matcher {
namespace {

using namespace verdict_test;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Likely, NeedsTheTumourAndEverythingDecisive) {
  struct Row {
    const char* name;
    std::vector<std::pair<Topic, Answer>> criteria;
    Verdict verdict;
  };
  const std::vector<Row> rows = {
      {"disease met", {{Topic::kDisease, kMet}}, Verdict::kLikely},
      {"biomarker met", {{Topic::kBiomarker, kMet}}, Verdict::kLikely},
      {"nothing about the tumour", {{Topic::kPerformance, kMet}}, Verdict::kPossible},
      {"no criteria at all", {}, Verdict::kPossible},
      {"open lab", {{Topic::kDisease, kMet}, {Topic::kLab, kMissing}}, Verdict::kLikely},
      {"open illness",
       {{Topic::kDisease, kMet}, {Topic::kComorbidity, kMissing}},
       Verdict::kLikely},
      {"open medicine",
       {{Topic::kDisease, kMet}, {Topic::kConcomitantMedication, kMissing}},
       Verdict::kLikely},
      {"open pregnancy",
       {{Topic::kDisease, kMet}, {Topic::kReproductive, kMissing}},
       Verdict::kLikely},
      {"opaque other", {{Topic::kDisease, kMet}, {Topic::kOther, kOpaque}}, Verdict::kLikely},
      {"opaque lab", {{Topic::kDisease, kMet}, {Topic::kLab, kOpaque}}, Verdict::kLikely},
      {"worry about a lab",
       {{Topic::kDisease, kMet}, {Topic::kLab, {.today = Truth::kUnknown, .worry = true}}},
       Verdict::kPossible},
      {"worry about what is met", {{Topic::kDisease, {.worry = true}}}, Verdict::kLikely},
      {"open biomarker",
       {{Topic::kDisease, kMet}, {Topic::kBiomarker, kMissing}},
       Verdict::kPossible},
      {"opaque prior therapy",
       {{Topic::kDisease, kMet}, {Topic::kPriorTherapy, kOpaque}},
       Verdict::kPossible},
      {"open lines",
       {{Topic::kDisease, kMet}, {Topic::kLineOfTherapy, kMissing}},
       Verdict::kPossible},
      {"open stage",
       {{Topic::kDisease, kMet}, {Topic::kStageSetting, kMissing}},
       Verdict::kPossible},
      {"open brain", {{Topic::kDisease, kMet}, {Topic::kCns, kMissing}}, Verdict::kPossible},
      {"open performance",
       {{Topic::kDisease, kMet}, {Topic::kPerformance, kMissing}},
       Verdict::kPossible},
      {"open age", {{Topic::kDisease, kMet}, {Topic::kAgeSex, kMissing}}, Verdict::kPossible},
      {"open washout", {{Topic::kDisease, kMet}, {Topic::kWashout, kMissing}}, Verdict::kPossible},
      {"open measurable",
       {{Topic::kDisease, kMet}, {Topic::kMeasurable, kMissing}},
       Verdict::kPossible},
      {"logistics never decide",
       {{Topic::kDisease, kMet}, {Topic::kLogistics, kFails}},
       Verdict::kLikely},
      {"a lab fails", {{Topic::kDisease, kMet}, {Topic::kLab, kFails}}, Verdict::kExcluded},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    Case c;
    int n = 0;
    for (const auto& [topic, answer] : row.criteria)
      c.Add("c" + std::to_string(n++), topic, answer);
    EXPECT_STREQ(VerdictName(c.Run().verdict), VerdictName(row.verdict));
  }
}

TEST(Likely, NotFromAPermissionNorFromATextThatWasHardlyRead) {
  Case permission;
  permission.Add("I1", Topic::kDisease, kMet);
  permission.criteria.criteria[0].expression.kind = rules::Expression::Kind::kAlways;
  EXPECT_EQ(permission.Run().verdict, Verdict::kPossible);

  Case silent;
  silent.study_text = " \n";
  silent.Add("S.conditions", Topic::kDisease, kMet);
  EXPECT_EQ(silent.Run().verdict, Verdict::kPossible);

  Case hardly_read;
  hardly_read.Add("I1", Topic::kDisease, kMet);
  hardly_read.criteria.coverage.bytes_understood = 0.34;
  EXPECT_EQ(hardly_read.Run().verdict, Verdict::kPossible);
  hardly_read.criteria.coverage.bytes_understood = 0.35;
  EXPECT_EQ(hardly_read.Run().verdict, Verdict::kLikely);
}

TEST(Possible, SaysWhatTheTextLacks) {
  Case in_part;
  in_part.Add("I1", Topic::kDisease, kMet).Add("I2", Topic::kPriorTherapy, kMet).Add("I3", Topic::kLab, kMet);
  for (Criterion& criterion : in_part.criteria.criteria) criterion.understood = rules::Understood::kPartial;
  const TrialResult result = in_part.Run();
  EXPECT_EQ(result.verdict, Verdict::kPossible);
  EXPECT_THAT(Ids(result, result.read_in_part), ElementsAre("I2"));
  EXPECT_EQ(result.text_gap, TextGap::kNone);

  Case silent;
  silent.study_text = " ";
  silent.Add("S.conditions", Topic::kDisease, kMet);
  silent.criteria.criteria[0].source = "conditions";
  EXPECT_EQ(silent.Run().text_gap, TextGap::kNoText);

  Case hardly_read;
  hardly_read.Add("I1", Topic::kDisease, kMet);
  hardly_read.criteria.coverage.bytes_understood = 0.34;
  EXPECT_EQ(hardly_read.Run().text_gap, TextGap::kMostlyUnread);

  Case no_tumour;
  no_tumour.Add("I1", Topic::kPerformance, kMet);
  EXPECT_EQ(no_tumour.Run().text_gap, TextGap::kTumourNotNamed);

  Case part;
  part.Add("I1", Topic::kDisease, kMet);
  part.AddCohort({.name = "Phase 2"});
  EXPECT_EQ(part.Run().text_gap, TextGap::kPartNotDescribed);

  // The performance status stands below one of two parts.
  Case status_of_one;
  const int a = status_of_one.AddCohort({.name = "Part A", .has_own_inclusion = true});
  const int b = status_of_one.AddCohort({.name = "Part B", .has_own_inclusion = true});
  status_of_one.Add("I1", Topic::kDisease, kMet, {a}).Add("I2", Topic::kDisease, kFails, {b}).Add("I3", Topic::kPerformance, kMet, {b});
  EXPECT_EQ(status_of_one.Run().verdict, Verdict::kPossible);
  EXPECT_EQ(status_of_one.Run().text_gap, TextGap::kPartNotDescribed);
  status_of_one.Add("I4", Topic::kPerformance, kMet);
  EXPECT_EQ(status_of_one.Run().verdict, Verdict::kLikely);

  Case fails;
  fails.Add("I1", Topic::kPerformance, kFails);
  EXPECT_EQ(fails.Run().text_gap, TextGap::kNone);
}

TEST(Lists, MissingFactsAndUnreadTextAreToldApart) {
  Case c;
  c.Add("I1", Topic::kDisease, kMet)
      .Add("I2", Topic::kLab, kMissing)
      .Add("I3", Topic::kOther, kOpaque)
      .Add("I4", Topic::kLab, {.today = Truth::kUnknown, .opaque = true, .needs = {"labs.alt"}})
      .Add("I5", Topic::kWashout, {.today = Truth::kUnknown})
      .Add("I6", Topic::kLogistics, kMet);
  const TrialResult result = c.Run();
  EXPECT_THAT(Ids(result, result.unknown), ElementsAre("I2", "I4", "I5"));
  EXPECT_THAT(Ids(result, result.not_understood), ElementsAre("I3"));
  EXPECT_EQ(result.checked_at_site, 1);
  EXPECT_EQ(result.results.size(), 6u);
  EXPECT_EQ(result.results[1].reasons[0].because, "I2");
}

TEST(Excluded, NamesAllThatFailsTheMostDecisiveFirst) {
  Case c;
  c.Add("E1", Topic::kLab, kFails)
      .Add("E2", Topic::kStageSetting, kFails)
      .Add("E3", Topic::kBiomarker, kFails)
      .Add("E4", Topic::kCns, kMet)
      .Add("E5", Topic::kPriorTherapy, kFails)
      .Add("E6", Topic::kDisease, kFails)
      .Add("E7", Topic::kBiomarker, kFails);
  const TrialResult result = c.Run();
  EXPECT_EQ(result.verdict, Verdict::kExcluded);
  EXPECT_THAT(Ids(result, result.blocking), ElementsAre("E6", "E3", "E7", "E5", "E2", "E1"));
}

TEST(Later, IsTheFirstDayOnWhichNothingFails) {
  Case c;
  c.Add("I1", Topic::kDisease, kMet)
      .Add("E1", Topic::kWashout, {.today = Truth::kNotMet, .changes = kToday + 4})
      .Add("E2", Topic::kWashout, {.today = Truth::kNotMet, .changes = kToday + 12});
  const TrialResult result = c.Run();
  EXPECT_EQ(result.verdict, Verdict::kLater);
  EXPECT_EQ(result.eligible_from, kToday + 12);
  EXPECT_THAT(Ids(result, result.blocking), ElementsAre("E1", "E2"));
  EXPECT_EQ(result.results[1].lifts_on, kToday + 4);
  EXPECT_EQ(result.results[2].lifts_on, kToday + 12);
  EXPECT_THAT(result.needs_stop, IsEmpty());
}

TEST(Later, NeverWhenTimeDoesNotHelp) {
  struct Row {
    const char* name;
    std::vector<Answer> answers;
    Verdict verdict;
  };
  const Day horizon = Day::FromCivil(2027, 1, 15);
  const std::vector<Row> rows = {
      {"one lifts, one stays",
       {{.today = Truth::kNotMet, .changes = kToday + 4}, kFails},
       Verdict::kExcluded},
      {"on the last day of 12 months",
       {{.today = Truth::kNotMet, .changes = horizon}},
       Verdict::kLater},
      {"a day after", {{.today = Truth::kNotMet, .changes = horizon + 1}}, Verdict::kExcluded},
      {"another window closes first",
       {{.today = Truth::kNotMet, .changes = kToday + 20},
        {.today = Truth::kMet, .changes = kToday + 10, .then = Truth::kNotMet}},
       Verdict::kExcluded},
      {"another window closes after",
       {{.today = Truth::kNotMet, .changes = kToday + 20},
        {.today = Truth::kMet, .changes = kToday + 30, .then = Truth::kNotMet}},
       Verdict::kLater},
      {"becomes unknown: no longer fails",
       {{.today = Truth::kNotMet, .changes = kToday + 4, .then = Truth::kUnknown}},
       Verdict::kLater},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    Case c;
    int n = 0;
    for (const Answer& answer : row.answers)
      c.Add("c" + std::to_string(n++), Topic::kWashout, answer);
    EXPECT_STREQ(VerdictName(c.Run().verdict), VerdictName(row.verdict));
  }
}

TEST(Later, AClosingWindowIsTold) {
  Case later;
  later.Add("E1", Topic::kWashout, {.today = Truth::kNotMet, .changes = kToday + 20})
      .Add("I1", Topic::kWashout,
           {.today = Truth::kMet, .changes = kToday + 30, .then = Truth::kNotMet});
  TrialResult result = later.Run();
  EXPECT_EQ(result.eligible_from, kToday + 20);
  EXPECT_EQ(result.eligible_until, kToday + 29) << "the last day on which nothing fails";

  Case now;
  now.Add("I1", Topic::kDisease, kMet)
      .Add("I2", Topic::kWashout,
           {.today = Truth::kMet, .changes = kToday + 32, .then = Truth::kNotMet});
  result = now.Run();
  EXPECT_EQ(result.verdict, Verdict::kLikely);
  EXPECT_EQ(result.eligible_until, kToday + 31);
  EXPECT_EQ(result.results[1].closes_on, kToday + 31);
}

TEST(Later, ADrugThatMustStopIsNamed) {
  Case c;
  c.Add("I1", Topic::kDisease, kMet)
      .Add("E1", Topic::kWashout,
           {.today = Truth::kNotMet, .needs_stop = {"alectinib"}, .with_stop = kToday + 14});
  TrialResult result = c.Run(/*ongoing_drugs=*/1);
  EXPECT_EQ(result.verdict, Verdict::kLater);
  EXPECT_EQ(result.eligible_from, kToday + 14);
  EXPECT_THAT(result.needs_stop, ElementsAre("alectinib"));
  EXPECT_EQ(result.results[1].lifts_on, kToday + 14);

  // What asks for the same drug then fails.
  c.Add("I2", Topic::kPriorTherapy, {.today = Truth::kMet, .stopped = Truth::kNotMet});
  EXPECT_EQ(c.Run(/*ongoing_drugs=*/1).verdict, Verdict::kExcluded);
  // With another drug beside it, the criterion may be about that one.
  EXPECT_EQ(c.Run(/*ongoing_drugs=*/2).verdict, Verdict::kLater);
}

}  // namespace
}  // namespace trialmatch::matcher
