#ifndef TRIALMATCH_TESTS_BENCH_INDEX_BENCH_H_
#define TRIALMATCH_TESTS_BENCH_INDEX_BENCH_H_

#include <string>
#include <vector>

#include "matcher/match.h"

namespace trialmatch::bench {

// The index over many trials: as many as `trials`, made from the records (JSON in the registry's shape) as tests/support/many_studies.h
// says, and random patients of tests/support/random_patients.h. Checks that the index, the plain evaluator and SQL over SQLite decide
// alike, exits with a message when they do not, then registers the benchmarks.
void RegisterIndexBenchmarks(const std::vector<std::string>& records, size_t trials);

}  // namespace trialmatch::bench

#endif  // TRIALMATCH_TESTS_BENCH_INDEX_BENCH_H_
