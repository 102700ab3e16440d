#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/tables.h"
#include "rules/audit/table_view.h"
#include "rules/audit/try_sentence.h"

namespace trialmatch::app {
namespace {

struct RulesOptions {
  std::string tables;
  std::string table;
  std::string name;
  std::string sentence;
  std::string section = "inclusion";
  std::string format = "text";
  bool json() const { return format == "json"; }
};

ExitStatus Print(const std::string& text, const Terminal& terminal, ExitStatus status) {
  Output out;
  out.Write(text);
  return out.Finish(terminal, status);
}

ExitStatus List(const RulesOptions& options, const LoadedTables& tables,
                const Terminal& terminal) {
  const rules::Lexicon& lexicon = *tables.lexicon;
  if (options.table.empty()) {
    return Print(options.json() ? rules::TablesToJson(lexicon, tables.names)
                                : rules::TablesToText(lexicon, tables.names),
                 terminal, ExitStatus::kDone);
  }
  if (std::find(tables.names.begin(), tables.names.end(), options.table) == tables.names.end()) {
    std::string known;
    for (const std::string& name : tables.names) known += (known.empty() ? "" : ", ") + name;
    terminal.Error("there is no table \"" + options.table + "\"; expected one of " + known);
    return ExitStatus::kBadInput;
  }
  return Print(options.json() ? rules::TableToJson(lexicon, options.table)
                              : rules::TableToText(lexicon, options.table),
               terminal, ExitStatus::kDone);
}

ExitStatus Show(const RulesOptions& options, const LoadedTables& tables,
                const Terminal& terminal) {
  const auto rows = rules::FindRows(*tables.lexicon, tables.names, options.name);
  if (rows.empty()) {
    terminal.Error("no table has an id or a wording \"" + options.name + "\"");
    return ExitStatus::kBadInput;
  }
  std::string out;
  for (const rules::RowView& row : rows)
    out += options.json() ? rules::RowToJson(row) : rules::RowToText(row);
  return Print(out, terminal, ExitStatus::kDone);
}

// The tables have been loaded, and with that checked.
ExitStatus Check(const LoadedTables& tables, const Terminal& terminal) {
  size_t rows = 0;
  for (const std::string& name : tables.names) rows += tables.lexicon->rows(name).size();
  for (const std::string& warning : rules::TableWarnings(*tables.lexicon, tables.names))
    terminal.Warn(warning);
  return Print("good: " + std::to_string(tables.names.size()) + " tables, " +
                   std::to_string(rows) + " rows, version " +
                   std::string(tables.lexicon->version()) + "\n",
               terminal, ExitStatus::kDone);
}

ExitStatus Try(const RulesOptions& options, const LoadedTables& tables,
               const Terminal& terminal) {
  const auto section = options.section == "exclusion" ? rules::Section::kExclusion
                                                      : rules::Section::kInclusion;
  const rules::Trial trial = rules::TrySentence(options.sentence, section, *tables.lexicon);
  return Print(options.json() ? rules::TrialToJson(trial, *tables.lexicon)
                              : rules::TrialToText(trial, *tables.lexicon),
               terminal, ExitStatus::kDone);
}

using Work = ExitStatus (*)(const RulesOptions&, const LoadedTables&, const Terminal&);

CLI::App* AddWork(CLI::App& rules, const char* name, const char* what, Work work,
                  const std::shared_ptr<RulesOptions>& options, Command* chosen) {
  CLI::App* command = rules.add_subcommand(name, what);
  command->fallthrough();
  AddTablesOption(*command, &options->tables);
  command->callback([options, work, chosen] {
    *chosen = [options, work](const Terminal& terminal) {
      const auto tables = LoadTables(options->tables, terminal);
      return tables ? work(*options, *tables, terminal) : ExitStatus::kBadInput;
    };
  });
  return command;
}

void AddFormat(CLI::App& command, RulesOptions* options) {
  command.add_option("--format", options->format, "text (default) or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
}

constexpr char kExamples[] = R"(Examples:
  trialmatch rules list
      every table with its rows
  trialmatch rules list drug_class
      the rows of one table
  trialmatch rules show lorlatinib
      a row by id or by any of its wordings: source, what stands above, below, and what names it
  trialmatch rules try "No prior lorlatinib within 4 weeks" --section exclusion
      a sentence through the tables and the parsers
  trialmatch rules check --tables my_tables
      are tables of my own good?)";

}  // namespace

void AddRulesCommand(CLI::App& app, Command* chosen) {
  const auto options = std::make_shared<RulesOptions>();
  CLI::App* command =
      app.add_subcommand("rules", "The tables of the rules, and any sentence through them");
  command->footer(kExamples);
  command->require_subcommand(1);

  CLI::App* list = AddWork(*command, "list", "The tables, or the rows of one", List, options, chosen);
  list->add_option("table", options->table, "Its rows: drug, condition, cue, ...")
      ->type_name("TABLE");
  AddFormat(*list, options.get());

  CLI::App* show = AddWork(*command, "show", "A row: wordings, source, what uses it", Show, options,
                           chosen);
  show->add_option("id", options->name, "An id or any wording: lorlatinib, Alecensa")
      ->type_name("ID")
      ->required();
  AddFormat(*show, options.get());

  AddWork(
      *command, "check", "Loads the tables with all checks",
      [](const RulesOptions&, const LoadedTables& tables, const Terminal& terminal) {
        return Check(tables, terminal);
      },
      options, chosen);

  CLI::App* try_one = AddWork(*command, "try", "A sentence as the rules read it", Try, options,
                              chosen);
  try_one->add_option("text", options->sentence, "A sentence, or lines of a list")
      ->type_name("TEXT")
      ->required();
  try_one->add_option("--section", options->section, "inclusion (default) or exclusion")
      ->type_name("SECTION")
      ->check(CLI::IsMember({"inclusion", "exclusion"}));
  AddFormat(*try_one, options.get());
}

}  // namespace trialmatch::app
