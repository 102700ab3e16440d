#ifndef TRIALMATCH_MATCHER_INDEX_COMPILED_H_
#define TRIALMATCH_MATCHER_INDEX_COMPILED_H_

#include <cstdint>
#include <span>
#include <vector>

#include "matcher/index/distinct.h"
#include "matcher/index/ways_in.h"
#include "rules/criterion.h"

namespace trialmatch::matcher {

// Trials as rows of numbers: what deciding reads, and no more. Plain memory, stored in files as it is.

// One deciding criterion of a way in.
struct UseRow {
  uint32_t node : 30 = 0;          // ExpressionNode
  uint32_t must_be_met : 1 = 0;    // for "likely"
  uint32_t about_tumour : 1 = 0;   // a disease or biomarker that, when met, makes the tumour fit
};

struct WayRow {
  uint32_t first_use = 0, uses = 0;   // those that no day changes stand first, each part with the most decisive first
  uint32_t timed = 0;                 // of these the last so many may change with time
  int32_t cohort = -1;
  uint32_t at_most_possible = 0;
};

struct TrialRow {
  uint32_t first_way = 0, ways = 0;
  uint32_t first_criterion = 0, criteria = 0;   // into the roots: a node for each criterion
  uint32_t closed = 0;                          // every way in is closed
  uint32_t recruiting = 0;
};

struct CompiledTables {
  std::vector<TrialRow> trials;
  std::vector<WayRow> ways;
  std::vector<UseRow> uses;
  std::vector<uint32_t> roots;
};

// What reading takes: views into CompiledTables and Distinct, or into a mapped file.
struct CompiledTrials {
  std::span<const TrialRow> trials;
  std::span<const WayRow> ways;
  std::span<const UseRow> uses;
  std::span<const uint32_t> roots;
  std::span<const ExpressionNode> nodes;
  std::span<const uint32_t> children;
};

// Adds one trial behind those that are there.
void CompileTrial(const rules::TrialCriteria& criteria, const WaysIn& ways, bool recruiting, Distinct& distinct,
                  CompiledTables& tables);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_COMPILED_H_
