#include "matcher/patient_matcher.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "matcher/rank/cautions.h"
#include "matcher/rank/nearest_site.h"
#include "matcher/verdict.h"
#include "rules/read_study.h"

namespace trialmatch::matcher {
namespace {

// Whether the way in takes the patient today: kLikely, kPossible, or kExcluded for not today. As Choose decides it, from rows.
Verdict Takes(const CompiledTrials& compiled, const WayRow& way, Answers& answers, size_t patient) {
  const Answers::Word bit = Answers::Word{1} << patient;
  bool good = way.at_most_possible == 0, tumour_fits = false;
  for (const UseRow& use : compiled.uses.subspan(way.first_use, way.uses)) {
    const Answers::Today today = answers.Node(use.node, bit);
    if ((today.not_met & bit) != 0) return Verdict::kExcluded;
    if ((today.met & bit) != 0) {
      tumour_fits = tumour_fits || use.about_tumour != 0;
    } else if (use.must_be_met != 0 || (today.worry & bit) != 0) {
      good = false;
    }
  }
  return good && tumour_fits ? Verdict::kLikely : Verdict::kPossible;
}

}  // namespace

PatientMatcher::PatientMatcher(const Patient& patient, const rules::Lexicon& lexicon, const MatchOptions& options, std::shared_ptr<DrugKinds> kinds)
    : patient_(patient),
      lexicon_(lexicon),
      options_(options),
      picture_(Picture(patient, lexicon)),
      ranker_(patient, picture_, lexicon, options, std::move(kinds)),
      country_(RowOf(lexicon, rules::TermKind::kPlace, patient.location.country)) {}

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

PatientMatcher::Brief PatientMatcher::Judge(const TrialIndex& index, size_t trial, Verdict verdict, Answers& answers, size_t number) const {
  const RankRows& rows = index.ranks();
  const CompiledTrials& compiled = index.compiled();
  const std::span<const uint32_t> roots = compiled.roots.subspan(compiled.trials[trial].first_criterion, compiled.trials[trial].criteria);
  const auto truth_of = [&](uint32_t criterion) { return answers.TruthOf(roots[criterion], number); };
  const auto failing = [&](size_t way) {
    const std::span<const uint32_t> deciding = Part(rows.deciding, rows.ways[rows.trials[trial].ways.first + way]);
    return static_cast<size_t>(std::count_if(deciding.begin(), deciding.end(), [&](uint32_t criterion) { return truth_of(criterion) == base::Truth::kNotMet; }));
  };
  Brief brief;
  size_t way = 0;
  const size_t ways = rows.trials[trial].ways.size;
  if (verdict == Verdict::kExcluded && compiled.trials[trial].closed == 0) {
    brief.lacks = failing(0);
    for (size_t i = 1; i < ways; ++i) {
      if (const size_t other = failing(i); other < brief.lacks) {
        brief.lacks = other;
        way = i;
      }
    }
  } else if (verdict <= Verdict::kPossible) {
    const TrialRow& row = compiled.trials[trial];
    while (way + 1 < ways && Takes(compiled, compiled.ways[row.first_way + way], answers, number) != verdict) ++way;
  } else if (ways > 1 || compiled.trials[trial].closed != 0) {
    const TrialFacts& facts = index.facts(trial);
    const DecisionQuestion question = Question(index.criteria(trial), facts);
    IndexedStates states(answers, compiled, trial, number, question);
    const Choice choice = Choose(question, states);
    way = choice.way;
    brief.lacks = choice.outcome.failing.size() + facts.ways.closed.size();
  }
  const std::optional<SiteBrief> site = FindNearestSite(Part(rows.sites, rows.trials[trial].sites), country_, picture_);
  brief.score = ranker_.Score(rows, trial, way, site, truth_of);
  return brief;
}

bool PatientMatcher::TooFar(const TrialIndex& index, size_t trial) const {
  if (!options_.within_km) return false;
  const RankRows& rows = index.ranks();
  const std::optional<double> km = NearestKm(Part(rows.sites, rows.trials[trial].sites), picture_);
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
