#ifndef TRIALMATCH_FETCH_CTGOV_REGISTRY_SINK_H_
#define TRIALMATCH_FETCH_CTGOV_REGISTRY_SINK_H_

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "fetch/ctgov/crawl_sink.h"
#include "fetch/registry/registry.h"
#include "fetch/registry/registry_reader.h"

namespace trialmatch::fetch {

// The registry file on this disk as the place of a crawl.
class RegistrySink : public CrawlSink {
 public:
  // `now` tells the time of the clock, "2026-01-15T08:00:00Z". Errors as RegistryWriter::Open.
  static absl::StatusOr<RegistrySink> Open(const std::string& path, std::function<std::string()> now);

  absl::StatusOr<std::optional<PublishedCrawl>> LastCrawl(std::string_view plan) override { return writer_.LastCrawl(plan); }
  absl::StatusOr<bool> Holds(std::string_view nct_id) override;
  absl::StatusOr<std::vector<std::string>> Begin(const CrawlKey& key, CrawlScope scope) override { return writer_.Begin(key, scope); }
  absl::Status Put(std::string_view slice, std::span<const std::string_view> records) override { return writer_.Put(slice, records); }
  absl::Status CompleteSlice(std::string_view slice) override { return writer_.CompleteSlice(slice); }
  absl::Status RecordAlias(std::string_view old_id, std::string_view current_id) override { return writer_.RecordAlias(old_id, current_id); }
  absl::Status Withdraw(std::string_view nct_id) override { return writer_.Withdraw(nct_id); }
  absl::Status Seen(std::span<const SweepEntry> entries) override { return writer_.Seen(entries); }
  absl::StatusOr<CrawlDifference> Difference() override { return writer_.Difference(); }
  absl::StatusOr<CrawlSummary> Publish() override;
  base::Diagnostics TakeDiagnostics() override { return writer_.TakeDiagnostics(); }

 private:
  RegistrySink(RegistryWriter writer, std::string path, std::function<std::string()> now)
      : writer_(std::move(writer)), path_(std::move(path)), now_(std::move(now)) {}

  RegistryWriter writer_;
  std::string path_;
  // Of the snapshot in place, which nobody but the writer changes. Opened when it is needed: an open reader keeps the file's log growing.
  std::optional<RegistryReader> reader_;
  std::function<std::string()> now_;
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_REGISTRY_SINK_H_
