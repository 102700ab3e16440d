#ifndef TRIALMATCH_FETCH_CTGOV_ANSWER_H_
#define TRIALMATCH_FETCH_CTGOV_ANSWER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace trialmatch::fetch {

struct RecordOnPage {
  std::string_view json;    // the record's bytes as they came, inside the body of the answer
  std::string nct_id;       // empty when it names none; not checked
  std::string last_update_post_date, overall_status;
};

struct StudiesPage {
  std::vector<RecordOnPage> records;
  std::string next_page_token;          // empty: the last page
  std::optional<int64_t> total_count;
};

// Reads the answers of the registry's API. All functions: DataLoss when the body is no whole answer of the kind (torn, a page for
// people, another service), with the cause. Keeps its buffers; one thread at a time.
class AnswerReader {
 public:
  AnswerReader();
  ~AnswerReader();

  // Of /studies. An answer without records is one. The views point into `body`.
  absl::StatusOr<StudiesPage> ReadPage(std::string_view body);
  // Of /studies/NCT...
  absl::StatusOr<RecordOnPage> ReadRecord(std::string_view body);
  // Of /version: the data timestamp.
  absl::StatusOr<std::string> ReadDataTimestamp(std::string_view body);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_ANSWER_H_
