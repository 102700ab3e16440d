#ifndef TRIALMATCH_MATCHER_ASK_FACT_PAIRS_H_
#define TRIALMATCH_MATCHER_ASK_FACT_PAIRS_H_

#include <span>
#include <vector>

#include "matcher/ask/what_if.h"

namespace trialmatch::matcher {

// Fills `ways` of trials that no single fact opens with the pairs that open them.
void FindPairs(const TrialIndex& index, const MatchOptions& options, const ProfileDraft& draft, std::span<const ChangedFact> facts, std::span<NearMiss* const> misses);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_FACT_PAIRS_H_
