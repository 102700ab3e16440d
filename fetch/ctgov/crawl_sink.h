#ifndef TRIALMATCH_FETCH_CTGOV_CRAWL_SINK_H_
#define TRIALMATCH_FETCH_CTGOV_CRAWL_SINK_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/diagnostic.h"
#include "fetch/registry/registry.h"

namespace trialmatch::fetch {

// Where a crawl puts what it brings: the registry on this disk, or memory in a test. The functions mean what those of RegistryWriter
// mean. One thread at a time.
class CrawlSink {
 public:
  virtual ~CrawlSink() = default;
  virtual absl::StatusOr<std::optional<PublishedCrawl>> LastCrawl(std::string_view plan) = 0;
  virtual absl::StatusOr<bool> Holds(std::string_view nct_id) = 0;   // the snapshot in place has this study
  virtual absl::StatusOr<std::vector<std::string>> Begin(const CrawlKey& key, CrawlScope scope) = 0;
  virtual absl::Status Put(std::string_view slice, std::span<const std::string_view> records) = 0;
  virtual absl::Status CompleteSlice(std::string_view slice) = 0;
  virtual absl::Status RecordAlias(std::string_view old_id, std::string_view current_id) = 0;
  virtual absl::Status Withdraw(std::string_view nct_id) = 0;
  virtual absl::Status Seen(std::span<const SweepEntry> entries) = 0;
  virtual absl::StatusOr<CrawlDifference> Difference() = 0;
  virtual absl::StatusOr<CrawlSummary> Publish() = 0;
  virtual base::Diagnostics TakeDiagnostics() = 0;
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_CRAWL_SINK_H_
