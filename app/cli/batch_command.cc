#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/cli/batch.h"
#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "app/cli/output.h"
#include "app/cli/parallel.h"
#include "app/cli/resume.h"
#include "matcher/report_json.h"

namespace trialmatch::app {
namespace {

struct BatchCommandOptions : SharedOptions {
  std::string patients;
  std::optional<double> within_km;
  bool any_status = false;
  bool criteria = false;
  int threads = DefaultThreads();
  int top = 0;  // 0: all
  std::string format = "jsonl";
  std::string from;    // empty: by the name of the file
  std::string resume;  // empty: stdout
};

BatchFormat FormatOf(const std::string& name) {
  return name == "csv" ? BatchFormat::kCsv : BatchFormat::kJsonLines;
}

// 0 for what has no size, like a pipe.
uint64_t FileSize(const std::string& path) {
  std::error_code error;
  const uintmax_t size = std::filesystem::file_size(path, error);
  return error ? 0 : size;
}

// A continued output must come from the same day, studies and rules.
bool SameMakers(const Batch& batch, const std::string& path, const Terminal& terminal) {
  if (batch.done.first_report.empty()) return true;
  matcher::MatchReport report = matcher::BeginReport(batch.index, {}, batch.match);
  if (MadeWith(matcher::MatchReportJson(report, batch.json)) == MadeWith(batch.done.first_report)) return true;
  terminal.Error(path + ": was made for another day (give --as-of), or with other studies or rules; it cannot be continued");
  return false;
}

ExitStatus RunBatchCommand(const BatchCommandOptions& options, const Terminal& terminal) {
  std::ifstream file;
  const bool from_stdin = options.patients.empty() || options.patients == "-";
  if (!from_stdin) {
    if (!OpenFile(options.patients, terminal, &file)) return ExitStatus::kBadInput;
  }
  const BatchFormat output = FormatOf(options.format);
  ResumePoint done;
  if (!options.resume.empty()) {
    const auto found = FindResumePoint(options.resume, output, terminal);
    if (!found) return ExitStatus::kBadInput;
    done = *found;
  }
  const auto loaded = LoadIndex(options, options.threads, terminal);
  if (!loaded) return ExitStatus::kBadInput;

  using Criteria = matcher::ReportJsonOptions::Criteria;
  using Status = matcher::MatchOptions::Status;
  const std::string by_name = options.patients.ends_with(".csv") ? "csv" : "jsonl";
  const Batch batch{
      .index = loaded->index,
      .match = {.decided_on = DecisionDay(options.as_of),
                .status = options.any_status ? Status::kAny : Status::kRecruitingFirst,
                .within_km = options.within_km,
                .top = static_cast<size_t>(options.top),
                .reasons = options.criteria ? matcher::MatchOptions::Reasons::kAll : matcher::MatchOptions::Reasons::kOpenOnly},
      .json = {.top = options.top,
               .criteria = options.criteria ? Criteria::kAll : Criteria::kDeciding},
      .threads = options.threads,
      .stream_bytes = from_stdin ? 0 : FileSize(options.patients),
      .input = FormatOf(options.from.empty() ? by_name : options.from),
      .output = output,
      .done = done};
  if (!options.resume.empty()) {
    if (!SameMakers(batch, options.resume, terminal) || !ContinueOutput(options.resume, done, terminal)) return ExitStatus::kBadInput;
    if (done.patients > 0 || done.last_line > 0) terminal.Note(options.resume + ": going on behind what is there");
  }
  Output out;
  const ExitStatus status = batch.Run(from_stdin ? std::cin : file,
                                      from_stdin ? "stdin" : options.patients, terminal, &out);
  if (!loaded->index.healthy()) {
    out.Finish(terminal, status);
    terminal.Error(loaded->file + ": the index is damaged, and so may be what was written; remove both and run again");
    return ExitStatus::kBadInput;
  }
  return out.Finish(terminal, status == ExitStatus::kDone ? loaded->status : status);
}

constexpr char kExamples[] = R"(Examples:
  trialmatch batch --patients patients.jsonl --studies studies.jsonl > reports.jsonl
  trialmatch batch --studies studies.jsonl --as-of 2026-01-15 --any-status --top 20 --threads 8 < patients.jsonl > reports.jsonl
  trialmatch batch --patients patients.csv --studies studies.jsonl --index studies.index --format csv --resume reports.csv
A patient who cannot be read is an error object in its place; the rest goes on, and the exit status is 5.)";

}  // namespace

void AddBatchCommand(CLI::App& app, Command* chosen) {
  const auto options = std::make_shared<BatchCommandOptions>();
  CLI::App* command =
      app.add_subcommand("batch", "Many patients: one JSON report a line, in input order");
  command->footer(kExamples);
  command
      ->add_option("--patients", options->patients,
                   "Patient profiles, one JSON object a line or one CSV row. Default: stdin")
      ->type_name("FILE");
  AddStudiesOption(*command, options.get());
  AddAsOfOption(*command, options.get());
  command->add_flag("--any-status", options->any_status,
                    "Rank without regard to whether a trial recruits (for research)");
  command
      ->add_option(
          "--threads", options->threads,
          "Worker threads; the output does not depend on their number. Default: the processors")
      ->type_name("N")
      ->check(CLI::Range(1, 1024));
  command
      ->add_option("--top", options->top,
                   "List only the first N trials; the counts still tell of all")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000));
  command
      ->add_option("--within", options->within_km,
                   "Only trials with a site nearer than KM to each patient; a trial whose sites have no "
                   "coordinates stays")
      ->type_name("KM")
      ->check(CLI::Range(0.0, 21000.0));
  command->add_flag("--criteria", options->criteria, "Show every criterion with its verdict");
  command
      ->add_option("--format", options->format,
                   "jsonl (default): one report a line; csv: one row a patient and trial")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"jsonl", "csv"}));
  command
      ->add_option("--from", options->from,
                   "How the patients come: jsonl or csv. Default: csv for a file named so, else jsonl")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"jsonl", "csv"}));
  command
      ->add_option("--resume", options->resume,
                   "Write to OUT instead of stdout, going on where an earlier run with the same "
                   "arguments was cut off")
      ->type_name("OUT");
  AddIndexOption(*command, options.get());
  command->callback([options, chosen] {
    *chosen = [options](const Terminal& terminal) { return RunBatchCommand(*options, terminal); };
  });
}

}  // namespace trialmatch::app
