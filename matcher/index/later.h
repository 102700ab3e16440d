#ifndef TRIALMATCH_MATCHER_INDEX_LATER_H_
#define TRIALMATCH_MATCHER_INDEX_LATER_H_

#include <cstddef>

#include "matcher/index/answers.h"
#include "matcher/index/compiled.h"

namespace trialmatch::matcher {

// Who fails a way in today for reasons that may change: each of them by time, or some when drugs stop.
struct FailsToday {
  Answers::Word by_time = 0, stops = 0;
};

// Of `among`, who fail as told: for whom the way in surely opens on a later day of the horizon, and those beside them for whom each reason by itself lifts,
// by time or when drugs stop. OpensLater tells which of the latter.
struct OpenLater {
  Answers::Word surely = 0, perhaps = 0;
};
OpenLater FindOpenLater(const CompiledTrials& compiled, const WayRow& way, Answers& answers, Answers::Word among, FailsToday fails);

// Whether a way in through which the patient does not come today opens on some later day of the horizon, by time or when drugs stop: what
// Choose says of it, from compiled rows alone. `ongoing_drugs` as in DecisionQuestion.
bool OpensLater(const CompiledTrials& compiled, const WayRow& way, int ongoing_drugs, Answers& answers, size_t patient);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_LATER_H_
