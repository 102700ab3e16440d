#ifndef TRIALMATCH_FETCH_CTGOV_NETWORK_ERROR_H_
#define TRIALMATCH_FETCH_CTGOV_NETWORK_ERROR_H_

#include "absl/status/status.h"
#include "absl/strings/cord.h"

namespace trialmatch::fetch {

// Marks errors of the network or of the server behind it, to tell them from those of the disk whatever their code.
inline constexpr char kNetworkErrorMark[] = "trialmatch/network";

inline absl::Status AsNetworkError(absl::Status status) {
  if (!status.ok()) status.SetPayload(kNetworkErrorMark, absl::Cord());
  return status;
}
inline bool IsNetworkError(const absl::Status& status) { return status.GetPayload(kNetworkErrorMark).has_value(); }

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_NETWORK_ERROR_H_
