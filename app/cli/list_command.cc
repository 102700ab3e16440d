#include <memory>
#include <string>

#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "app/cli/output.h"
#include "app/cli/parallel.h"
#include "app/cli/text_options.h"
#include "matcher/list/driver_list.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::app {
namespace {

struct ListOptions : SharedOptions {
  std::string driver = "ALK";
  std::string since;
  std::string format = "text";
};

ExitStatus RunList(const ListOptions& options, const Terminal& terminal) {
  const rules::Lexicon& lexicon = rules::Lexicon::BuiltIn();
  const std::string driver(lexicon.ResolveId(rules::TermKind::kGene, options.driver));
  const rules::Entry* gene = lexicon.Find(rules::TermKind::kGene, driver);
  if (gene == nullptr || gene->Get("driver") != "yes") {
    terminal.Error("--driver: \"" + options.driver + "\" is no driver gene; `trialmatch rules list gene` has them");
    return ExitStatus::kWrongUsage;
  }
  auto loaded = LoadIndex(options, DefaultThreads(), terminal);
  if (!loaded) return ExitStatus::kBadInput;
  matcher::ListOptions how{.driver = driver, .decided_on = DecisionDay(options.as_of)};
  if (!options.since.empty()) how.since = DecisionDay(options.since);
  const matcher::DriverList list = matcher::MakeDriverList(loaded->index, how);
  Output out;
  if (options.format == "csv") {
    out.Write(matcher::RenderListCsv(list));
  } else if (options.format == "html") {
    out.Write(matcher::RenderListHtml(list));
  } else {
    out.Write(matcher::RenderListText(list, TextOptionsFor(terminal, 0)));
  }
  return out.Finish(terminal, loaded->status);
}

constexpr char kExamples[] = R"(Examples:
  trialmatch list --driver ALK
  trialmatch list --driver ALK --since 2026-01-01 --format html > alk-trials.html
  trialmatch list --driver ROS1 --studies studies.jsonl --format csv)";

}  // namespace

void AddListCommand(CLI::App& app, Command* chosen) {
  const auto options = std::make_shared<ListOptions>();
  CLI::App* command = app.add_subcommand("list", "Every open trial for a driver gene, by situation");
  command->footer(kExamples);
  command->add_option("--driver", options->driver, "The gene, such as ALK (default), ROS1, EGFR")->type_name("GENE");
  command->add_option("--since", options->since, "Mark what the registry posted or changed on or after DATE")->type_name("DATE")->check(IsoDay());
  command->add_option("--format", options->format, "text (default), csv or html")->type_name("FORMAT")->check(CLI::IsMember({"text", "csv", "html"}));
  AddStudiesOption(*command, options.get());
  AddIndexOption(*command, options.get());
  AddAsOfOption(*command, options.get());
  command->callback([options, chosen] { *chosen = [options](const Terminal& terminal) { return RunList(*options, terminal); }; });
}

}  // namespace trialmatch::app
