#ifndef TRIALMATCH_FETCH_STUDY_JSON_H_
#define TRIALMATCH_FETCH_STUDY_JSON_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "base/diagnostic.h"
#include "fetch/study.h"

namespace trialmatch::fetch {

// Turns the JSON of registry records into studies. Keeps its buffers from one record to the next; one thread at a time.
class StudyParser {
 public:
  StudyParser();
  ~StudyParser();

  // Appends the study of one record, or those of one API answer ({"studies": [...]}). A member of the wrong type is a diagnostic and
  // counts as absent; bytes that are no UTF-8 become U+FFFD. `where` ("FILE:LINE") goes into every diagnostic, and `prefix`, if not
  // empty, before every message.
  // A record without a registry number (NCT and 8 digits) is refused: a diagnostic, OK. InvalidArgument: the bytes are no JSON.
  absl::Status Parse(std::string_view json, const std::string& where, const std::string& prefix, std::vector<Study>& studies,
                     base::Diagnostics& diagnostics);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// NCT and 8 digits.
bool IsNctId(std::string_view text);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_STUDY_JSON_H_
