#ifndef TRIALMATCH_TESTS_UNIT_MATCHER_VERDICT_TEST_SUPPORT_H_
#define TRIALMATCH_TESTS_UNIT_MATCHER_VERDICT_TEST_SUPPORT_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "matcher/verdict.h"

// Trials made of answers, for the verdict tables.
namespace trialmatch::matcher::verdict_test {

using base::Day;
using base::Truth;
using rules::Cohort;
using rules::Criterion;
using rules::Topic;

inline const Day kToday = Day::FromCivil(2026, 1, 15);

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
  Case() { criteria.coverage.bytes_understood = 1; }
  Case& Add(std::string id, Topic topic, Answer answer, std::vector<int> cohorts = {}) {
    Criterion criterion;
    criterion.id = id;
    criterion.topic = topic;
    criterion.cohorts = std::move(cohorts);
    criterion.expression = rules::Expression::OfLeaf(rules::FactLeaf{.fact = id}, {}, "test");
    criterion.understood =
        answer.opaque ? rules::Understood::kNone : rules::Understood::kFull;
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
    const std::string id = std::get<rules::FactLeaf>(*expression.leaf).fact;
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

inline std::vector<std::string> Ids(const TrialResult& result, const std::vector<int>& indexes) {
  std::vector<std::string> out;
  for (int index : indexes) out.push_back(result.results[index].criterion->id);
  return out;
}

inline const Answer kMet{};
inline const Answer kFails{.today = Truth::kNotMet};
inline const Answer kMissing{.today = Truth::kUnknown, .needs = {"labs.qtcf"}};
inline const Answer kOpaque{.today = Truth::kUnknown, .opaque = true};

}  // namespace trialmatch::matcher::verdict_test

#endif  // TRIALMATCH_TESTS_UNIT_MATCHER_VERDICT_TEST_SUPPORT_H_
