#include "app/cli/import_studies.h"

#include <algorithm>
#include <csignal>

#include "absl/strings/str_cat.h"
#include "app/cli/output.h"
#include "app/cli/parallel.h"
#include "app/cli/progress.h"
#include "app/cli/registry_options.h"
#include "fetch/import/import.h"
#include "fetch/registry/registry.h"

namespace trialmatch::app {
namespace {

// More than four have nothing to do: one reader feeds them.
constexpr int kMostThreads = 4;

absl::StatusOr<fetch::ImportResult> Import(const std::string& from, const std::string& path,
                                           const Terminal& terminal) {
  auto writer = fetch::RegistryWriter::Open(path);
  if (!writer.ok()) return writer.status();
  Progress progress(terminal, "importing", 0);
  uint64_t shown = 0;
  const auto show = [&](const fetch::ImportProgress& now) {
    progress.SetTotal(now.bytes_total);
    progress.Advance(now.bytes_done - std::min(shown, now.bytes_done));
    shown = std::max(shown, now.bytes_done);
  };
  return fetch::ImportStudies(*writer, from,
                              {.published_at = UtcNow(),
                               .threads = std::min(DefaultThreads(), kMostThreads),
                               .progress = show});
}

}  // namespace

ExitStatus ImportIntoRegistry(const std::string& from, const std::string& db,
                              const Terminal& terminal) {
  const std::string path = RegistryPath(db);
  if (path.empty()) {
    terminal.Error("no place for the registry: name a file with --db");
    return ExitStatus::kWrongUsage;
  }
  // A limit on the size of files is then an error of writing, and not the end.
  std::signal(SIGXFSZ, SIG_IGN);
  const auto result = Import(from, path, terminal);
  if (!result.ok()) {
    terminal.Error(std::string(result.status().message()));
    return absl::IsInternal(result.status()) ? ExitStatus::kOurBug : ExitStatus::kBadInput;
  }
  LimitedMessages errors(terminal, base::Severity::kError);
  LimitedMessages warnings(terminal, base::Severity::kWarning);
  LimitedMessages notes(terminal, base::Severity::kNote);
  for (const base::Diagnostic& diagnostic : result->diagnostics) {
    LimitedMessages& messages = diagnostic.severity == base::Severity::kError     ? errors
                                : diagnostic.severity == base::Severity::kWarning ? warnings
                                                                                  : notes;
    messages.Add(diagnostic.where + ": " + diagnostic.message);
  }
  errors.Finish("records were refused");
  warnings.Finish("records were repaired");
  notes.Finish("notes");
  if (result->went_on) terminal.Note("an interrupted import of the same files went on");
  const fetch::CrawlSummary& summary = result->summary;
  Output out;
  out.Write(absl::StrCat(
      summary.added, " new, ", summary.changed, " changed, ", summary.unchanged, " unchanged, ",
      summary.refused, " refused",
      summary.older > 0
          ? absl::StrCat("; ", summary.older, " older than what is here, which was kept")
          : "",
      "\n"));
  return out.Finish(terminal, summary.refused > 0 ? ExitStatus::kSomeRefused : ExitStatus::kDone);
}

}  // namespace trialmatch::app
