#ifndef TRIALMATCH_FETCH_REGISTRY_REGISTRY_READER_H_
#define TRIALMATCH_FETCH_REGISTRY_REGISTRY_READER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fetch/registry/registry.h"

namespace trialmatch::fetch {

// A study of the snapshot; the views are valid during the call or until the next one of the reader.
struct StoredStudy {
  std::string nct_id;
  std::string_view json;  // the content: the record as it came, without white space between tokens
  std::string sha256;     // of `json`
  std::string last_update_post_date;
  bool is_withdrawn = false;  // the registry no longer lists it
  std::string alias_of;       // asked for under this older number; empty: under its own
};

// One state of a study, and where it came from.
struct StudyVersion {
  int64_t snapshot = 0;
  std::string seen_at;         // when it was published here
  std::string data_timestamp;  // the registry's, when it told one
  bool is_withdrawn = false;   // the study was gone; no content
  std::string sha256, last_update_post_date;
  std::string json;
};

struct RegistryStatus {
  int64_t studies = 0, withdrawn = 0, versions = 0, aliases = 0;
  int64_t file_bytes = 0;
  std::vector<std::pair<std::string, int64_t>> by_status;  // overall status, most first
  std::vector<PublishedCrawl> crawls;                      // newest first, at most ten
  struct Unfinished {
    CrawlKey key;
    CrawlScope scope = CrawlScope::kFull;
    int64_t slices = 0, staged = 0;
  };
  std::optional<Unfinished> unfinished;
};

// What Verify() found wrong.
struct VerifyResult {
  int64_t records = 0;                // looked at, all versions
  std::vector<std::string> problems;  // the first hundred; empty: all is well
};

// Reads one whole snapshot: the newest at the time it was opened, whatever is published meanwhile.
// One thread at a time; any number of readers. Errors as RegistryWriter's; NotFound: no such file.
class RegistryReader {
 public:
  static absl::StatusOr<RegistryReader> Open(const std::string& path);
  RegistryReader(RegistryReader&&) noexcept;
  RegistryReader& operator=(RegistryReader&&) noexcept;
  ~RegistryReader();

  // The snapshot's identity. `data_timestamp` is the registry's at the newest full or incremental
  // crawl, else the newest LastUpdatePostDate of all studies; both empty in an empty registry.
  const std::string& data_timestamp() const;
  const std::string& sha256() const;
  int64_t studies() const;

  // Every study that is not withdrawn, by number. Stops at the first status that is not OK.
  absl::Status ForEach(const std::function<absl::Status(const StoredStudy&)>& visit);
  // The same, but a record that cannot be unpacked is told to `lost` and passed over.
  absl::Status ForEach(const std::function<absl::Status(const StoredStudy&)>& visit,
                       const std::function<void(const absl::Status&)>& lost);
  // A withdrawn study too; an older number answers with the current one. NotFound: not here.
  absl::StatusOr<StoredStudy> Get(std::string_view nct_id);
  // All states of a study, oldest first. NotFound: not here.
  absl::StatusOr<std::vector<StudyVersion>> History(std::string_view nct_id);
  absl::StatusOr<RegistryStatus> Status();
  // Reads everything: the structure of the file, and each record against its digest. `visit` is
  // called now and then with how many records are done.
  absl::StatusOr<VerifyResult> Verify(const std::function<void(int64_t)>& visit);

 private:
  struct Impl;
  explicit RegistryReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_REGISTRY_REGISTRY_READER_H_
