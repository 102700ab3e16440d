#ifndef TRIALMATCH_FETCH_CTGOV_REQUESTER_H_
#define TRIALMATCH_FETCH_CTGOV_REQUESTER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "fetch/ctgov/crawl_clock.h"
#include "fetch/ctgov/pacer.h"
#include "fetch/http/transport.h"

namespace trialmatch::fetch {

inline constexpr char kRegistryUrl[] = "https://clinicaltrials.gov/api/v2";

// One API of the registry's kind: asks politely, and asks again when that may help.
class Requester {
 public:
  struct Options {
    std::string base_url = kRegistryUrl;
    double requests_per_second = 1;
    int attempts = 8;                              // for one answer
    uint64_t max_body_bytes = uint64_t{512} << 20;
    // Told why a request is made again, and in how long; any thread, one at a time. May be empty.
    std::function<void(std::string_view)> on_retry;
  };

  // Reads an answer with status 200 (or one it says it takes), and may take its body away. DataLoss: the body is not whole, ask again. Any
  // other error is final.
  using Accept = std::function<absl::Status(HttpResponse&)>;
  enum class Takes { kOnly200, kMovedAndMissing };   // 301 and 404 too

  // `transport` and `clock` outlive the requester.
  Requester(Transport& transport, CrawlClock& clock, Options options);

  // Asks for `target` ("/version") until `accept` is content. Waits between attempts: twice as long each time, with jitter, or what
  // Retry-After says. Errors are network errors (network_error.h):
  // - Unavailable: every attempt failed; the message has the last cause;
  // - ResourceExhausted: the answer is too long: ask for less;
  // - InvalidArgument: the server does not understand the question; the message has its words;
  // - PermissionDenied: refused, with what to do instead;
  // - NotFound, FailedPrecondition: this is no such API; a certificate or proxy trouble.
  // Any thread.
  absl::Status Get(const std::string& target, const Accept& accept, Takes takes = Takes::kOnly200);

  const std::string& base_url() const { return options_.base_url; }

 private:
  struct Trouble;   // why an attempt did not do

  Trouble Attempt(const std::string& url, const Accept& accept, Takes takes);
  Trouble Judge(const HttpResponse& response, const std::string& url) const;
  std::chrono::milliseconds Backoff(int attempt);

  Transport& transport_;
  CrawlClock& clock_;
  const Options options_;
  Pacer pacer_;
  std::mutex retry_mutex_;
};

// The seconds that a Retry-After header asks for, in either of its two forms; `date` is the answer's Date header. -1: none to be read.
int64_t RetryAfterSeconds(std::string_view retry_after, std::string_view date);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_REQUESTER_H_
