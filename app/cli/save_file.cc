#include "app/cli/save_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace trialmatch::app {

absl::Status SaveFile(const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".new";
  const auto failed = [&](int error) {
    ::unlink(temporary.c_str());
    return absl::UnavailableError(path + ": cannot be written: " + std::strerror(error));
  };
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return failed(errno);
  while (!bytes.empty()) {
    const ssize_t n = ::write(file, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      const int error = errno != 0 ? errno : EIO;
      ::close(file);
      return failed(error);
    }
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  if (::fsync(file) != 0) {
    const int error = errno;
    ::close(file);
    return failed(error);
  }
  if (::close(file) != 0) return failed(errno);
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return failed(errno);
  return absl::OkStatus();
}

}  // namespace trialmatch::app
