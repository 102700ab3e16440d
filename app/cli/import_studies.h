#ifndef TRIALMATCH_APP_CLI_IMPORT_STUDIES_H_
#define TRIALMATCH_APP_CLI_IMPORT_STUDIES_H_

#include <string>

#include "app/cli/command.h"
#include "app/cli/terminal.h"

namespace trialmatch::app {

// `fetch --import FROM`: brings the studies of a file or folder into the registry at `db`, and
// prints what came of it.
ExitStatus ImportIntoRegistry(const std::string& from, const std::string& db,
                              const Terminal& terminal);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_IMPORT_STUDIES_H_
