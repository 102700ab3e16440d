#ifndef TRIALMATCH_APP_CLI_PROFILE_DRAFT_FILE_H_
#define TRIALMATCH_APP_CLI_PROFILE_DRAFT_FILE_H_

#include <optional>
#include <string>

#include "app/cli/terminal.h"
#include "matcher/ask/profile_draft.h"

namespace trialmatch::app {

// The profile in the file as one that can change, for `option` ("--if-next"). nullopt: every error of it was printed. Not from stdin.
std::optional<matcher::ProfileDraft> LoadDraft(const std::string& path, const std::string& option, const Terminal& terminal);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_PROFILE_DRAFT_FILE_H_
