#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "matcher/match.h"
#include "rules/read_study.h"

namespace trialmatch::matcher {

TrialIndex TrialIndex::Build(fetch::StudyList studies, const rules::Lexicon& lexicon, int threads) {
  TrialIndex index;
  index.studies_ = std::move(studies);
  index.lexicon_ = &lexicon;
  const size_t n = index.studies_.studies.size();
  index.criteria_.resize(n);
  index.facts_.resize(n);

  // Every study has its own place in the result, so the order of work does not show.
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    constexpr size_t kChunk = 16;
    for (size_t begin = next.fetch_add(kChunk); begin < n; begin = next.fetch_add(kChunk)) {
      for (size_t i = begin; i < std::min(n, begin + kChunk); ++i) {
        const fetch::Study& study = index.studies_.studies[i];
        index.criteria_[i] = rules::ReadStudy(study, lexicon);
        index.facts_[i] = FindTrialFacts(study, index.criteria_[i], lexicon);
      }
    }
  };
  std::vector<std::thread> workers;
  for (int i = 1; i < std::min(threads, 64); ++i) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  return index;
}

}  // namespace trialmatch::matcher
