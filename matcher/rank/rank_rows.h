#ifndef TRIALMATCH_MATCHER_RANK_RANK_ROWS_H_
#define TRIALMATCH_MATCHER_RANK_RANK_ROWS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "base/date.h"
#include "fetch/study.h"
#include "matcher/index/trial_facts.h"
#include "matcher/rank/earth.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// Trials as rows of numbers: what scoring reads, and no more. Plain memory, stored in files as it is. Drugs, classes, genes and
// countries are numbers of rows in their tables; kNoRow: in no table.

constexpr uint16_t kNoRow = 0xffff;
uint16_t RowOf(const rules::Lexicon& lexicon, rules::TermKind kind, std::string_view id);

// A stretch of one of the lists.
struct Stretch {
  uint32_t first = 0, size = 0;
};

// What one criterion asks for, as CriterionAsks has it.
struct AskRow {
  enum Flag : uint8_t { kScoredMarker = 1, kSetting = 2, kPastTreatment = 4, kBrain = 8, kAnyDriver = 16 };
  uint8_t topic = 0;   // rules::Topic
  uint8_t flags = 0;
  uint16_t unused = 0;
  Stretch genes;       // into RankRows::genes; "driver" among them is kNoRow
};

struct RankedSite {
  UnitVector at;
  uint16_t country = kNoRow;
  uint8_t open = 0;     // study and site both take patients
  uint8_t placed = 0;   // `at` is known
  uint32_t unused = 0;
};

struct RankRow {
  enum class Type : uint8_t { kOther, kObservational, kInterventional };
  double phase = 0;                 // how far along, [0, 1]
  int32_t updated_on = 0;           // the last day that the date of the last update may mean
  uint8_t has_update = 0, update_is_readable = 0;
  uint8_t type = 0;
  uint8_t recruiting = 0;
  uint8_t names_brain = 0, has_text = 0;
  uint8_t unknown_drugs = 0, unused = 0;
  uint32_t place_by_number = 0;     // among the trials of the index, ordered by nct_id
  Stretch drugs, classes, named_genes, sites;
  Stretch asks;                     // one a criterion
  Stretch ways;                     // into RankRows::ways, one a way in
};

struct RankTables {
  std::vector<RankRow> trials;
  std::vector<AskRow> asks;
  std::vector<Stretch> ways;          // into `deciding`
  std::vector<uint32_t> deciding;     // criteria of the trial that decide on the way, in text order
  std::vector<uint16_t> drugs, classes, genes;
  std::vector<RankedSite> sites;
};

// What reading takes: views into RankTables, or into a mapped file.
struct RankRows {
  std::span<const RankRow> trials;
  std::span<const AskRow> asks;
  std::span<const Stretch> ways;
  std::span<const uint32_t> deciding;
  std::span<const uint16_t> drugs, classes, genes;
  std::span<const RankedSite> sites;
};
RankRows ViewOf(const RankTables& tables);

template <typename T>
std::span<const T> Part(std::span<const T> all, Stretch stretch) {
  return all.subspan(stretch.first, stretch.size);
}

// Adds one trial behind those that are there; `place_by_number` is the caller's to set.
void AddRankRow(const fetch::Study& study, const rules::TrialCriteria& criteria, const TrialFacts& facts, const rules::Lexicon& lexicon,
                RankTables& tables);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_RANK_RANK_ROWS_H_
