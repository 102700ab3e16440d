#ifndef TRIALMATCH_FETCH_IMPORT_IMPORT_H_
#define TRIALMATCH_FETCH_IMPORT_IMPORT_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "base/diagnostic.h"
#include "fetch/registry/registry.h"

namespace trialmatch::fetch {

struct ImportProgress {
  uint64_t bytes_done = 0, bytes_total = 0;  // of the files as they lie on the disk
  int64_t records = 0;
};

struct ImportOptions {
  std::string published_at;  // see RegistryWriter::Publish()
  int threads = 2;           // that check, digest and compress
  std::function<void(const ImportProgress&)>
      progress;  // may be empty; called from the calling thread
};

struct ImportResult {
  CrawlSummary summary;
  bool went_on = false;  // an import of the same files had been interrupted
  int64_t files = 0;
  base::Diagnostics diagnostics;  // refused records, entries and files; repaired records
};

// Brings studies out of files into the registry: `path` is the registry's bulk zip, a .jsonl,
// .ndjson or .json file, any of these as .gz or .zst, or a folder of such files (folders in it too,
// links are not followed). Records go through the same hands as those that are fetched, and are
// published together at the end. An interrupted import of the same, unchanged files goes on where
// it stopped. Memory does not grow with the input. Nothing is ever unpacked to a disk, and nothing
// is withdrawn.
//
// Errors: those of RegistryWriter; NotFound and PermissionDenied; InvalidArgument: no study in it,
// or a bomb; DataLoss: torn. Then nothing of it is published.
absl::StatusOr<ImportResult> ImportStudies(RegistryWriter& writer, const std::string& path,
                                           const ImportOptions& options);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_IMPORT_IMPORT_H_
