#include "fetch/ctgov/requester.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/status.h"
#include "fetch/ctgov/network_error.h"
#include "fetch/json_split.h"

namespace trialmatch::fetch {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestBackoff{60'000};
constexpr int64_t kLongestRetryAfterSeconds = 600;   // who asks for more is left alone

milliseconds IntervalOf(double requests_per_second) {
  return milliseconds(static_cast<int64_t>(std::ceil(1000.0 / std::max(requests_per_second, 0.001))));
}

// The server's words, short enough for a message.
std::string WordsOf(const HttpResponse& response) {
  const size_t start = SkipSpace(response.body, 0);
  if (start >= response.body.size()) return "no explanation";
  if (response.body[start] == '<') return "a web page";
  std::string words = response.body.substr(start, 500);
  for (char& c : words) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = ' ';
  }
  return std::string(absl::StripAsciiWhitespace(words));
}

}  // namespace

int64_t RetryAfterSeconds(std::string_view retry_after, std::string_view date) {
  int64_t seconds = 0;
  if (absl::SimpleAtoi(base::ToAbsl(retry_after), &seconds)) return std::max<int64_t>(seconds, 0);
  constexpr char kHttpDate[] = "%a, %d %b %Y %H:%M:%S GMT";
  absl::Time until, now;
  if (!absl::ParseTime(kHttpDate, base::ToAbsl(retry_after), &until, nullptr)) return -1;
  if (!absl::ParseTime(kHttpDate, base::ToAbsl(date), &now, nullptr)) return -1;
  return std::max<int64_t>(absl::ToInt64Seconds(until - now), 0);
}

// OK: all is well. Else `again` tells whether another attempt may help, and `wait` how long the server wants to be left alone.
struct Requester::Trouble {
  absl::Status status;
  bool again = false;
  int64_t wait_seconds = -1;
  int most_attempts = 1000;
};

Requester::Requester(Transport& transport, CrawlClock& clock, Options options)
    : transport_(transport), clock_(clock), options_(std::move(options)), pacer_(clock, IntervalOf(options_.requests_per_second)) {}

absl::Status Requester::Get(const std::string& target, const Accept& accept, Takes takes) {
  const std::string url = options_.base_url + target;
  for (int attempt = 1;; ++attempt) {
    pacer_.Await();
    Trouble trouble = Attempt(url, accept, takes);
    if (trouble.status.ok()) return absl::OkStatus();
    if (!trouble.again) return trouble.status;
    if (attempt >= std::min(options_.attempts, trouble.most_attempts)) {
      return AsNetworkError(absl::Status(trouble.status.code(), absl::StrCat(trouble.status.message(), " (", attempt, " attempts)")));
    }
    milliseconds wait = Backoff(attempt);
    if (trouble.wait_seconds >= 0) {
      wait = milliseconds(trouble.wait_seconds * 1000);
      pacer_.HoldFor(wait);   // it is meant for all connections
    }
    if (options_.on_retry) {
      const std::lock_guard<std::mutex> lock(retry_mutex_);
      options_.on_retry(absl::StrCat(trouble.status.message(), "; asking again in ", (wait.count() + 999) / 1000, " s"));
    }
    clock_.SleepFor(wait);
  }
}

Requester::Trouble Requester::Attempt(const std::string& url, const Accept& accept, Takes takes) {
  auto response = transport_.Get({.url = url, .max_body_bytes = options_.max_body_bytes});
  if (!response.ok()) {
    Trouble trouble{.status = AsNetworkError(response.status())};
    trouble.again = absl::IsUnavailable(response.status()) || absl::IsNotFound(response.status());
    if (absl::IsNotFound(response.status())) trouble.most_attempts = 3;   // a name that nobody knows: hardly a passing trouble
    return trouble;
  }
  const bool moved_or_missing = response->status == 301 || response->status == 404;
  if (response->status != 200 && !(moved_or_missing && takes == Takes::kMovedAndMissing)) return Judge(*response, url);
  const absl::Status status = accept(*response);
  if (!absl::IsDataLoss(status) || response->status != 200) return {.status = status};
  return {.status = AsNetworkError(absl::UnavailableError(absl::StrCat("the registry sent ", status.message()))), .again = true};
}

Requester::Trouble Requester::Judge(const HttpResponse& response, const std::string& url) const {
  const auto final = [](absl::StatusCode code, std::string message) {
    return Trouble{.status = AsNetworkError(absl::Status(code, message))};
  };
  const int status = response.status;
  if (status == 408 || status == 429 || (status >= 500 && status != 501 && status != 505)) {
    Trouble trouble{.status = AsNetworkError(absl::UnavailableError(
                        status == 429 ? std::string("the registry asks for fewer requests (429)")
                                      : absl::StrCat("the registry has trouble of its own (", status, ": ", WordsOf(response), ")"))),
                    .again = true};
    trouble.wait_seconds = RetryAfterSeconds(response.retry_after, response.date);
    if (trouble.wait_seconds > kLongestRetryAfterSeconds) {
      return final(absl::StatusCode::kUnavailable, absl::StrCat("the registry asks to be left alone for ", trouble.wait_seconds,
                                                                " seconds (", status, "); what has arrived is kept: come back then"));
    }
    return trouble;
  }
  if (status == 400) {
    return final(absl::StatusCode::kInvalidArgument,
                 absl::StrCat("the registry does not take the question (400): \"", WordsOf(response), "\"; asked: ", url));
  }
  if (status == 403) {
    return final(absl::StatusCode::kPermissionDenied,
                 absl::StrCat("the registry refuses this machine (403: ", WordsOf(response),
                              "). Addresses of data centres and VPNs are refused now and then; from another network it may work. Or "
                              "download the studies with a browser from https://clinicaltrials.gov (JSON) and read them in with: "
                              "trialmatch fetch --import FILE"));
  }
  if (status == 404) {
    return final(absl::StatusCode::kNotFound, absl::StrCat("nothing is there (404): ", url, "; is the base URL that of an API v2?"));
  }
  if (status == 407) return final(absl::StatusCode::kFailedPrecondition, "the proxy asks for a name and a password (407)");
  if (status >= 300 && status < 400) {
    return final(absl::StatusCode::kFailedPrecondition,
                 absl::StrCat("the server sends us elsewhere (", status, ": ", response.location.substr(0, 300),
                              "), which is not followed; if that is the place, name it with --base-url"));
  }
  return final(absl::StatusCode::kUnknown, absl::StrCat("an answer that was not expected (", status, ": ", WordsOf(response), "): ", url));
}

// Twice as long each time, counted in intervals between requests, and half of it by chance, so that many waiting programs do not come
// back together.
milliseconds Requester::Backoff(int attempt) {
  const double longest = static_cast<double>(kLongestBackoff.count());
  const double full = std::min(longest, static_cast<double>(pacer_.interval().count()) * std::pow(2.0, attempt));
  return milliseconds(static_cast<int64_t>(full * (0.5 + 0.5 * clock_.Chance())));
}

}  // namespace trialmatch::fetch
