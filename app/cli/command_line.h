#ifndef TRIALMATCH_APP_CLI_COMMAND_LINE_H_
#define TRIALMATCH_APP_CLI_COMMAND_LINE_H_

namespace trialmatch::app {

// The whole program: reads the arguments, runs one command, returns the exit status (see
// ExitStatus). No exception leaves it.
int RunCommandLine(int argc, char** argv);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_COMMAND_LINE_H_
