#include "fetch/registry/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace trialmatch::fetch {

absl::StatusOr<WriterLock> WriterLock::Take(const std::string& path) {
  const std::string name = path + ".lock";
  WriterLock lock(open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (lock.fd_ < 0) {
    const std::string why =
        absl::StrCat(name, ": cannot be opened for writing: ", std::strerror(errno));
    if (errno == ENOSPC || errno == EDQUOT) return absl::ResourceExhaustedError(why);
    return absl::PermissionDeniedError(why);
  }
  if (flock(lock.fd_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK)
      return absl::UnavailableError(
          absl::StrCat(name, ": cannot be locked: ", std::strerror(errno)));
    char holder[64] = {};
    const ssize_t size = pread(lock.fd_, holder, sizeof holder - 1, 0);
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": another trialmatch is writing to this registry",
                     size > 0 ? absl::StrCat(" (", holder, ")") : "",
                     "; wait for it to end. Reading goes on meanwhile"));
  }
  const std::string me = absl::StrCat("process ", getpid());
  // Only for the message above: a lock without a name is a lock all the same.
  if (ftruncate(lock.fd_, 0) != 0 || pwrite(lock.fd_, me.data(), me.size(), 0) < 0) return lock;
  return lock;
}

WriterLock::WriterLock(WriterLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
WriterLock::~WriterLock() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace trialmatch::fetch
