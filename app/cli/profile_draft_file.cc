#include "app/cli/profile_draft_file.h"

#include <utility>

#include "app/cli/inputs.h"
#include "base/file.h"

namespace trialmatch::app {

std::optional<matcher::ProfileDraft> LoadDraft(const std::string& path, const std::string& option, const Terminal& terminal) {
  if (path == "-") {
    terminal.Error(option + " needs the profile in a file, not from stdin");
    return std::nullopt;
  }
  if (!LoadProfile(path, terminal)) return std::nullopt;
  const auto bytes = base::ReadFile(path);
  auto draft = bytes.ok() ? matcher::ProfileDraft::Parse(*bytes) : absl::StatusOr<matcher::ProfileDraft>(bytes.status());
  if (draft.ok()) return *std::move(draft);
  terminal.Error(path + ": " + std::string(draft.status().message()));
  return std::nullopt;
}

}  // namespace trialmatch::app
