#ifndef TRIALMATCH_APP_CLI_TABLES_H_
#define TRIALMATCH_APP_CLI_TABLES_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/terminal.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::app {

// The tables that a command works with.
struct LoadedTables {
  std::shared_ptr<const rules::Lexicon> lexicon;
  std::vector<std::string> names;  // "cue", "drug", ... in name order
};

// The embedded tables, those of them replaced for which `folder` has a NAME.tsv, and the others of
// the folder; the embedded ones alone when it is empty. nullopt: a message with file and line was
// printed.
std::optional<LoadedTables> LoadTables(const std::string& folder, const Terminal& terminal);

// --tables DIR.
void AddTablesOption(CLI::App& command, std::string* folder);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_TABLES_H_
