#ifndef TRIALMATCH_APP_CLI_OUTPUT_H_
#define TRIALMATCH_APP_CLI_OUTPUT_H_

#include <string_view>

#include "app/cli/command.h"
#include "app/cli/terminal.h"

namespace trialmatch::app {

// Data for stdout. A reader that goes away (`| head`) ends the writing quietly; a full disk is an
// error.
class Output {
 public:
  // False when nothing more can be written: stop the work.
  bool Write(std::string_view data);
  // Hands on what was written. False as Write.
  bool Flush();
  // Flushes. `status` when all is well or the reader has gone, else kBadInput with a message.
  ExitStatus Finish(const Terminal& terminal, ExitStatus status);

 private:
  int error_ = 0;  // errno of the first failure
};

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_OUTPUT_H_
