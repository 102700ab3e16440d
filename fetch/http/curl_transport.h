#ifndef TRIALMATCH_FETCH_HTTP_CURL_TRANSPORT_H_
#define TRIALMATCH_FETCH_HTTP_CURL_TRANSPORT_H_

#include <chrono>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "fetch/http/transport.h"

namespace trialmatch::fetch {

struct CurlOptions {
  std::string user_agent;
  std::string ca_file;                  // PEM; empty: the certificates that the system trusts
  std::chrono::seconds silence{60};     // a connection on which nothing moves for so long is given up
};

// No more connections than this are open at a time; a further Get() waits for one.
inline constexpr int kMaxConnections = 3;

// The transport over libcurl: http and https, gzip, connections kept. Proxies come from the usual environment variables (https_proxy,
// http_proxy, all_proxy, no_proxy), which libcurl reads. InvalidArgument: the CA file cannot be read.
absl::StatusOr<std::unique_ptr<Transport>> OpenCurlTransport(const CurlOptions& options);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_HTTP_CURL_TRANSPORT_H_
