#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "app/cli/output.h"
#include "app/cli/text_options.h"
#include "app/cli/what_if.h"
#include "matcher/explain/explain_html.h"
#include "matcher/explain/text_report.h"
#include "matcher/match.h"
#include "rules/read_study.h"

namespace trialmatch::app {
namespace {

struct ExplainOptions : WhatIfOptions {
  bool what_if = false;
  bool one_column = false;
};

ExitStatus RunExplain(const ExplainOptions& options, const Terminal& terminal) {
  if (options.format == (options.what_if ? "html" : "json")) {
    terminal.Error(options.what_if ? "--what-if is told as text or json, not as html" : "--format json is for --what-if; `match --format json --criteria` has every criterion");
    return ExitStatus::kWrongUsage;
  }
  if (options.what_if) return RunWhatIf(options, terminal);
  if (options.nct_ids.empty()) {
    terminal.Error("which study? Name it by its NCT number; run with --help for the options");
    return ExitStatus::kWrongUsage;
  }
  const auto profile = LoadProfile(options.patient, terminal);
  if (!profile) return ExitStatus::kBadInput;
  const auto loaded = LoadStudies(options, terminal, options.nct_ids);
  if (!loaded) return ExitStatus::kBadInput;

  const rules::Lexicon& lexicon = rules::Lexicon::BuiltIn();
  const matcher::MatchOptions match_options{.decided_on = DecisionDay(options.as_of),
                                            .status = matcher::MatchOptions::Status::kAny};
  const std::vector<fetch::Study>& studies = loaded->list.studies;
  ExitStatus status = loaded->status();
  const matcher::PlainWords words(lexicon);
  std::deque<rules::TrialCriteria> criteria;   // that results point into
  std::vector<matcher::TrialResult> results;
  for (const std::string& nct_id : options.nct_ids) {
    const auto study = std::find_if(studies.begin(), studies.end(),
                                    [&](const fetch::Study& s) { return s.nct_id == nct_id; });
    if (study == studies.end()) {
      terminal.Error(nct_id + " is not among the studies of " + loaded->list.source);
      status = ExitStatus::kBadInput;
      continue;
    }
    criteria.push_back(rules::ReadStudy(*study, lexicon));
    results.push_back(matcher::MatchTrial(*study, criteria.back(), profile->patient, lexicon, match_options));
  }
  Output out;
  if (options.format == "html") {
    out.Write(matcher::RenderExplainHtml(results, profile->patient.id, match_options.decided_on, loaded->list.source, words));
    return out.Finish(terminal, status);
  }
  matcher::TextOptions text = TextOptionsFor(terminal, 0);
  if (options.one_column) text.layout = matcher::TextOptions::Layout::kBelow;
  if (!results.empty()) out.Write("Patient " + Printable(profile->patient.id) + ", decided for " + match_options.decided_on.ToString() + "\n");
  for (const matcher::TrialResult& result : results) out.Write("\n" + matcher::RenderExplainText(result, words, text));
  return out.Finish(terminal, status);
}

constexpr char kExamples[] = R"(Examples:
  trialmatch explain --patient me.json NCT99000001
  trialmatch explain --patient me.json --studies studies.jsonl --as-of 2026-01-15 NCT99000001 NCT99000002
  trialmatch explain --patient me.json --what-if
  trialmatch explain --patient me.json --what-if NCT99000001
  trialmatch explain --patient me.json --format html NCT99000001 > NCT99000001.html)";

}  // namespace

void AddExplainCommand(CLI::App& app, Command* chosen) {
  const auto options = std::make_shared<ExplainOptions>();
  CLI::App* command =
      app.add_subcommand("explain", "One trial for one patient, criterion by criterion");
  command->footer(kExamples);
  command
      ->add_option("--patient", options->patient,
                   "The patient profile, a JSON object; - reads stdin")
      ->type_name("FILE")
      ->required();
  command->add_option("nct", options->nct_ids, "The studies, by NCT number")
      ->type_name("NCT...")
      ->transform(NctNumber());
  command->add_flag("--what-if", options->what_if,
                    "Tell which other answer, or which two, would open or shut these trials (none named: the nearest misses), and how many trials each unknown fact decides");
  command->add_flag("--any-status", options->any_status, "With --what-if: without regard to whether a trial recruits (for research)");
  options->format = "text";
  command->add_option("--format", options->format, "text (default), or html: one page to print or send; with --what-if text or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "html", "json"}));
  command->add_flag("--one-column", options->one_column, "The two wordings one below the other, for screen readers and narrow screens");
  AddStudiesOption(*command, options.get());
  AddIndexOption(*command, options.get());
  AddAsOfOption(*command, options.get());
  command->callback([options, chosen] {
    *chosen = [options](const Terminal& terminal) { return RunExplain(*options, terminal); };
  });
}

}  // namespace trialmatch::app
