#ifndef TRIALMATCH_APP_CLI_REGISTRY_OPTIONS_H_
#define TRIALMATCH_APP_CLI_REGISTRY_OPTIONS_H_

#include <string>

#include "CLI/CLI.hpp"

namespace trialmatch::app {

// --db PATH of a command that reads or writes the registry.
CLI::Option* AddDatabaseOption(CLI::App& command, std::string* db);

// The path given, else $XDG_DATA_HOME/trialmatch/registry.db, else
// ~/.local/share/trialmatch/registry.db; empty when there is neither.
std::string RegistryPath(const std::string& db);

// The clock of this machine: "2026-01-15T08:00:00Z".
std::string UtcNow();

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_REGISTRY_OPTIONS_H_
