#ifndef TRIALMATCH_BASE_FILE_H_
#define TRIALMATCH_BASE_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace trialmatch::base {

inline constexpr uint64_t kMaxFileBytes = uint64_t{8} << 30;   // 8 GiB

// All bytes of a file (or of a pipe, to its end). Every message names the path: NotFound, PermissionDenied, InvalidArgument for a
// folder or for more than `max_bytes`, Unavailable when reading breaks off, ResourceExhausted when memory does not suffice.
absl::StatusOr<std::string> ReadFile(const std::string& path, uint64_t max_bytes = kMaxFileBytes);

}  // namespace trialmatch::base

#endif  // TRIALMATCH_BASE_FILE_H_
