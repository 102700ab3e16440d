#ifndef TRIALMATCH_APP_CLI_BATCH_H_
#define TRIALMATCH_APP_CLI_BATCH_H_

#include <cstdint>
#include <istream>
#include <string>

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/resume.h"
#include "app/cli/terminal.h"
#include "matcher/match.h"
#include "matcher/report_json.h"

namespace trialmatch::app {

// Matches a stream of profiles (JSON lines, or CSV with a header) and writes their reports in input
// order: the same bytes for any number of threads. Holds a few groups of patients at a time,
// however long the stream is.
struct Batch {
  const matcher::TrialIndex& index;
  matcher::MatchOptions match;
  matcher::ReportJsonOptions json;
  int threads = 1;
  uint64_t stream_bytes = 0;  // for the progress bar; 0: not known
  BatchFormat input = BatchFormat::kJsonLines;
  BatchFormat output = BatchFormat::kJsonLines;
  ResumePoint done;  // what is passed over: it stands in the output already

  // `name` stands for the stream in messages. Blank lines are passed over. kSomeRefused when a
  // profile could not be read (its line then holds the error), kBadInput when none could.
  ExitStatus Run(std::istream& patients, const std::string& name, const Terminal& terminal,
                 Output* out) const;
};

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_BATCH_H_
