#ifndef TRIALMATCH_MATCHER_VERDICT_H_
#define TRIALMATCH_MATCHER_VERDICT_H_

#include <functional>

#include "base/date.h"
#include "matcher/evaluate/evaluate.h"
#include "matcher/index/ways_in.h"
#include "matcher/report.h"
#include "rules/criterion.h"

namespace trialmatch::matcher {

// What a criterion's expression says of the patient on `day`; `stopped`: ongoing drugs count as
// stopped on the day of decision.
using Evaluator =
    std::function<ExpressionOutcome(const rules::Expression&, base::Day day, bool stopped)>;

struct DecisionQuestion {
  const rules::TrialCriteria& criteria;
  const WaysIn& ways;
  base::Day decided_on;
  int ongoing_drugs =
      0;  // of the patient: when all of them must stop, every criterion is asked as if they had
};

// Decides every way in and keeps the best, as DESIGN section 4 says: likely, possible, later (the
// earliest day), excluded (the fewest failing criteria); then the order of the text. Each criterion
// is evaluated once for today. Fills verdict, cohort, other_cohorts, closed_cohorts, eligible_from,
// eligible_until, needs_stop, results, blocking, unknown, not_understood and checked_at_site of
// `result`; leaves the rest alone.
void Decide(const DecisionQuestion& question, const Evaluator& evaluate, TrialResult& result);

// The place of a topic among reasons: 0 is the most decisive (disease, biomarker, prior therapy,
// ...).
int Decisiveness(rules::Topic topic);

// True for the topics that must be understood and met before a trial is called likely.
bool MustBeMetForLikely(rules::Topic topic);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_VERDICT_H_
