#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "app/cli/command.h"
#include "app/cli/crawl_support.h"
#include "app/cli/fetch_progress.h"
#include "app/cli/import_studies.h"
#include "app/cli/lung_plan.h"
#include "app/cli/output.h"
#include "app/cli/registry_options.h"
#include "fetch/ctgov/crawl.h"
#include "fetch/ctgov/network_error.h"
#include "fetch/ctgov/registry_sink.h"
#include "fetch/http/curl_transport.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::app {
namespace {

// What the registry sees of us: the program, and what it is for.
constexpr char kUserAgent[] = "trialmatch/" TRIALMATCH_VERSION " (+keeps a local copy of studies for clinical-trial matching)";

struct FetchOptions {
  std::vector<std::string> conditions;
  std::string term;
  std::vector<std::string> statuses;
  std::vector<std::string> ids;
  bool all = false, full = false, sweep = false;
  std::string import_path;
  std::string db;
  std::string base_url = fetch::kRegistryUrl;
  std::string ca_file;
  double rate = 1;
  int timeout_seconds = 60;
};

fetch::CrawlPlan PlanOf(const FetchOptions& options) {
  if (options.all) return {.parts = {}, .statuses = options.statuses};
  fetch::CrawlPlan plan;
  if (options.conditions.empty() && options.term.empty()) {
    plan = LungPlan(rules::Lexicon::BuiltIn());
  } else {
    for (const std::string& condition : options.conditions) plan.parts.push_back({.condition = condition, .term = options.term});
    if (plan.parts.empty()) plan.parts.push_back({.condition = "", .term = options.term});
    plan.statuses = fetch::OpenStatuses();
  }
  if (!options.statuses.empty()) plan.statuses = options.statuses;
  return plan;
}

fetch::CrawlOptions CrawlOptionsOf(const FetchOptions& options) {
  using Mode = fetch::CrawlOptions::Mode;
  fetch::CrawlOptions crawl;
  crawl.plan = PlanOf(options);
  crawl.ids = options.ids;
  crawl.mode = !options.ids.empty() ? Mode::kIds : options.sweep ? Mode::kSweep : options.full ? Mode::kFull : Mode::kRefresh;
  crawl.connections = fetch::kMaxConnections;
  return crawl;
}

ExitStatus Fail(const Terminal& terminal, const absl::Status& status) {
  terminal.Error(std::string(status.message()));
  if (absl::IsInternal(status)) return ExitStatus::kOurBug;
  return fetch::IsNetworkError(status) ? ExitStatus::kNetwork : ExitStatus::kBadInput;
}

std::string SummaryText(const fetch::CrawlReport& report) {
  const fetch::CrawlSummary& summary = report.summary;
  std::string text = absl::StrCat(summary.added, " new, ", summary.changed, " changed, ", summary.unchanged, " unchanged, ",
                                  summary.withdrawn, " withdrawn, ", summary.refused, " refused");
  if (report.moved > 0) absl::StrAppend(&text, "; ", report.moved, " under another number now");
  return absl::StrCat(text, "\nregistry data of ", report.data_timestamp, "\n");
}

ExitStatus Report(const fetch::CrawlReport& report, const Terminal& terminal) {
  Output out;
  if (report.is_up_to_date) {
    out.Write(absl::StrCat("nothing new: the registry's data are still those of ", report.data_timestamp, "\n"));
    return out.Finish(terminal, ExitStatus::kDone);
  }
  LimitedMessages refused(terminal, base::Severity::kWarning);
  for (const base::Diagnostic& diagnostic : report.diagnostics) refused.Add(diagnostic.where + ": " + diagnostic.message);
  refused.Finish("records were refused or repaired");
  for (const std::string& id : report.not_known) terminal.Warn(id + ": the registry does not know this study");
  out.Write(SummaryText(report));
  const bool some = report.summary.refused > 0 || !report.not_known.empty();
  return out.Finish(terminal, some ? ExitStatus::kSomeRefused : ExitStatus::kDone);
}

ExitStatus RunFetch(const FetchOptions& options, const Terminal& terminal) {
  if (!options.import_path.empty()) return ImportIntoRegistry(options.import_path, options.db, terminal);
  const std::string path = RegistryPath(options.db);
  if (path.empty()) {
    terminal.Error("no place for the registry: name a file with --db");
    return ExitStatus::kWrongUsage;
  }
  // A limit on the size of files is then an error of writing, and not the end.
  std::signal(SIGXFSZ, SIG_IGN);
  auto sink = fetch::RegistrySink::Open(path, UtcNow);
  if (!sink.ok()) return Fail(terminal, sink.status());
  const auto transport = fetch::OpenCurlTransport(
      {.user_agent = kUserAgent, .ca_file = options.ca_file, .silence = std::chrono::seconds(options.timeout_seconds)});
  if (!transport.ok()) return Fail(terminal, transport.status());

  SystemCrawlClock clock;
  absl::StatusOr<fetch::CrawlReport> report;
  {
    FetchProgress progress(terminal, "fetching");
    ShownCrawl shown(progress);
    fetch::Requester requester(**transport, clock,
                               {.base_url = options.base_url,
                                .requests_per_second = options.rate,
                                .on_retry = [&](std::string_view message) { progress.Note(message); }});
    report = fetch::Crawl(CrawlOptionsOf(options), requester, *sink, shown);
  }
  return report.ok() ? Report(*report, terminal) : Fail(terminal, report.status());
}

// Statuses as the registry spells them, in any case, separated by commas.
std::string CheckStatuses(std::string& text) {
  text = absl::AsciiStrToUpper(text);
  for (const absl::string_view status : absl::StrSplit(text, ',')) {
    bool known = false;
    for (const std::string& name : fetch::AllStatuses()) known = known || status == name;
    if (!known) return absl::StrCat("not a status: \"", status, "\"; expected one of ", absl::StrJoin(fetch::AllStatuses(), ", "));
  }
  return "";
}

std::string CheckUrl(std::string& text) {
  while (!text.empty() && text.back() == '/') text.pop_back();
  if (!text.starts_with("https://") && !text.starts_with("http://")) return "expected an address that begins with https:// or http://";
  return text.find_first_of("?# ") == std::string::npos ? "" : "expected an address without ?, # and spaces";
}

constexpr char kExamples[] = R"(Examples:
  trialmatch fetch
      everything that a person with ALK-positive lung cancer may join; the next time, what changed
  trialmatch fetch --condition "breast cancer" --status RECRUITING,NOT_YET_RECRUITING --db breast.db
  trialmatch fetch --all
      the whole registry: about 600,000 studies; an interrupted crawl goes on where it stopped
  trialmatch fetch --sweep
      looks for studies that are gone; worth doing now and then
  trialmatch fetch --import ctg-studies.json.zip
      without a network: what a browser has downloaded
The registry is asked for diseases and words only, never for a person. Proxies are taken from https_proxy and no_proxy.)";

}  // namespace

