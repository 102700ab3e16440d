#ifndef TRIALMATCH_APP_CLI_WHAT_IF_H_
#define TRIALMATCH_APP_CLI_WHAT_IF_H_

#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/terminal.h"

namespace trialmatch::app {

struct WhatIfOptions : SharedOptions {
  std::string patient;                 // a file, not stdin
  std::vector<std::string> nct_ids;    // empty: the nearest misses
  bool any_status = false;
  std::string format;                  // text, json
};

// `explain --what-if`: what other answers would change about these trials, and how many trials each unknown fact decides.
ExitStatus RunWhatIf(const WhatIfOptions& options, const Terminal& terminal);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_WHAT_IF_H_
