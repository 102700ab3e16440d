#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "app/cli/output.h"
#include "app/cli/parallel.h"
#include "app/cli/progress.h"
#include "rules/audit/text_audit.h"
#include "rules/audit/unread.h"
#include "rules/criteria_json.h"
#include "rules/read_study.h"

namespace trialmatch::app {
namespace {

struct AuditOptions : SharedOptions {
  std::vector<std::string> nct_ids;
  bool all = false;
  bool unread = false;
  int top = 100;
  std::string format = "text";
};

// What the rules made of the study, as it is printed.
std::string Audit(const fetch::Study& study, const rules::Lexicon& lexicon,
                  const std::string& format) {
  const rules::TrialCriteria criteria = rules::ReadStudy(study, lexicon);
  if (format == "json") return rules::CriteriaToJson(criteria, lexicon) + "\n";
  return rules::RenderAuditText(criteria);
}

// The most frequent words that nothing understood, over all the studies.
ExitStatus RunUnread(const std::vector<const fetch::Study*>& studies, const AuditOptions& options,
                     ExitStatus status, const Terminal& terminal) {
  const rules::Lexicon& lexicon = rules::Lexicon::BuiltIn();
  const int threads = DefaultThreads();
  const size_t chunk = static_cast<size_t>(threads) * 32;
  Progress progress(terminal, "reading eligibility", studies.size());
  rules::UnreadWords unread;
  for (size_t begin = 0; begin < studies.size(); begin += chunk) {
    std::vector<rules::TrialCriteria> read(std::min(chunk, studies.size() - begin));
    RunParallel(read.size(), threads,
                [&](size_t i) { read[i] = rules::ReadStudy(*studies[begin + i], lexicon); });
    for (size_t i = 0; i < read.size(); ++i)
      unread.Add(read[i], studies[begin + i]->eligibility_criteria, lexicon);
    progress.Advance(read.size());
  }
  const auto top = unread.Top(static_cast<size_t>(options.top));
  Output out;
  out.Write(options.format == "json" ? rules::UnreadToJson(top) : rules::UnreadToText(top));
  return out.Finish(terminal, status);
}

ExitStatus RunAudit(const AuditOptions& options, const Terminal& terminal) {
  const auto loaded = LoadStudies(options.studies, terminal);
  if (!loaded) return ExitStatus::kBadInput;
  ExitStatus status = loaded->status();
  std::vector<const fetch::Study*> studies;
  if (options.all) {
    for (const fetch::Study& study : loaded->list.studies) studies.push_back(&study);
  }
  for (const std::string& nct_id : options.nct_ids) {
    const auto& all = loaded->list.studies;
    const auto study = std::find_if(all.begin(), all.end(),
                                    [&](const fetch::Study& s) { return s.nct_id == nct_id; });
    if (study != all.end()) {
      studies.push_back(&*study);
    } else {
      terminal.Error(nct_id + " is not among the studies of " + loaded->list.source);
      status = ExitStatus::kBadInput;
    }
  }

  if (options.unread) return RunUnread(studies, options, status, terminal);
  const rules::Lexicon& lexicon = rules::Lexicon::BuiltIn();
  const int threads = DefaultThreads();
  const size_t chunk = static_cast<size_t>(threads) * 32;
  Progress progress(terminal, "reading eligibility", studies.size());
  Output out;
  for (size_t begin = 0; begin < studies.size(); begin += chunk) {
    std::vector<std::string> texts(std::min(chunk, studies.size() - begin));
    RunParallel(texts.size(), threads,
                [&](size_t i) { texts[i] = Audit(*studies[begin + i], lexicon, options.format); });
    progress.Advance(texts.size());
    bool open = true;
    for (const std::string& text : texts) open = open && out.Write(text);
    if (!open) break;
  }
  return out.Finish(terminal, status);
}

constexpr char kExamples[] = R"(Examples:
  trialmatch audit NCT99000001
  trialmatch audit NCT99000001 NCT99000002 --studies studies.jsonl --format json
  trialmatch audit --all --studies studies.jsonl --format json > criteria.jsonl)";

}  // namespace

void AddAuditCommand(CLI::App& app, Command* chosen) {
  const auto options = std::make_shared<AuditOptions>();
  CLI::App* command =
      app.add_subcommand("audit", "What the rules made of a study's eligibility text");
  command->footer(kExamples);
  CLI::Option* ids = command->add_option("nct", options->nct_ids, "The studies, by NCT number")
                         ->type_name("NCT...")
                         ->transform(NctNumber());
  CLI::Option* all = command->add_flag("--all", options->all, "Every study, in input order");
  all->excludes(ids);
  AddStudiesOption(*command, options.get());
  command->add_option("--format", options->format, "text (default), or json: one object a line")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
  command->add_flag("--unread", options->unread,
                    "The most frequent word sequences that nothing understood, over all the studies");
  command->add_option("--top", options->top, "With --unread: so many (default: 100)")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000));
  command->callback([options, chosen] {
    if (!options->all && options->nct_ids.empty())
      throw CLI::ValidationError("audit", "expected NCT numbers, or --all");
    *chosen = [options](const Terminal& terminal) { return RunAudit(*options, terminal); };
  });
}

}  // namespace trialmatch::app
