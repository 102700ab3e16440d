#include "app/cli/command_line.h"

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "rules/lexicon/lexicon.h"
#include "rules/read_study.h"

namespace trialmatch::app {
namespace {

constexpr char kExamples[] = R"(Examples:
  trialmatch match --patient me.json
      ranks the built-in example studies for one patient, in plain words
  trialmatch match --patient me.json --studies studies.jsonl --as-of 2026-01-15 --top 20 --format json
      the same for a file of ClinicalTrials.gov records, on a given day, for a program to read
  trialmatch ask --save me.json
      asks what matters most, question by question, then ranks the studies
  trialmatch explain --patient me.json --studies studies.jsonl NCT99000001
      one study, criterion by criterion
  trialmatch list --driver ALK --since 2026-01-01
      every open trial for a driver gene, by situation, with what is new
  trialmatch batch --patients all.jsonl --studies studies.jsonl --threads 8 > reports.jsonl
      many patients, one report a line
  trialmatch audit --all --studies studies.jsonl --format json > criteria.jsonl
      what the rules made of every study's eligibility text
  trialmatch rules try "No prior lorlatinib"
      one sentence through the tables and the parsers
  trialmatch fetch --db registry.db
      brings the registry's lung-cancer and ALK studies to this disk, or what changed since

Exit status: 0 done, 1 a bug of ours, 2 wrong usage, 3 bad input data, 4 network, 5 done with some input lines refused.
trialmatch informs; the study team decides. It gives no treatment advice.)";

int Code(ExitStatus status) { return static_cast<int>(status); }

std::string VersionText() {
  return std::string("trialmatch " TRIALMATCH_VERSION "\nrules ") +
         rules::RulesVersion(rules::Lexicon::BuiltIn());
}

ExitStatus Run(int argc, char** argv) {
  CLI::App app(
      "Matches a patient to clinical trials: which may fit, which do not, why, and what is still "
      "unknown.",
      "trialmatch");
  app.footer(kExamples);
  app.set_version_flag("--version", VersionText,
                       "Print the version of the program and of the rules, and exit");
  app.require_subcommand(1);
  Terminal::Options options;
  app.add_flag("--quiet", options.quiet,
               "No progress and no notes on stderr; warnings and errors stay");
  app.add_flag("--no-color", options.no_color,
               "No colours (also: the NO_COLOR environment variable)");
  // Takes --quiet and --no-color behind the subcommand too.
  app.fallthrough();

  Command chosen;
  AddMatchCommand(app, &chosen);
  AddBatchCommand(app, &chosen);
  AddExplainCommand(app, &chosen);
  AddAskCommand(app, &chosen);
  AddListCommand(app, &chosen);
  AddAuditCommand(app, &chosen);
  AddRulesCommand(app, &chosen);
  AddFetchCommand(app, &chosen);
  AddRegistryCommand(app, &chosen);
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; }))
    command->fallthrough();

  if (argc < 2) {
    std::fputs(app.help().c_str(), stderr);
    return ExitStatus::kWrongUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    Output out;
    out.Write(app.help());
    return out.Finish(Terminal(options), ExitStatus::kDone);
  } catch (const CLI::CallForVersion& version) {
    Output out;
    out.Write(std::string(version.what()) + "\n");
    return out.Finish(Terminal(options), ExitStatus::kDone);
  } catch (const CLI::ParseError& error) {
    const Terminal terminal(options);
    const auto given = app.get_subcommands();
    const std::string help =
        given.empty() ? "trialmatch --help" : "trialmatch " + given.front()->get_name() + " --help";
    terminal.Error(std::string(error.what()) + " (see: " + help + ")");
    return ExitStatus::kWrongUsage;
  }
  return chosen(Terminal(options));
}

}  // namespace

int RunCommandLine(int argc, char** argv) {
  // A closed pipe then shows as a failed write, which Output ends quietly.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return Code(Run(argc, argv));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "trialmatch: internal error: %s\n", error.what());
  } catch (...) {
    std::fputs("trialmatch: internal error: an exception of unknown type\n", stderr);
  }
  return Code(ExitStatus::kOurBug);
}

}  // namespace trialmatch::app
