#ifndef TRIALMATCH_MATCHER_INDEX_WAYS_IN_H_
#define TRIALMATCH_MATCHER_INDEX_WAYS_IN_H_

#include <vector>

#include "fetch/study.h"
#include "rules/criterion.h"

namespace trialmatch::matcher {

// One way into a trial: the base criteria and those of one alternative (with the parts around it).
struct WayIn {
  int cohort = -1;            // index into TrialCriteria::cohorts; -1: the base criteria alone
  std::vector<int> criteria;  // all that hold for it, in text order
  std::vector<bool> decides;  // parallel: false for logistics and for what only a later step asks
  bool at_most_possible = false;  // the text does not say enough for more
};

// Every way into a trial, in the order of its cohorts; never empty. DESIGN section 3, "Scope".
// When every alternative with an inclusion of its own is closed, `closed` names them and `ways`
// holds the base criteria, for show.
struct WaysIn {
  std::vector<WayIn> ways;
  std::vector<int> closed;
};

WaysIn FindWaysIn(const fetch::Study& study, const rules::TrialCriteria& criteria);

// A demand on what came before or on how far the disease is, with words that were not read and that its expression does not
// show: met or not, it may ask for more, and no way in that holds it is likely.
bool MayAskMore(const rules::Criterion& criterion);

// So little of the text was read that what was read makes no trial likely.
bool MostlyUnread(const rules::TrialCriteria& criteria);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_WAYS_IN_H_
