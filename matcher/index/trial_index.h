#ifndef TRIALMATCH_MATCHER_INDEX_TRIAL_INDEX_H_
#define TRIALMATCH_MATCHER_INDEX_TRIAL_INDEX_H_

#include <memory>
#include <span>
#include <string>

#include "fetch/study_reader.h"
#include "matcher/index/compiled.h"
#include "matcher/index/trial_facts.h"
#include "matcher/rank/rank_rows.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// One trial as it is read for reports.
struct TrialRecord {
  fetch::Study study;
  rules::TrialCriteria criteria;
};

// Where the parts of an index lie: in memory, or in a mapped file whose records are read when they are asked for.
class TrialStorage {
 public:
  virtual ~TrialStorage() = default;
  // Valid as long as the storage; any thread.
  virtual const TrialRecord& Record(size_t trial) const = 0;
  virtual const TrialFacts& Facts(size_t trial) const = 0;
  virtual const CompiledTrials& compiled() const = 0;
  virtual const RankRows& ranks() const = 0;
  virtual std::span<const rules::Leaf> leaves() const = 0;
  // False from then on when a record could not be read; it then stands empty.
  virtual bool healthy() const { return true; }
};

// Where the studies came from, for reports.
struct StudiesOrigin {
  std::string source, sha256, data_timestamp;
};

// Studies with their criteria, ready for any number of patients. Immutable once built; share it between threads.
class TrialIndex {
 public:
  // Reads every study's text. `threads` workers; the result does not depend on their number.
  static TrialIndex Build(fetch::StudyList studies, const rules::Lexicon& lexicon, int threads);

  TrialIndex() = default;
  TrialIndex(StudiesOrigin origin, std::shared_ptr<const TrialStorage> storage, const rules::Lexicon& lexicon)
      : origin_(std::move(origin)), storage_(std::move(storage)), lexicon_(&lexicon) {}

  size_t size() const { return storage_ == nullptr ? 0 : storage_->compiled().trials.size(); }
  const StudiesOrigin& origin() const { return origin_; }
  // False once a part of a saved index turned out damaged: what was told from it is to be thrown away.
  bool healthy() const { return storage_ == nullptr || storage_->healthy(); }
  void set_source(std::string source) { origin_.source = std::move(source); }   // as reports name it

  const TrialRecord& record(size_t trial) const { return storage_->Record(trial); }
  const fetch::Study& study(size_t trial) const { return storage_->Record(trial).study; }
  const rules::TrialCriteria& criteria(size_t trial) const { return storage_->Record(trial).criteria; }
  const TrialFacts& facts(size_t trial) const { return storage_->Facts(trial); }

  // Distinct leaves and expressions, and the trials made of them.
  const CompiledTrials& compiled() const { return storage_->compiled(); }
  // What scoring reads of each.
  const RankRows& ranks() const { return storage_->ranks(); }
  std::span<const rules::Leaf> leaves() const { return storage_->leaves(); }
  const rules::Lexicon& lexicon() const { return *lexicon_; }

 private:
  StudiesOrigin origin_;
  std::shared_ptr<const TrialStorage> storage_;
  const rules::Lexicon* lexicon_ = nullptr;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_TRIAL_INDEX_H_