void AddFetchCommand(CLI::App& app, Command* chosen) {
  const auto options = std::make_shared<FetchOptions>();
  CLI::App* command = app.add_subcommand("fetch", "Keeps a copy of ClinicalTrials.gov on this disk");
  command->footer(kExamples);
  CLI::Option* condition =
      command->add_option("--condition", options->conditions, "Studies of this disease, in the registry's search syntax; may be repeated")
          ->type_name("TEXT")
          ->take_all();
  CLI::Option* term = command->add_option("--term", options->term, "Studies with these words anywhere; together with --condition: both")
                          ->type_name("TEXT");
  CLI::Option* status = command
                            ->add_option("--status", options->statuses,
                                         "Only these statuses, like RECRUITING,SUSPENDED. Default: those that can still matter; with "
                                         "--all: any")
                            ->type_name("LIST")
                            ->delimiter(',')
                            ->transform(CLI::Validator(CheckStatuses, ""));
  CLI::Option* all = command->add_flag("--all", options->all, "The whole registry");
  CLI::Option* ids = command->add_option("--ids", options->ids, "Only these studies, beside what is here")
                         ->type_name("NCT...")
                         ->delimiter(',')
                         ->transform(NctNumber());
  CLI::Option* full = command->add_flag("--full", options->full, "Everything again, not only what changed since the last fetch");
  CLI::Option* sweep = command->add_flag("--sweep", options->sweep,
                                         "Compare numbers and dates with the registry: finds what was withdrawn, renumbered or missed");
  CLI::Option* import = command
                            ->add_option("--import", options->import_path,
                                         "No network: studies from the registry's bulk zip, a .jsonl or .json file, any of these as .gz or "
                                         ".zst, or a folder of them")
                            ->type_name("FILE|DIR|ZIP");
  AddDatabaseOption(*command, &options->db);
  command->add_option("--base-url", options->base_url, "A mirror or a test server. Default: " + options->base_url)
      ->type_name("URL")
      ->transform(CLI::Validator(CheckUrl, ""));
  command->add_option("--ca-file", options->ca_file, "Certificates to trust (PEM) instead of the system's")->type_name("FILE");
  command
      ->add_option("--rate", options->rate, "Requests a second at most. Default: 1, which is the registry's good manners; for a server of your own, more")
      ->type_name("N")
      ->check(CLI::Range(0.01, 1000.0));
  command->add_option("--timeout", options->timeout_seconds, "Give up a connection after so many silent seconds. Default: 60")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 3600));
  all->excludes(condition)->excludes(term)->excludes(ids);
  ids->excludes(condition)->excludes(term)->excludes(status)->excludes(full)->excludes(sweep);
  full->excludes(sweep);
  for (CLI::Option* option : {condition, term, status, all, ids, full, sweep}) import->excludes(option);
  command->callback([options, chosen] { *chosen = [options](const Terminal& terminal) { return RunFetch(*options, terminal); }; });
}

}  // namespace trialmatch::app
