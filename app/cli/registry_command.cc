#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/progress.h"
#include "app/cli/registry_options.h"
#include "app/cli/registry_words.h"
#include "fetch/registry/registry_reader.h"

namespace trialmatch::app {
namespace {

struct RegistryOptions {
  std::string db;
  std::vector<std::string> nct_ids;
};

using Work = ExitStatus (*)(const RegistryOptions&, fetch::RegistryReader&, const Terminal&);

ExitStatus Fail(const Terminal& terminal, const absl::Status& status) {
  terminal.Error(std::string(status.message()));
  return absl::IsInternal(status) ? ExitStatus::kOurBug : ExitStatus::kBadInput;
}

ExitStatus WithRegistry(const RegistryOptions& options, const Terminal& terminal, Work work) {
  const std::string path = RegistryPath(options.db);
  if (path.empty()) {
    terminal.Error("no place for the registry: name a file with --db");
    return ExitStatus::kWrongUsage;
  }
  auto reader = fetch::RegistryReader::Open(path);
  if (absl::IsNotFound(reader.status())) {
    terminal.Error(path + ": there is no registry yet; `trialmatch fetch` makes it");
    return ExitStatus::kBadInput;
  }
  if (!reader.ok()) return Fail(terminal, reader.status());
  return work(options, *reader, terminal);
}

ExitStatus Status(const RegistryOptions& options, fetch::RegistryReader& reader,
                  const Terminal& terminal) {
  const auto status = reader.Status();
  if (!status.ok()) return Fail(terminal, status.status());
  Output out;
  out.Write(StatusText(RegistryPath(options.db), reader, *status));
  return out.Finish(terminal, ExitStatus::kDone);
}

ExitStatus Show(const RegistryOptions& options, fetch::RegistryReader& reader,
                const Terminal& terminal) {
  ExitStatus done = ExitStatus::kDone;
  Output out;
  for (const std::string& nct_id : options.nct_ids) {
    const auto study = reader.Get(nct_id);
    if (!study.ok()) {
      done = Fail(terminal, study.status());
      continue;
    }
    if (!study->alias_of.empty()) terminal.Note(study->alias_of + " is " + study->nct_id + " now");
    if (study->is_withdrawn)
      terminal.Warn(study->nct_id + ": the registry no longer lists it; this is its last state");
    out.Write(study->json);
    out.Write("\n");
  }
  return out.Finish(terminal, done);
}

ExitStatus History(const RegistryOptions& options, fetch::RegistryReader& reader,
                   const Terminal& terminal) {
  ExitStatus done = ExitStatus::kDone;
  Output out;
  for (const std::string& nct_id : options.nct_ids) {
    const auto versions = reader.History(nct_id);
    if (!versions.ok()) {
      done = Fail(terminal, versions.status());
      continue;
    }
    out.Write(HistoryText(nct_id, *versions, terminal.columns()));
  }
  return out.Finish(terminal, done);
}

ExitStatus Verify(const RegistryOptions& options, fetch::RegistryReader& reader,
                  const Terminal& terminal) {
  absl::StatusOr<fetch::VerifyResult> result;
  {
    Progress progress(terminal, "records verified:");
    int64_t shown = 0;
    result = reader.Verify([&](int64_t records) {
      progress.Advance(static_cast<uint64_t>(records - shown));
      shown = records;
    });
  }
  if (!result.ok()) return Fail(terminal, result.status());
  const std::string path = RegistryPath(options.db);
  Output out;
  if (result->problems.empty()) {
    out.Write(absl::StrCat(path, ": all is well: ", result->records,
                           " records, each as its SHA-256 says\n"));
    return out.Finish(terminal, ExitStatus::kDone);
  }
  LimitedMessages problems(terminal, base::Severity::kError);
  for (const std::string& problem : result->problems) problems.Add(problem);
  problems.Finish("problems");
  terminal.Error(std::string(
      "the registry file is damaged. The way out: put back a copy of it, or move it away and run "
      "`trialmatch fetch` (or `trialmatch fetch --import FILE`) again; what can still be read "
      "comes "
      "out with `trialmatch registry export`"));
  return ExitStatus::kBadInput;
}

ExitStatus Export(const RegistryOptions&, fetch::RegistryReader& reader, const Terminal& terminal) {
  Output out;
  LimitedMessages lost(terminal, base::Severity::kError);
  Progress progress(terminal, "exporting",
                    static_cast<uint64_t>(std::max<int64_t>(0, reader.studies())));
  bool is_open = true;
  const absl::Status status = reader.ForEach(
      [&](const fetch::StoredStudy& study) {
        progress.Advance(1);
        is_open = is_open && out.Write(study.json) && out.Write("\n");
        return is_open ? absl::OkStatus() : absl::CancelledError();
      },
      [&](const absl::Status& damage) { lost.Add(std::string(damage.message())); });
  if (!status.ok() && !absl::IsCancelled(status)) {
    (void)out.Finish(terminal, ExitStatus::kDone);
    return Fail(terminal, status);
  }
  lost.Finish("records are lost");
  return out.Finish(terminal, lost.count() > 0 ? ExitStatus::kSomeRefused : ExitStatus::kDone);
}

constexpr char kExamples[] = R"(Examples:
  trialmatch registry status
  trialmatch registry show NCT99000001 | python3 -m json.tool
  trialmatch registry history NCT99000001
      each state of the record: when it was seen, and what had changed
  trialmatch registry verify --db /data/registry.db
  trialmatch registry export > studies.jsonl
      every record, one a line; `trialmatch fetch --import studies.jsonl` reads it again)";

}  // namespace

void AddRegistryCommand(CLI::App& app, Command* chosen) {
  const auto options = std::make_shared<RegistryOptions>();
  CLI::App* command =
      app.add_subcommand("registry", "Looks into the copy of the registry on this disk");
  command->footer(kExamples);
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, Work work) {
    CLI::App* sub = command->add_subcommand(name, what);
    sub->fallthrough();
    AddDatabaseOption(*sub, &options->db);
    sub->callback([options, chosen, work] {
      *chosen = [options, work](const Terminal& terminal) {
        return WithRegistry(*options, terminal, work);
      };
    });
    return sub;
  };
  const auto add_ids = [&](CLI::App* sub) {
    sub->add_option("nct", options->nct_ids, "The studies, by NCT number")
        ->type_name("NCT...")
        ->required()
        ->transform(NctNumber());
  };
  add("status", "What is in it, of which day, and how it came", Status);
  add_ids(add("show", "The record of a study, as the registry sent it", Show));
  add_ids(add("history", "What changed in a study's record, and when it was seen", History));
  add("verify", "Checks the whole file, every record against its SHA-256", Verify);
  add("export", "Every record, one a line", Export);
}

}  // namespace trialmatch::app
