#ifndef TRIALMATCH_FETCH_CTGOV_CRAWL_JOBS_H_
#define TRIALMATCH_FETCH_CTGOV_CRAWL_JOBS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fetch/ctgov/lister.h"
#include "fetch/ctgov/query.h"

namespace trialmatch::fetch {

// One slice of one part of a plan.
struct CrawlJob {
  std::string name;      // the same in every run
  Parameters question;
  int part = 0;
  int64_t studies = -1;  // how many it brought; -1: not done
};

// The jobs of a crawl and what the registry counts for each part.
struct CrawlJobs {
  std::vector<CrawlJob> jobs;
  std::vector<int64_t> totals;   // by part

  int64_t expected() const;      // a study that two parts select counts twice
  int64_t done() const;
  // OK when the parts' jobs, all done, bring together what the registry counts, else Aborted
  // (network). A slice that the registry understood otherwise than we
  // do would show here.
  absl::Status CheckSums() const;
};

// Asks for the counts and plans the slices. `filter` narrows every part further (filter.advanced); `fields`, if not empty, is what the
// answers shall hold.
absl::StatusOr<CrawlJobs> PlanJobs(Lister& lister, const CrawlPlan& plan, std::string_view filter, std::string_view fields,
                                   std::string_view data_timestamp);

// A complete slice as the sink remembers it: its name and how many studies it brought.
std::string CompleteName(const CrawlJob& job);
// Marks the jobs that an earlier run completed.
void MarkComplete(const std::vector<std::string>& complete, CrawlJobs* jobs);

// Does `work(lister, job)` for every job that is not done, on up to `connections` threads, each with a lister of its own. Stops at the
// first error and returns it.
absl::Status RunJobs(CrawlJobs& jobs, int connections, const std::function<Lister()>& make_lister,
                     const std::function<absl::Status(Lister&, CrawlJob&)>& work);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_CRAWL_JOBS_H_
