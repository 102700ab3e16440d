#ifndef TRIALMATCH_APP_CLI_COMMAND_H_
#define TRIALMATCH_APP_CLI_COMMAND_H_

#include <functional>
#include <string>

#include "CLI/CLI.hpp"
#include "app/cli/terminal.h"

namespace trialmatch::app {

enum class ExitStatus : int {
  kDone = 0,
  kOurBug = 1,
  kWrongUsage = 2,
  kBadInput = 3,     // an input that cannot be read at all, or an output that cannot be written
  kNetwork = 4,      // the network or the server behind it; what has arrived is kept
  kSomeRefused = 5,  // done, but some input lines were refused: each is named on stderr or in its
                     // place in the output
};

// What a subcommand does once its arguments are read.
using Command = std::function<ExitStatus(const Terminal&)>;

// Each adds its subcommand to `app`; when that one is given, `*chosen` becomes its work.
void AddMatchCommand(CLI::App& app, Command* chosen);
void AddBatchCommand(CLI::App& app, Command* chosen);
void AddExplainCommand(CLI::App& app, Command* chosen);
void AddAskCommand(CLI::App& app, Command* chosen);
void AddListCommand(CLI::App& app, Command* chosen);
void AddAuditCommand(CLI::App& app, Command* chosen);
void AddRulesCommand(CLI::App& app, Command* chosen);
void AddFetchCommand(CLI::App& app, Command* chosen);
void AddRegistryCommand(CLI::App& app, Command* chosen);

// Options that several commands share.
struct SharedOptions {
  std::string studies;  // empty: the registry
  std::string db;       // empty: the registry in its usual place
  std::string as_of;    // empty: today
  std::string index;    // empty: no file keeps the index
};
// --studies and --db.
void AddStudiesOption(CLI::App& command, SharedOptions* options);
void AddIndexOption(CLI::App& command, SharedOptions* options);
void AddAsOfOption(CLI::App& command, SharedOptions* options);

// A check for days: 2026-01-15.
CLI::Validator IsoDay();

// A check for NCT numbers: eight digits behind "NCT", in any case.
CLI::Validator NctNumber();

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_COMMAND_H_
