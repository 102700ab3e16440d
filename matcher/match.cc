#include "matcher/match.h"

#include <algorithm>
#include <utility>

#include "matcher/patient_matcher.h"
#include "matcher/rank/nearest_site.h"

namespace trialmatch::matcher {
namespace {

// Options first, then the verdict, the score, the number: a total order.
bool RanksBefore(const TrialResult& a, const TrialResult& b) {
  if (a.recruiting != b.recruiting) return a.recruiting;
  if (a.verdict != b.verdict) return a.verdict < b.verdict;
  if (a.score != b.score) return a.score > b.score;
  return a.study->nct_id < b.study->nct_id;
}

}  // namespace

MatchReport MatchPlainly(const TrialIndex& index, const Patient& patient, const MatchOptions& options) {
  MatchReport report = BeginReport(index, patient, options);
  const PatientMatcher matcher(patient, index.lexicon(), options);
  report.trials.reserve(index.size());
  for (size_t i = 0; i < index.size(); ++i) {
    if (matcher.TooFar(index, i)) continue;
    report.trials.push_back(matcher.Plain(index.study(i), index.criteria(i), index.facts(i)));
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
    CountTrial(ranked.back().recruiting, ranked.back().verdict, report.counts);
  }
  report.trials = std::move(ranked);
  return report;
}

MatchReport Match(const TrialIndex& index, const Patient& patient, const MatchOptions& options) {
  const Patient* const patients[] = {&patient};
  return std::move(GroupMatcher(index, options).Match(patients).front());
}

TrialResult MatchTrial(const fetch::Study& study, const rules::TrialCriteria& criteria,
                       const Patient& patient, const rules::Lexicon& lexicon,
                       const MatchOptions& options) {
  TrialResult result =
      PatientMatcher(patient, lexicon, options).Plain(study, criteria, FindTrialFacts(study, criteria, lexicon));
  result.rank = 1;
  return result;
}

}  // namespace trialmatch::matcher
