#ifndef TRIALMATCH_FETCH_HTTP_TRANSPORT_H_
#define TRIALMATCH_FETCH_HTTP_TRANSPORT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace trialmatch::fetch {

struct HttpRequest {
  std::string url;                   // absolute, percent-encoded
  uint64_t max_body_bytes = 0;       // of the body as unpacked
};

struct HttpResponse {
  int status = 0;             // 200, 404, ...
  std::string body;           // unpacked
  std::string content_type;   // headers: empty when not sent
  std::string location;
  std::string retry_after;
  std::string date;
};

// Gets one address and follows nothing. Any answer of a server, whatever its status, is a response; the errors are those of the way:
// - Unavailable: no connection, broken, torn, too slow: another try may do;
// - NotFound: the host's (or the proxy's) name is not known;
// - ResourceExhausted: the body is longer than `max_body_bytes`;
// - FailedPrecondition: the server's certificate is not to be trusted; another try will not help;
// - InvalidArgument: not an address.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual absl::StatusOr<HttpResponse> Get(const HttpRequest& request) = 0;   // any thread
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_HTTP_TRANSPORT_H_
