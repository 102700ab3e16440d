#ifndef TRIALMATCH_MATCHER_INDEX_INDEX_FILE_H_
#define TRIALMATCH_MATCHER_INDEX_INDEX_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matcher/index/trial_index.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// A TrialIndex as one file: versioned, checksummed, for the machine that wrote it (byte order and layout of plain memory). It is a cache:
// whoever cannot load it builds the index again. `key` names what the index was made of (a digest or snapshot of the studies, the version
// of the rules, the program); an index with another key is not loaded.

// Writes to a temporary name beside `path`, then renames, so that a reader sees the old file or the new one, whole.
absl::Status SaveIndex(const std::string& path, std::string_view key, const TrialIndex& index);

// Maps the file; records of trials are read from it when they are asked for. NotFound: no such file. FailedPrecondition: another key, or
// written by another version. DataLoss: damaged. A record that turns out damaged later shows in TrialIndex::health().
absl::StatusOr<TrialIndex> LoadIndex(const std::string& path, std::string_view key, const rules::Lexicon& lexicon);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_INDEX_FILE_H_
