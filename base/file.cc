#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <stdexcept>

#include "absl/strings/str_cat.h"

namespace trialmatch::base {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

absl::Status OpenError(const std::string& path, int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(absl::StrCat(path, ": no such file"));
    case EACCES:
    case EPERM:
      return absl::PermissionDeniedError(absl::StrCat(path, ": no permission to read it"));
    case ENAMETOOLONG:
      return absl::InvalidArgumentError(absl::StrCat(path.substr(0, 100), "...: name too long"));
    default:
      return absl::UnavailableError(absl::StrCat(path, ": cannot be opened: ", std::strerror(error)));
  }
}

std::string SizeText(uint64_t bytes) {
  if (bytes >= (uint64_t{1} << 30)) return absl::StrCat(bytes >> 30, " GiB");
  if (bytes >= (uint64_t{1} << 20)) return absl::StrCat(bytes >> 20, " MiB");
  return absl::StrCat(bytes, " bytes");
}

// Throws std::bad_alloc or std::length_error when memory does not suffice.
absl::StatusOr<std::string> ReadAll(const std::string& path, int fd, uint64_t size_hint, uint64_t max_bytes) {
  const auto too_large = [&] {
    return absl::InvalidArgumentError(absl::StrCat(path, ": larger than ", SizeText(max_bytes), ", the most that is read"));
  };
  if (size_hint > max_bytes) return too_large();
  constexpr uint64_t kLeastBlock = 64 << 10;
  std::string bytes(size_hint + 1, '\0');   // one more, so that the end shows without growing
  uint64_t size = 0;
  while (true) {
    if (size == bytes.size()) bytes.resize(bytes.size() + std::max(kLeastBlock, size / 2));
    const ssize_t count = read(fd, bytes.data() + size, bytes.size() - size);
    if (count == 0) break;
    if (count < 0) {
      if (errno == EINTR) continue;
      return absl::UnavailableError(absl::StrCat(path, ": reading broke off: ", std::strerror(errno)));
    }
    size += static_cast<uint64_t>(count);
    if (size > max_bytes) return too_large();
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path, uint64_t max_bytes) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return OpenError(path, errno);
  struct stat info;
  if (fstat(file.get(), &info) != 0) return OpenError(path, errno);
  if (S_ISDIR(info.st_mode)) return absl::InvalidArgumentError(absl::StrCat(path, ": is a folder, expected a file"));
  const uint64_t size_hint = S_ISREG(info.st_mode) ? static_cast<uint64_t>(info.st_size) : 0;
  try {
    return ReadAll(path, file.get(), size_hint, max_bytes);
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError(absl::StrCat(path, ": not enough memory to read it"));
  } catch (const std::length_error&) {
    return absl::ResourceExhaustedError(absl::StrCat(path, ": not enough memory to read it"));
  }
}

}  // namespace trialmatch::base
