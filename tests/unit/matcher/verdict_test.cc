#include "matcher/verdict.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace trialmatch::matcher {
namespace {

using base::Day;
using base::Truth;
using rules::Cohort;
using rules::Criterion;
using rules::Topic;
using testing::ElementsAre;
using testing::IsEmpty;

const Day kToday = Day::FromCivil(2026, 1, 15);

// How one criterion answers, by its id; the expression only carries the id.
struct Answer {
  Truth today = Truth::kMet;
  std::optional<Day> changes;  // from this day on ...
  Truth then = Truth::kMet;    // ... it is this
  bool opaque = false;
  bool worry = false;
  std::vector<std::string> needs;
  std::vector<std::string> needs_stop;
  std::optional<Day> with_stop;  // once the drugs are stopped: met from this day on
  std::optional<Truth> stopped;  // once the drugs are stopped: this from today on
};

class Case {
 public:
  Case& Add(std::string id, Topic topic, Answer answer, std::vector<int> cohorts = {}) {
    Criterion criterion;
    criterion.id = id;
    criterion.topic = topic;
    criterion.cohorts = std::move(cohorts);
    criterion.expression = rules::Expression::OfLeaf(rules::FactLeaf{.fact = id}, {}, "test");
    if (answer.opaque) criterion.understood = rules::Understood::kNone;
    criteria.criteria.push_back(std::move(criterion));
    answers[id] = std::move(answer);
    return *this;
  }
  int AddCohort(Cohort cohort) {
    criteria.cohorts.push_back(std::move(cohort));
    return static_cast<int>(criteria.cohorts.size()) - 1;
  }

  TrialResult Run(int ongoing_drugs = 0) {
    study.eligibility_criteria = study_text;
    const WaysIn ways = FindWaysIn(study, criteria);
    TrialResult result;
    result.study = &study;
    result.criteria = &criteria;
    evaluations.clear();
    Decide(
        {.criteria = criteria, .ways = ways, .decided_on = kToday, .ongoing_drugs = ongoing_drugs},
        [this](const rules::Expression& expression, Day day, bool stopped) {
          return Ask(expression, day, stopped);
        },
        result);
    return result;
  }

  ExpressionOutcome Ask(const rules::Expression& expression, Day day, bool stopped) {
    const std::string id = std::get<rules::FactLeaf>(expression.leaf).fact;
    const Answer& answer = answers.at(id);
    if (!stopped && day == kToday) ++evaluations[id];
    ExpressionOutcome out;
    out.has_opaque = answer.opaque;
    out.worry = answer.worry;
    out.needs_stop = answer.needs_stop;
    out.truth = answer.changes && day >= *answer.changes ? answer.then : answer.today;
    std::optional<Day> change = answer.changes;
    if (stopped && answer.stopped) out.truth = *answer.stopped;
    if (stopped && answer.with_stop) {
      change = answer.with_stop;
      out.truth = day >= *change ? Truth::kMet : answer.today;
    }
    if (change && *change > day) out.breakpoints.push_back(*change);
    out.reasons.push_back({.leaf = {}, .because = id, .needs = answer.needs});
    return out;
  }

  std::string study_text = "text";
  fetch::Study study;
  rules::TrialCriteria criteria;
  std::map<std::string, Answer> answers;
  std::map<std::string, int> evaluations;
};

std::vector<std::string> Ids(const TrialResult& result, const std::vector<int>& indexes) {
  std::vector<std::string> out;
  for (int index : indexes) out.push_back(result.results[index].criterion->id);
  return out;
}

const Answer kMet{};
const Answer kFails{.today = Truth::kNotMet};
const Answer kMissing{.today = Truth::kUnknown, .needs = {"labs.qtcf"}};
const Answer kOpaque{.today = Truth::kUnknown, .opaque = true};

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

TEST(Likely, NotFromAPermissionNorWithoutAText) {
  Case permission;
  permission.Add("I1", Topic::kDisease, kMet);
  permission.criteria.criteria[0].expression.kind = rules::Expression::Kind::kAlways;
  EXPECT_EQ(permission.Run().verdict, Verdict::kPossible);

  Case silent;
  silent.study_text = " \n";
  silent.Add("S.conditions", Topic::kDisease, kMet);
  EXPECT_EQ(silent.Run().verdict, Verdict::kPossible);
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
  EXPECT_EQ(result.eligible_until, kToday + 30);

  Case now;
  now.Add("I1", Topic::kDisease, kMet)
      .Add("I2", Topic::kWashout,
           {.today = Truth::kMet, .changes = kToday + 32, .then = Truth::kNotMet});
  result = now.Run();
  EXPECT_EQ(result.verdict, Verdict::kLikely);
  EXPECT_EQ(result.eligible_until, kToday + 32);
  EXPECT_EQ(result.results[1].closes_on, kToday + 32);
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
  EXPECT_EQ(one_has.Run().verdict, Verdict::kExcluded) << "the base alone is no way in";
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
