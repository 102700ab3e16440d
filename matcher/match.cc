#include "matcher/match.h"

#include <algorithm>
#include <utility>

#include "matcher/evaluate/evaluate.h"
#include "matcher/rank/cautions.h"
#include "matcher/rank/nearest_site.h"
#include "matcher/rank/patient_picture.h"
#include "matcher/rank/ranker.h"
#include "matcher/verdict.h"
#include "rules/read_study.h"

namespace trialmatch::matcher {
namespace {

// One patient, ready to meet trials.
class Matcher {
 public:
  Matcher(const Patient& patient, const rules::Lexicon& lexicon, const MatchOptions& options)
      : patient_(patient),
        lexicon_(lexicon),
        options_(options),
        picture_(Picture(patient, lexicon)),
        ranker_(patient, picture_, lexicon, options),
        evaluate_([this](const rules::Expression& expression, base::Day day, bool stopped) {
          return EvaluateExpression(expression, {.patient = patient_,
                                                 .lexicon = lexicon_,
                                                 .decided_on = options_.decided_on,
                                                 .day = day,
                                                 .stopped = stopped});
        }) {}
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;

  TrialResult Trial(const fetch::Study& study, const rules::TrialCriteria& criteria,
                    const TrialFacts& facts) const {
    TrialResult result;
    result.study = &study;
    result.criteria = &criteria;
    result.recruiting =
        options_.status == MatchOptions::Status::kAny || IsRecruiting(study.overall_status);
    Decide({.criteria = criteria,
            .ways = facts.ways,
            .decided_on = options_.decided_on,
            .ongoing_drugs = picture_.ongoing_drugs},
           evaluate_, result);
    result.nearest_site = FindNearestSite(study, facts, patient_, picture_);
    ranker_.Score(facts, result);
    AddCautions(patient_, picture_, facts, lexicon_, options_.decided_on, result);
    return result;
  }

  bool TooFar(const fetch::Study& study, const TrialFacts& facts) const {
    if (!options_.within_km) return false;
    const std::optional<double> km = NearestKm(study, facts, picture_);
    return km && *km > *options_.within_km;
  }

 private:
  const Patient& patient_;
  const rules::Lexicon& lexicon_;
  const MatchOptions& options_;
  const PatientPicture picture_;
  const Ranker ranker_;
  const Evaluator evaluate_;
};

// Options first, then the verdict, the score, the number: a total order.
bool RanksBefore(const TrialResult& a, const TrialResult& b) {
  if (a.recruiting != b.recruiting) return a.recruiting;
  if (a.verdict != b.verdict) return a.verdict < b.verdict;
  if (a.score != b.score) return a.score > b.score;
  return a.study->nct_id < b.study->nct_id;
}

void Count(const TrialResult& result, Counts& counts) {
  if (!result.recruiting) {
    ++counts.not_recruiting;
    return;
  }
  switch (result.verdict) {
    case Verdict::kLikely:
      ++counts.likely;
      break;
    case Verdict::kPossible:
      ++counts.possible;
      break;
    case Verdict::kLater:
      ++counts.later;
      break;
    case Verdict::kExcluded:
      ++counts.excluded;
      break;
  }
}

}  // namespace

MatchReport Match(const TrialIndex& index, const Patient& patient, const MatchOptions& options) {
  MatchReport report;
  report.patient_id = patient.id;
  if (patient.as_of) report.as_of = patient.as_of->ToString();
  report.rules_version = rules::RulesVersion(index.lexicon());
  report.decided_on = options.decided_on;
  report.registry_source = index.studies().source;
  report.registry_data_timestamp = index.studies().data_timestamp;
  report.registry_sha256 = index.studies().sha256;

  const Matcher matcher(patient, index.lexicon(), options);
  const std::vector<fetch::Study>& studies = index.studies().studies;
  report.trials.reserve(studies.size());
  for (size_t i = 0; i < studies.size(); ++i) {
    if (matcher.TooFar(studies[i], index.facts()[i])) continue;
    report.trials.push_back(matcher.Trial(studies[i], index.criteria()[i], index.facts()[i]));
  }

  // Sorted by index: a result is heavy to move.
  std::vector<size_t> order(report.trials.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return RanksBefore(report.trials[a], report.trials[b]); });
  std::vector<TrialResult> ranked;
  ranked.reserve(order.size());
  for (size_t i : order) {
    ranked.push_back(std::move(report.trials[i]));
    ranked.back().rank = static_cast<int>(ranked.size());
    Count(ranked.back(), report.counts);
  }
  report.trials = std::move(ranked);
  return report;
}

TrialResult MatchTrial(const fetch::Study& study, const rules::TrialCriteria& criteria,
                       const Patient& patient, const rules::Lexicon& lexicon,
                       const MatchOptions& options) {
  TrialResult result = Matcher(patient, lexicon, options)
                           .Trial(study, criteria, FindTrialFacts(study, criteria, lexicon));
  result.rank = 1;
  return result;
}

}  // namespace trialmatch::matcher
