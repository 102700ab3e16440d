#ifndef TRIALMATCH_FETCH_CTGOV_CRAWL_H_
#define TRIALMATCH_FETCH_CTGOV_CRAWL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/diagnostic.h"
#include "fetch/ctgov/crawl_sink.h"
#include "fetch/ctgov/query.h"
#include "fetch/ctgov/requester.h"

namespace trialmatch::fetch {

struct CrawlOptions {
  enum class Mode {
    kRefresh,   // what changed since the last crawl of the plan; everything when there was none
    kFull,      // everything that the plan selects
    kSweep,     // numbers and dates: finds what is gone, and what a refresh did not see
    kIds,       // the studies of `ids`; the plan is not asked
  };
  Mode mode = Mode::kRefresh;
  CrawlPlan plan;
  std::vector<std::string> ids;   // NCT and eight digits
  int page_size = 1000;           // the registry's most
  int connections = 3;
};

struct CrawlReport {
  CrawlScope scope = CrawlScope::kFull;
  std::string data_timestamp;           // the registry's
  bool is_up_to_date = false;           // its data are those of the last crawl: nothing was fetched
  CrawlSummary summary;
  int64_t moved = 0;                    // studies that have another number now
  std::vector<std::string> not_known;   // of `ids`: the registry does not know them
  base::Diagnostics diagnostics;        // refused records
};

// Told how the crawl goes. One call at a time, from any thread.
class CrawlObserver {
 public:
  virtual ~CrawlObserver() = default;
  // A crawl begins (or begins anew). `expected`: how many studies will be asked for; `already`: of these, how many an interrupted run
  // has brought.
  virtual void OnStart(CrawlScope scope, int64_t expected, int64_t already) = 0;
  virtual void OnStudies(int64_t arrived) = 0;      // more than expected when a part is fetched again
  virtual void OnNote(const std::string& message) = 0;
};

// Brings the sink up to date with the registry, or leaves what is published there as it was.
//
// The registry's data timestamp is read before and after; when it changed, the crawl is made again from the start (three times at
// most). Every part is held against the registry's own count. Errors: network errors (network_error.h) and those of the sink; what
// arrived stays staged, and the same call goes on with it.
absl::StatusOr<CrawlReport> Crawl(const CrawlOptions& options, Requester& requester, CrawlSink& sink, CrawlObserver& observer);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_CRAWL_H_
