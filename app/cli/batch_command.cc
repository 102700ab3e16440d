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
};

// 0 for what has no size, like a pipe.
uint64_t FileSize(const std::string& path) {
  std::error_code error;
  const uintmax_t size = std::filesystem::file_size(path, error);
  return error ? 0 : size;
}

ExitStatus RunBatchCommand(const BatchCommandOptions& options, const Terminal& terminal) {
  std::ifstream file;
  const bool from_stdin = options.patients.empty() || options.patients == "-";
  if (!from_stdin) {
    if (!OpenFile(options.patients, terminal, &file)) return ExitStatus::kBadInput;
  }
  const auto loaded = LoadIndex(options, options.threads, terminal);
  if (!loaded) return ExitStatus::kBadInput;

  using Criteria = matcher::ReportJsonOptions::Criteria;
  using Status = matcher::MatchOptions::Status;
  const Batch batch{
      .index = loaded->index,
      .match = {.decided_on = DecisionDay(options.as_of),
                .status = options.any_status ? Status::kAny : Status::kRecruitingFirst,
                .within_km = options.within_km,
                .top = static_cast<size_t>(options.top)},
      .json = {.top = options.top,
               .criteria = options.criteria ? Criteria::kAll : Criteria::kDeciding},
      .threads = options.threads,
      .stream_bytes = from_stdin ? 0 : FileSize(options.patients)};
  Output out;
  const ExitStatus status = batch.Run(from_stdin ? std::cin : file,
                                      from_stdin ? "stdin" : options.patients, terminal, &out);
  return out.Finish(terminal, status == ExitStatus::kDone ? loaded->status : status);
}

constexpr char kExamples[] = R"(Examples:
  trialmatch batch --patients patients.jsonl --studies studies.jsonl > reports.jsonl
  trialmatch batch --studies studies.jsonl --as-of 2026-01-15 --any-status --top 20 --threads 8 < patients.jsonl > reports.jsonl
A patient who cannot be read is an error object in its place; the rest goes on, and the exit status is 5.)";

}  // namespace

void AddBatchCommand(CLI::App& app, Command* chosen) {
  const auto options = std::make_shared<BatchCommandOptions>();
  CLI::App* command =
      app.add_subcommand("batch", "Many patients: one JSON report a line, in input order");
  command->footer(kExamples);
  command
      ->add_option("--patients", options->patients,
                   "Patient profiles, one JSON object a line. Default: stdin")
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
  command->add_option("--format", options->format, "jsonl, the only one")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"jsonl"}));
  command->callback([options, chosen] {
    *chosen = [options](const Terminal& terminal) { return RunBatchCommand(*options, terminal); };
  });
}

}  // namespace trialmatch::app
