#ifndef TRIALMATCH_APP_CLI_BATCH_H_
#define TRIALMATCH_APP_CLI_BATCH_H_

#include <cstdint>
#include <istream>
#include <string>

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/terminal.h"
#include "matcher/match.h"
#include "matcher/report_json.h"

namespace trialmatch::app {

// Matches a stream of profiles, one a line, and writes one report a line in input order: the same
// bytes for any number of threads.
struct Batch {
  const matcher::TrialIndex& index;
  matcher::MatchOptions match;
  matcher::ReportJsonOptions json;
  int threads = 1;
  uint64_t stream_bytes = 0;  // for the progress bar; 0: not known

  // `name` stands for the stream in messages. Blank lines are passed over. kSomeRefused when a
  // profile could not be read (its line then holds the error), kBadInput when none could.
  ExitStatus Run(std::istream& patients, const std::string& name, const Terminal& terminal,
                 Output* out) const;
};

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_BATCH_H_
