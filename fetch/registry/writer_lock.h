#ifndef TRIALMATCH_FETCH_REGISTRY_WRITER_LOCK_H_
#define TRIALMATCH_FETCH_REGISTRY_WRITER_LOCK_H_

#include <string>

#include "absl/status/statusor.h"

namespace trialmatch::fetch {

// Holds "PATH.lock" while it lives, so that one process at a time writes a registry. The system
// lets go of it when the process ends, however it ends; the file stays.
class WriterLock {
 public:
  // FailedPrecondition: another process holds it, and is named. Not for two threads of one process.
  static absl::StatusOr<WriterLock> Take(const std::string& path);
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

 private:
  explicit WriterLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_REGISTRY_WRITER_LOCK_H_
