#ifndef TRIALMATCH_FETCH_REGISTRY_REGISTRY_H_
#define TRIALMATCH_FETCH_REGISTRY_REGISTRY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/diagnostic.h"
#include "fetch/registry/record.h"

namespace trialmatch::fetch {

// What is being fetched, at which state of the registry. Two crawls of one key bring the same
// records, so that an interrupted one goes on where it stopped.
struct CrawlKey {
  std::string plan;            // what was asked for, in the crawler's own words; see kWholeRegistry
  std::string data_timestamp;  // the registry's own; empty where the source tells none (imports)
  friend bool operator==(const CrawlKey&, const CrawlKey&) = default;
};

// The plan that asks for every study: what it misses is gone, by whatever plan it once came.
inline constexpr std::string_view kWholeRegistry = "all";

enum class CrawlScope {
  kFull,         // everything the plan selects: what is missing was withdrawn
  kIncremental,  // what changed since the last full crawl
  kIds,          // studies named one by one
  kSweep,        // numbers and dates only: what is missing was withdrawn
  kImport,       // records out of files; an older state of a study never replaces a newer one
};
const char* CrawlScopeName(CrawlScope scope);  // "full", "incremental", "ids", "sweep", "import"

struct CrawlSummary {
  int64_t added = 0, changed = 0, unchanged = 0, withdrawn = 0;
  int64_t older = 0;    // imported, but the registry here holds a newer state: left as it was
  int64_t refused = 0;  // bytes that are no study record: each is a diagnostic
};

struct SweepEntry {
  std::string nct_id;
  std::string last_update_post_date;
};

// What a sweep, or a full crawl before Publish(), found against the snapshot in place.
struct CrawlDifference {
  std::vector<std::string> missing;  // here under this plan, but neither put nor seen
  std::vector<std::string> stale;    // seen, but not here or here with another date
};

struct PublishedCrawl {
  int64_t snapshot = 0;
  CrawlScope scope = CrawlScope::kFull;
  CrawlKey key;
  std::string published_at;        // as Publish() was told
  std::string newest_last_update;  // the newest LastUpdatePostDate of all studies then here
  std::string sha256;              // of the snapshot: numbers and content digests of its studies
  int64_t studies = 0;             // in the snapshot
  CrawlSummary summary;
};

// The one writer of a registry file. Whatever it puts is staged: durable at once against a killed
// process, invisible to readers until Publish() makes it the next snapshot in one transaction.
// One thread at a time; PrepareRecord() may run on others.
//
// Errors of all functions: FailedPrecondition (another writer is at work: its process is named; or
// the file was made by a newer program), PermissionDenied (read-only place), ResourceExhausted
// (disk full), DataLoss (the file is damaged: the message names the way out), Unavailable (other
// trouble of the disk). After an error nothing published is lost, and the crawl can be taken up
// again.
class RegistryWriter {
 public:
  // Opens or creates the file and its folder, and brings an older schema up to date.
  static absl::StatusOr<RegistryWriter> Open(const std::string& path);
  RegistryWriter(RegistryWriter&&) noexcept;
  RegistryWriter& operator=(RegistryWriter&&) noexcept;
  ~RegistryWriter();

  // Starts a crawl, or takes up the unfinished one of the same key and scope: then the slices that
  // are complete. An unfinished crawl of another key or scope is discarded.
  absl::StatusOr<std::vector<std::string>> Begin(const CrawlKey& key, CrawlScope scope);

  // Stages records; one transaction. A study put again in the same crawl replaces what was staged,
  // in any slice. What is no study record is refused: a diagnostic, counted, never an error.
  absl::Status Put(std::string_view slice, std::span<const std::string_view> records);
  absl::Status PutPrepared(std::string_view slice, std::span<const PreparedRecord> records);

  // To be passed to PrepareRecord(): recognises what the snapshot in place holds already. Valid
  // from Begin() to the end of the crawl, for any thread.
  const KnownRecords& known() const;

  // Begin() returns this slice from now on.
  absl::Status CompleteSlice(std::string_view slice);

  // `old_id` leads to `current_id` now: it is withdrawn, and Get(old_id) answers with the current
  // one.
  absl::Status RecordAlias(std::string_view old_id, std::string_view current_id);
  // The registry no longer knows this study.
  absl::Status Withdraw(std::string_view nct_id);

  // What a sweep saw. Then Difference() tells what to fetch and what to look after.
  absl::Status Seen(std::span<const SweepEntry> entries);
  absl::StatusOr<CrawlDifference> Difference();

  // How much of the crawl at hand is staged so far; withdrawn as Publish() would count it.
  absl::StatusOr<CrawlSummary> Staged();

  // One transaction: what is staged becomes the next snapshot. A full crawl or a sweep withdraws
  // what Difference() calls missing; withdrawn studies are kept, and return when they are put
  // again. `published_at` is the time of the clock, "2026-01-15T08:00:00Z".
  absl::StatusOr<CrawlSummary> Publish(std::string_view published_at);
  // Forgets what is staged.
  absl::Status Abandon();

  // The newest crawl of this plan that was published: by kFull or kIncremental.
  absl::StatusOr<std::optional<PublishedCrawl>> LastCrawl(std::string_view plan);

  // Refused and repaired records since the last call, the first thousand.
  base::Diagnostics TakeDiagnostics();

 private:
  struct Impl;
  explicit RegistryWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_REGISTRY_REGISTRY_H_
