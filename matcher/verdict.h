#ifndef TRIALMATCH_MATCHER_VERDICT_H_
#define TRIALMATCH_MATCHER_VERDICT_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/truth.h"
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
// eligible_until, needs_stop, results, blocking, unknown, not_understood, read_in_part, text_gap and
// checked_at_site of `result`; leaves the rest alone.
void Decide(const DecisionQuestion& question, const Evaluator& evaluate, TrialResult& result);

// The same in two steps, for who keeps what criteria say of a patient in another way
// (matcher/index): Choose decides, Tell gives the reasons.

// The truth of a criterion from each day on, the day of decision first.
using Timeline = std::vector<std::pair<base::Day, base::Truth>>;

enum class Drugs : uint8_t { kAsTheyAre, kStopped };  // kStopped: ongoing drugs end on the day of decision

// What the criteria of one trial say of one patient, by their index; worked out when first asked.
class CriterionStates {
 public:
  virtual ~CriterionStates() = default;
  virtual base::Truth Today(int criterion) = 0;
  virtual bool Worry(int criterion) = 0;
  virtual const std::vector<std::string>& NeedsStop(int criterion) = 0;
  // Valid as long as the object.
  virtual const Timeline& Over(int criterion, Drugs drugs) = 0;
};

// How one way in came out.
struct WayOutcome {
  Verdict verdict = Verdict::kPossible;
  std::vector<int> failing;  // indexes of criteria
  bool with_stop = false;    // eligible_from supposes that drugs stop
  std::optional<base::Day> eligible_from;
};

struct Choice {
  size_t way = 0;            // index into WaysIn::ways
  WayOutcome outcome;        // of that way
  std::vector<size_t> others;  // other ways that would take the patient
  Verdict verdict = Verdict::kPossible;  // of the trial: excluded when every way is closed
};

Choice Choose(const DecisionQuestion& question, CriterionStates& states);

// The last day from which breakpoints are looked at.
base::Day Horizon(base::Day decided_on);

// The timeline of an expression from its outcome today (with `drugs` as given): `at` tells its truth on a later day.
Timeline MakeTimeline(base::Day decided_on, base::Truth today, const std::vector<base::Day>& breakpoints,
                      const std::function<base::Truth(base::Day)>& at);

// What the chosen way says of today, with its reasons; asked once for each criterion of the way.
using Today = std::function<ExpressionOutcome(int criterion)>;
void Tell(const DecisionQuestion& question, const Choice& choice, CriterionStates& states, const Today& today,
          TrialResult& result);

// The place of a topic among reasons: 0 is the most decisive (disease, biomarker, prior therapy,
// ...).
int Decisiveness(rules::Topic topic);

// True for the topics that must be understood and met before a trial is called likely.
bool MustBeMetForLikely(rules::Topic topic);

// True for what the eligibility text itself says of the tumour: a trial is likely only if one such
// criterion is met. The record's list of conditions is no word of who may enter.
bool TellsWhichTumour(const rules::Criterion& criterion);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_VERDICT_H_
