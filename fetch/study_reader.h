#ifndef TRIALMATCH_FETCH_STUDY_READER_H_
#define TRIALMATCH_FETCH_STUDY_READER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/diagnostic.h"
#include "fetch/study.h"

namespace trialmatch::fetch {

struct StudyList {
  std::string source;             // the path as given, or "built-in examples"
  std::string sha256;             // of the bytes read, lower-case hex; for a folder, of the files' digests in name order
  std::string data_timestamp;     // the newest last-update-post date among the studies; empty when none has one
  std::vector<Study> studies;     // in input order; of one NCT id given twice the last wins, with a diagnostic
  base::Diagnostics diagnostics;  // one for each line, element or file that could not be read: nothing else is lost
};

// Reads studies in the registry's API v2 shape. `path` is a `.jsonl` file (a record a line), a JSON array of records, an API answer
// ({"studies": [...]}), one record, or a folder of such files. NotFound / PermissionDenied when it cannot be opened; InvalidArgument when
// nothing in it could be read as a study (the message names file, line and cause).
absl::StatusOr<StudyList> ReadStudies(const std::string& path);

// The same for bytes in memory; `name` stands for the file in messages.
absl::StatusOr<StudyList> ParseStudies(std::string_view bytes, const std::string& name);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_STUDY_READER_H_
