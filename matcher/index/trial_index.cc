#include "matcher/index/trial_index.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>
#include <utility>
#include <vector>

#include "matcher/rank/nearest_site.h"
#include "rules/read_study.h"

namespace trialmatch::matcher {
namespace {

class InMemory : public TrialStorage {
 public:
  InMemory(std::vector<TrialRecord> records, std::vector<TrialFacts> facts, const rules::Lexicon& lexicon)
      : records_(std::move(records)), facts_(std::move(facts)) {
    for (size_t i = 0; i < records_.size(); ++i) {
      const TrialRecord& record = records_[i];
      CompileTrial(record.criteria, facts_[i].ways, IsRecruiting(record.study.overall_status), distinct_, tables_);
      AddRankRow(record.study, record.criteria, facts_[i], lexicon, rank_tables_);
    }
    std::vector<size_t> by_number(records_.size());
    std::iota(by_number.begin(), by_number.end(), size_t{0});
    std::stable_sort(by_number.begin(), by_number.end(), [&](size_t a, size_t b) { return records_[a].study.nct_id < records_[b].study.nct_id; });
    for (size_t i = 0; i < by_number.size(); ++i) rank_tables_.trials[by_number[i]].place_by_number = static_cast<uint32_t>(i);
    ranks_ = ViewOf(rank_tables_);
    compiled_ = {.trials = tables_.trials,
                 .ways = tables_.ways,
                 .uses = tables_.uses,
                 .roots = tables_.roots,
                 .nodes = distinct_.nodes(),
                 .children = distinct_.children()};
  }
  const TrialRecord& Record(size_t trial) const override { return records_[trial]; }
  const TrialFacts& Facts(size_t trial) const override { return facts_[trial]; }
  const CompiledTrials& compiled() const override { return compiled_; }
  const RankRows& ranks() const override { return ranks_; }
  std::span<const rules::Leaf> leaves() const override { return distinct_.leaves(); }

 private:
  std::vector<TrialRecord> records_;
  std::vector<TrialFacts> facts_;
  Distinct distinct_;
  CompiledTables tables_;
  RankTables rank_tables_;
  RankRows ranks_;
  CompiledTrials compiled_;
};

}  // namespace

TrialIndex TrialIndex::Build(fetch::StudyList studies, const rules::Lexicon& lexicon, int threads) {
  const size_t n = studies.studies.size();
  std::vector<TrialRecord> records(n);
  std::vector<TrialFacts> facts(n);
  // Every study has its own place in the result, so the order of work does not show.
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    constexpr size_t kChunk = 16;
    for (size_t begin = next.fetch_add(kChunk); begin < n; begin = next.fetch_add(kChunk)) {
      for (size_t i = begin; i < std::min(n, begin + kChunk); ++i) {
        TrialRecord& record = records[i];
        record.study = std::move(studies.studies[i]);
        record.criteria = rules::ReadStudy(record.study, lexicon);
        facts[i] = FindTrialFacts(record.study, record.criteria, lexicon);
      }
    }
  };
  std::vector<std::thread> workers;
  for (int i = 1; i < std::min(threads, 64); ++i) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  return TrialIndex({std::move(studies.source), std::move(studies.sha256), std::move(studies.data_timestamp)},
                    std::make_shared<InMemory>(std::move(records), std::move(facts), lexicon), lexicon);
}

}  // namespace trialmatch::matcher
