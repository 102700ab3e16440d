#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "app/cli/command.h"
#include "app/cli/csv.h"
#include "app/cli/inputs.h"
#include "app/cli/output.h"
#include "app/cli/parallel.h"
#include "app/cli/profile_draft_file.h"
#include "app/cli/text_options.h"
#include "matcher/ask/if_next.h"
#include "matcher/explain/text_report.h"
#include "matcher/match.h"
#include "matcher/report_json.h"
#include "matcher/summary/summary.h"

namespace trialmatch::app {
namespace {

struct MatchOptions : SharedOptions {
  std::string patient;
  int top = 0;  // 0: all
  std::optional<double> within_km;
  bool any_status = false;
  bool criteria = false;
  std::string if_next;   // a drug; empty: not asked
  std::string format = "text";
};

// What starting a drug would close and open, in the place of the list.
ExitStatus RunIfNext(const MatchOptions& options, const matcher::ProfileDraft& draft, const matcher::TrialIndex& index, const matcher::MatchOptions& how, ExitStatus status,
                     const Terminal& terminal) {
  const auto result = matcher::AskIfNext(index, draft, options.if_next, how);
  if (!result.ok()) {
    terminal.Error("--if-next: " + std::string(result.status().message()));
    return ExitStatus::kBadInput;
  }
  Output out;
  out.Write(options.format == "json" ? matcher::IfNextJson(*result, index) + "\n" : matcher::RenderIfNextText(*result, index, TextOptionsFor(terminal, options.top)));
  return out.Finish(terminal, status);
}

bool IsSummary(const MatchOptions& options) { return options.format == "html" || options.format == "summary"; }

std::string SummaryOf(const MatchOptions& options, const matcher::MatchReport& report, const matcher::Patient& patient, const rules::Lexicon& lexicon,
                      const matcher::TextOptions& text) {
  const matcher::PlainWords words(lexicon);
  matcher::SummaryOptions shown;
  if (options.top > 0) shown.trials = static_cast<size_t>(options.top);
  const matcher::Summary summary = matcher::MakeSummary(report, patient, words, shown);
  return options.format == "html" ? matcher::RenderSummaryHtml(summary) : matcher::RenderSummaryText(summary, text);
}

ExitStatus RunMatch(const MatchOptions& options, const Terminal& terminal) {
  const auto profile = LoadProfile(options.patient, terminal);
  if (!profile) return ExitStatus::kBadInput;
  std::optional<matcher::ProfileDraft> draft;
  if (!options.if_next.empty()) {
    if (options.format != "text" && options.format != "json") {
      terminal.Error("--if-next is told as text or json, not as " + options.format);
      return ExitStatus::kWrongUsage;
    }
    draft = LoadDraft(options.patient, "--if-next", terminal);
    if (!draft) return ExitStatus::kBadInput;
  }
  auto loaded = LoadIndex(options, DefaultThreads(), terminal);
  if (!loaded) return ExitStatus::kBadInput;
  TellPlace(profile->patient, options.within_km.has_value(), terminal);

  const matcher::TextOptions text = TextOptionsFor(terminal, options.top);
  using Status = matcher::MatchOptions::Status;
  const matcher::MatchOptions how{.decided_on = DecisionDay(options.as_of),
                      .status = options.any_status ? Status::kAny : Status::kRecruitingFirst,
                      .within_km = options.within_km,
                      // A summary counts what is open over all trials.
                      .top = IsSummary(options) ? 0 : static_cast<size_t>(options.top),
                      .near_misses = options.format == "text" ? static_cast<size_t>(text.near_misses) : 0};
  if (draft) return RunIfNext(options, *draft, loaded->index, how, loaded->status, terminal);
  matcher::MatchReport report = matcher::Match(loaded->index, profile->patient, how);
  if (!loaded->index.healthy()) {
    terminal.Note(loaded->file + ": damaged; made again");
    std::remove(loaded->file.c_str());
    report = {};
    loaded = LoadIndex(options, DefaultThreads(), terminal);
    if (!loaded) return ExitStatus::kBadInput;
    report = matcher::Match(loaded->index, profile->patient, how);
  }
  report.profile_sha256 = profile->sha256;
  using Criteria = matcher::ReportJsonOptions::Criteria;
  Output out;
  if (options.format == "json") {
    matcher::WriteMatchReport(
        report,
        {.top = options.top, .criteria = options.criteria ? Criteria::kAll : Criteria::kDeciding},
        [&](std::string_view part) { out.Write(part); });
    out.Write("\n");
  } else if (options.format == "csv") {
    out.Write(CsvReportHeader());
    out.Write(CsvReport(1, report, static_cast<size_t>(options.top)));
  } else if (IsSummary(options)) {
    out.Write(SummaryOf(options, report, profile->patient, loaded->index.lexicon(), text));
  } else {
    out.Write(matcher::RenderMatchText(report, text));
    if (options.criteria) {
      const matcher::PlainWords words(loaded->index.lexicon());
      const size_t listed =
          options.top > 0 ? static_cast<size_t>(options.top) : report.trials.size();
      for (size_t i = 0; i < std::min(listed, report.trials.size()); ++i) {
        if (!out.Write("\n" + matcher::RenderExplainText(report.trials[i], words, text))) break;
      }
    }
  }
  return out.Finish(terminal, loaded->status);
}

constexpr char kExamples[] = R"(Examples:
  trialmatch match --patient me.json
  trialmatch match --patient me.json --studies studies.jsonl --top 10 --within 200
  trialmatch match --patient me.json --if-next lorlatinib
  trialmatch match --patient me.json --format html > for-the-oncologist.html
  trialmatch match --patient me.json --studies studies.jsonl --as-of 2026-01-15 --any-status --criteria --format json)";

}  // namespace

void AddMatchCommand(CLI::App& app, Command* chosen) {
  const auto options = std::make_shared<MatchOptions>();
  CLI::App* command = app.add_subcommand("match", "Rank the trials for one patient, with reasons");
  command->footer(kExamples);
  command
      ->add_option("--patient", options->patient,
                   "The patient profile, a JSON object; - reads stdin")
      ->type_name("FILE")
      ->required();
  AddStudiesOption(*command, options.get());
  AddIndexOption(*command, options.get());
  AddAsOfOption(*command, options.get());
  command
      ->add_option("--top", options->top,
                   "List only the first N trials; the counts still tell of all")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000));
  command
      ->add_option(
          "--within", options->within_km,
          "Only trials with a site nearer than KM; a trial whose sites have no coordinates stays")
      ->type_name("KM")
      ->check(CLI::Range(0.0, 21000.0));
  command->add_flag("--any-status", options->any_status,
                    "Rank without regard to whether a trial recruits (for research)");
  command->add_flag("--criteria", options->criteria, "Show every criterion with its verdict");
  command->add_option("--if-next", options->if_next,
                      "Tell which trials would close, wait or open if DRUG (or a class) were the next treatment: about trials, no advice")
      ->type_name("DRUG");
  command->add_option("--format", options->format,
                      "text (default), json, csv; or a summary to take to the oncologist: html (one page), summary (text)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json", "csv", "html", "summary"}));
  command->callback([options, chosen] {
    *chosen = [options](const Terminal& terminal) { return RunMatch(*options, terminal); };
  });
}

}  // namespace trialmatch::app
