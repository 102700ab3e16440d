#include "app/cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace trialmatch::app {

bool Output::Write(std::string_view data) {
  if (error_ != 0) return false;
  errno = 0;
  if (std::fwrite(data.data(), 1, data.size(), stdout) != data.size())
    error_ = errno != 0 ? errno : EIO;
  return error_ == 0;
}

bool Output::Flush() {
  if (error_ != 0) return false;
  errno = 0;
  if (std::fflush(stdout) != 0) error_ = errno != 0 ? errno : EIO;
  return error_ == 0;
}

ExitStatus Output::Finish(const Terminal& terminal, ExitStatus status) {
  Flush();
  if (error_ == 0 || error_ == EPIPE) return status;
  terminal.Error(std::string("standard output cannot be written: ") + std::strerror(error_));
  return ExitStatus::kBadInput;
}

}  // namespace trialmatch::app
