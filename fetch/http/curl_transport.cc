#include "fetch/http/curl_transport.h"

#include <curl/curl.h>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <fstream>
#include <mutex>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace trialmatch::fetch {
namespace {

constexpr long kConnectSeconds = 30;
constexpr long kWholeSeconds = 1800;
constexpr size_t kMaxHeaderBytes = 8192;   // of one header that is kept

struct CurlDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CurlDeleter>;

// What the call-backs fill.
struct Receiver {
  HttpResponse response;
  uint64_t max_body_bytes = 0;
  enum class Stop { kNone, kTooLong, kNoMemory } stop = Stop::kNone;
};

size_t OnBody(char* data, size_t, size_t size, void* user) {
  auto& receiver = *static_cast<Receiver*>(user);
  if (size > receiver.max_body_bytes - receiver.response.body.size()) {
    receiver.stop = Receiver::Stop::kTooLong;
    return 0;
  }
  try {
    receiver.response.body.append(data, size);
  } catch (const std::bad_alloc&) {   // must not pass through a C library
    receiver.stop = Receiver::Stop::kNoMemory;
    return 0;
  }
  return size;
}

size_t OnHeader(char* data, size_t, size_t size, void* user) {
  HttpResponse& response = static_cast<Receiver*>(user)->response;
  const std::string_view line(data, std::min(size, kMaxHeaderBytes));
  // A status line starts the headers anew: those of a proxy, or of "100 Continue", are not the answer's.
  if (line.starts_with("HTTP/")) {
    response.content_type.clear();
    response.location.clear();
    response.retry_after.clear();
    response.date.clear();
    return size;
  }
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  const absl::string_view name = base::ToAbsl(line.substr(0, colon));
  const absl::string_view value = absl::StripAsciiWhitespace(base::ToAbsl(line.substr(colon + 1)));
  for (const auto& [known, field] : {std::pair<const char*, std::string*>{"content-type", &response.content_type},
                                     {"location", &response.location},
                                     {"retry-after", &response.retry_after},
                                     {"date", &response.date}}) {
    if (absl::EqualsIgnoreCase(name, known)) field->assign(value.data(), value.size());
  }
  return size;
}

// The host of an address, for messages: the whole address may be long.
std::string HostOf(const std::string& url) {
  const size_t scheme = url.find("://");
  const size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
  return url.substr(begin, url.find_first_of("/?#", begin) - begin);
}

absl::Status ErrorOf(CURLcode code, const char* detail, const HttpRequest& request, const Receiver& receiver) {
  const std::string host = HostOf(request.url);
  const std::string why = *detail != '\0' ? detail : curl_easy_strerror(code);
  switch (code) {
    case CURLE_WRITE_ERROR:
      if (receiver.stop == Receiver::Stop::kTooLong) {
        return absl::ResourceExhaustedError(absl::StrCat("the answer of ", host, " is longer than ", request.max_body_bytes, " bytes"));
      }
      if (receiver.stop == Receiver::Stop::kNoMemory) return absl::ResourceExhaustedError("memory does not suffice for the answer");
      return absl::UnavailableError(absl::StrCat("the answer of ", host, " broke off: ", why));
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_BAD_CONTENT_ENCODING:
      return absl::UnavailableError(absl::StrCat("the answer of ", host, " broke off: ", why));
    case CURLE_OPERATION_TIMEDOUT:
      return absl::UnavailableError(absl::StrCat(host, " was silent for too long: ", why));
    case CURLE_COULDNT_RESOLVE_HOST:
      return absl::NotFoundError(absl::StrCat("the host name ", host, " is not known here; is there a network? (", why, ")"));
    case CURLE_COULDNT_RESOLVE_PROXY:
      return absl::NotFoundError(absl::StrCat("the proxy's name is not known here (", why, ")"));
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return absl::FailedPreconditionError(absl::StrCat("the certificate of ", host, " is not to be trusted: ", why,
                                                        "; behind a proxy that looks into connections, name its authority with --ca-file"));
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return absl::InvalidArgumentError(absl::StrCat("not an http or https address: ", request.url));
    default:
      return absl::UnavailableError(absl::StrCat("no connection to ", host, ": ", why));
  }
}

class CurlTransport : public Transport {
 public:
  explicit CurlTransport(const CurlOptions& options) : options_(options) {}

  absl::Status Open() {
    for (int i = 0; i < kMaxConnections; ++i) {
      Handle handle(curl_easy_init());
      if (handle == nullptr) return absl::ResourceExhaustedError("no memory for a connection");
      free_.push_back(std::move(handle));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<HttpResponse> Get(const HttpRequest& request) override {
    Handle handle = Take();
    Receiver receiver;
    receiver.max_body_bytes = request.max_body_bytes;
    char detail[CURL_ERROR_SIZE] = "";
    Prepare(handle.get(), request, &receiver, detail);
    const CURLcode code = curl_easy_perform(handle.get());
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, nullptr);
    GiveBack(std::move(handle));
    if (code != CURLE_OK) return ErrorOf(code, detail, request, receiver);
    receiver.response.status = static_cast<int>(status);
    return std::move(receiver.response);
  }

 private:
  void Prepare(CURL* handle, const HttpRequest& request, Receiver* receiver, char* detail) const {
    curl_easy_reset(handle);   // options only: the connection stays
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXCONNECTS, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, kWholeSeconds);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options_.silence.count()));
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, options_.user_agent.c_str());
    if (!options_.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, options_.ca_file.c_str());
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, OnBody);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, receiver);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, OnHeader);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, receiver);
  }

  Handle Take() {
    std::unique_lock<std::mutex> lock(mutex_);
    returned_.wait(lock, [this] { return !free_.empty(); });
    Handle handle = std::move(free_.back());
    free_.pop_back();
    return handle;
  }

  void GiveBack(Handle handle) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      free_.push_back(std::move(handle));
    }
    returned_.notify_one();
  }

  const CurlOptions options_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Handle> free_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Transport>> OpenCurlTransport(const CurlOptions& options) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) return absl::InternalError(absl::StrCat("libcurl does not start: ", curl_easy_strerror(started)));
  if (!options.ca_file.empty() && !std::ifstream(options.ca_file).good()) {
    return absl::InvalidArgumentError(absl::StrCat(options.ca_file, ": the file of certificates cannot be read"));
  }
  auto transport = std::make_unique<CurlTransport>(options);
  TM_RETURN_IF_ERROR(transport->Open());
  return transport;
}

}  // namespace trialmatch::fetch
