#ifndef TRIALMATCH_FETCH_CTGOV_LISTER_H_
#define TRIALMATCH_FETCH_CTGOV_LISTER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fetch/ctgov/answer.h"
#include "fetch/ctgov/query.h"
#include "fetch/ctgov/requester.h"

namespace trialmatch::fetch {

// Asks for all studies that a question selects, page by page. One thread at a time.
class Lister {
 public:
  // Gets each page; its views are valid during the call. May see a study again: when a listing did not add up, it is walked anew.
  using Visit = std::function<absl::Status(const StudiesPage&)>;
  using Note = std::function<void(const std::string&)>;

  Lister(Requester& requester, int page_size) : requester_(requester), page_size_(page_size) {}

  // How many studies the registry counts for the question.
  absl::StatusOr<int64_t> Count(const Parameters& question);

  // Visits every page, by next-page token only, and holds the number of different studies against the registry's own count: when they
  // differ, or a token is no longer taken, starts over, three times at most. Returns the number of studies. Errors: those of
  // Requester::Get, those of `visit`, and Aborted (network) when the count never agreed.
  absl::StatusOr<int64_t> List(const Parameters& question, const Visit& visit, const Note& note);

  // One study by number.
  struct Single {
    std::optional<RecordOnPage> record;   // its views are valid until the next call of this object
    std::string moved_to;                 // the number that the registry gives it now
  };                                      // neither: the registry does not know it
  absl::StatusOr<Single> Get(std::string_view nct_id);

 private:
  absl::StatusOr<int64_t> Walk(const Parameters& question, const Visit& visit);

  Requester& requester_;
  int page_size_;   // shrinks when answers are too long
  AnswerReader reader_;
  std::string body_;
};

// The NCT number that a redirect leads to, if it stays on the host of `base_url` and leads to a study; else "".
std::string AliasTarget(std::string_view location, std::string_view base_url);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_LISTER_H_
