#ifndef TRIALMATCH_FETCH_IMPORT_IMPORT_FILES_H_
#define TRIALMATCH_FETCH_IMPORT_IMPORT_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace trialmatch::fetch {

struct ImportFiles {
  std::vector<std::string> paths;  // in name order
  uint64_t bytes = 0;
  int64_t passed_over = 0;  // files of a folder whose names tell of other content
  std::string identity;     // changes when a file is added, removed or written
};

// The file, or the files below the folder.
absl::StatusOr<ImportFiles> ListImportFiles(const std::string& path);

// "x.jsonl.gz" -> "x.jsonl".
std::string NameOfContent(const std::string& path);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_IMPORT_IMPORT_FILES_H_
