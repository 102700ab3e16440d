#ifndef TRIALMATCH_APP_CLI_SAVE_FILE_H_
#define TRIALMATCH_APP_CLI_SAVE_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace trialmatch::app {

// Writes a whole file, readable by its owner alone: under another name beside it, flushed to the disk, then renamed, so that at any
// moment the old bytes or the new ones stand there. Unavailable with the path and the system's reason.
absl::Status SaveFile(const std::string& path, std::string_view bytes);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_SAVE_FILE_H_
