#ifndef TRIALMATCH_TESTS_BENCH_ASK_BENCH_H_
#define TRIALMATCH_TESTS_BENCH_ASK_BENCH_H_

#include <memory>

#include "matcher/index/trial_index.h"

namespace trialmatch::bench {

// What answers would change: all single answers of one patient on all trials, pairs for the nearest misses, the next question. Checks a sample
// against deciding anew, exits with a message when they differ, then registers the benchmarks.
void RegisterAskBenchmarks(std::shared_ptr<const matcher::TrialIndex> index);

}  // namespace trialmatch::bench

#endif  // TRIALMATCH_TESTS_BENCH_ASK_BENCH_H_
