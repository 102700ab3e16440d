#include "matcher/patient_matcher.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "matcher/rank/cautions.h"
#include "matcher/rank/nearest_site.h"
#include "matcher/verdict.h"
#include "rules/read_study.h"

namespace trialmatch::matcher {

PatientMatcher::PatientMatcher(const Patient& patient, const rules::Lexicon& lexicon, const MatchOptions& options)
    : patient_(patient),
      lexicon_(lexicon),
      options_(options),
      picture_(Picture(patient, lexicon)),
      ranker_(patient, picture_, lexicon, options) {}

DecisionQuestion PatientMatcher::Question(const rules::TrialCriteria& criteria, const TrialFacts& facts) const {
  return {.criteria = criteria, .ways = facts.ways, .decided_on = options_.decided_on, .ongoing_drugs = picture_.ongoing_drugs};
}

TrialResult PatientMatcher::Begin(const fetch::Study& study, const rules::TrialCriteria& criteria) const {
  TrialResult result;
  result.study = &study;
  result.criteria = &criteria;
  result.recruiting = options_.status == MatchOptions::Status::kAny || IsRecruiting(study.overall_status);
  return result;
}

void PatientMatcher::Finish(const TrialFacts& facts, TrialResult& result) const {
  result.nearest_site = FindNearestSite(*result.study, facts, patient_, picture_);
  ranker_.Score(facts, result);
  AddCautions(patient_, picture_, facts, lexicon_, options_.decided_on, result);
}

TrialResult PatientMatcher::Plain(const fetch::Study& study, const rules::TrialCriteria& criteria, const TrialFacts& facts) const {
  TrialResult result = Begin(study, criteria);
  const Evaluator evaluate = [this](const rules::Expression& expression, base::Day day, bool stopped) {
    return EvaluateExpression(expression, {.patient = patient_,
                                           .lexicon = lexicon_,
                                           .decided_on = options_.decided_on,
                                           .day = day,
                                           .stopped = stopped});
  };
  matcher::Decide(Question(criteria, facts), evaluate, result);
  Finish(facts, result);
  return result;
}

TrialResult PatientMatcher::Indexed(const TrialIndex& index, size_t trial, Answers& answers, size_t number) const {
  const fetch::Study& study = index.study(trial);
  const rules::TrialCriteria& criteria = index.criteria(trial);
  const TrialFacts& facts = index.facts(trial);
  TrialResult result = Begin(study, criteria);
  const DecisionQuestion question = Question(criteria, facts);
  IndexedStates states(answers, index.compiled(), trial, number, question);
  Tell(question, Choose(question, states), states, [&](int criterion) {
    const bool silent = options_.reasons == MatchOptions::Reasons::kOpenOnly && states.Today(criterion) == base::Truth::kMet;
    return silent ? ExpressionOutcome{.truth = base::Truth::kMet} : states.Tell(criterion);
  }, result);
  Finish(facts, result);
  return result;
}

PatientMatcher::Brief PatientMatcher::Judge(const TrialIndex& index, size_t trial, Answers& answers, size_t number) {
  const TrialFacts& facts = index.facts(trial);
  const CompiledTrials& compiled = index.compiled();
  const TrialRow& row = compiled.trials[trial];
  scratch_study_.study_type = facts.study.study_type;
  scratch_study_.overall_status = facts.study.overall_status;
  scratch_study_.last_update_post_date = facts.study.last_update_post_date;
  scratch_study_.phases = facts.study.phases;
  scratch_study_.locations.resize(std::min<size_t>(facts.site_at.size(), 1));   // asked for being empty
  std::vector<rules::Criterion>& criteria = scratch_criteria_.criteria;
  if (criteria.size() < row.criteria) criteria.resize(row.criteria);
  for (uint32_t i = 0; i < row.criteria; ++i) {
    criteria[i].topic = facts.asks[i].topic;
    criteria[i].expression.kind = static_cast<rules::Expression::Kind>(compiled.nodes[compiled.roots[row.first_criterion + i]].kind);
  }
  TrialResult& result = scratch_;
  result.study = &scratch_study_;
  result.criteria = &scratch_criteria_;
  result.signals.clear();
  const DecisionQuestion question = Question(scratch_criteria_, facts);
  IndexedStates states(answers, compiled, trial, number, question);
  const Choice choice = Choose(question, states);
  const WayIn& way = facts.ways.ways[choice.way];
  result.results.resize(way.criteria.size());
  for (size_t i = 0; i < way.criteria.size(); ++i) {
    CriterionResult& told = result.results[i];
    told.criterion = &criteria[way.criteria[i]];
    told.truth = states.Today(way.criteria[i]);
    told.decides = way.decides[i];
  }
  result.nearest_site = FindNearestSiteOnly(facts, patient_, picture_);
  ranker_.Score(facts, result);
  return {.score = result.score, .lacks = choice.outcome.failing.size() + facts.ways.closed.size()};
}

bool PatientMatcher::TooFar(const TrialFacts& facts) const {
  if (!options_.within_km) return false;
  const std::optional<double> km = NearestKm(facts, picture_);
  return km && *km > *options_.within_km;
}

MatchReport BeginReport(const TrialIndex& index, const Patient& patient, const MatchOptions& options) {
  MatchReport report;
  report.patient_id = patient.id;
  if (patient.as_of) report.as_of = patient.as_of->ToString();
  report.rules_version = rules::RulesVersion(index.lexicon());
  report.decided_on = options.decided_on;
  report.registry_source = index.origin().source;
  report.registry_data_timestamp = index.origin().data_timestamp;
  report.registry_sha256 = index.origin().sha256;
  return report;
}

void CountTrial(bool recruiting, Verdict verdict, Counts& counts) {
  if (!recruiting) {
    ++counts.not_recruiting;
    return;
  }
  switch (verdict) {
    case Verdict::kLikely: ++counts.likely; break;
    case Verdict::kPossible: ++counts.possible; break;
    case Verdict::kLater: ++counts.later; break;
    case Verdict::kExcluded: ++counts.excluded; break;
  }
}

}  // namespace trialmatch::matcher
