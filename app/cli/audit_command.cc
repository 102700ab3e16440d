#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "app/cli/output.h"
#include "app/cli/parallel.h"
#include "app/cli/progress.h"
#include "app/cli/tables.h"
#include "rules/audit/coverage.h"
#include "rules/audit/html_page.h"
#include "rules/audit/lint.h"
#include "rules/audit/rule_uses.h"
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
  bool coverage = false;
  bool lint = false;
  std::string rule;
  std::string tables;
  std::string format = "text";
  bool html() const { return format == "html"; }
  bool json() const { return format == "json"; }
};

using Studies = std::vector<const fetch::Study*>;

// Reads the studies on all processors and hands each with its criteria to `each`, in order, one at
// a time, until it answers false.
void ReadEach(const Studies& studies, const rules::Lexicon& lexicon, const Terminal& terminal,
              const std::function<bool(const fetch::Study&, const rules::TrialCriteria&)>& each) {
  const int threads = DefaultThreads();
  const size_t chunk = static_cast<size_t>(threads) * 32;
  Progress progress(terminal, "reading eligibility", studies.size());
  for (size_t begin = 0; begin < studies.size(); begin += chunk) {
    std::vector<rules::TrialCriteria> read(std::min(chunk, studies.size() - begin));
    RunParallel(read.size(), threads,
                [&](size_t i) { read[i] = rules::ReadStudy(*studies[begin + i], lexicon); });
    progress.Advance(read.size());
    for (size_t i = 0; i < read.size(); ++i) {
      if (!each(*studies[begin + i], read[i])) return;
    }
  }
}

// What the rules made of each study.
void WriteStudies(const Studies& studies, const AuditOptions& options,
                  const rules::Lexicon& lexicon, const Terminal& terminal, Output* out) {
  ReadEach(studies, lexicon, terminal, [&](const fetch::Study&, const auto& criteria) {
    return out->Write(options.json() ? rules::CriteriaToJson(criteria, lexicon) + "\n"
                                     : rules::RenderAuditText(criteria));
  });
}

// One page: of a single study, or of many with an index. The index stands before the studies, so
// many are read twice.
void WritePage(const Studies& studies, const AuditOptions&, const rules::Lexicon& lexicon,
               const Terminal& terminal, Output* out) {
  if (studies.size() == 1) {
    const rules::TrialCriteria criteria = rules::ReadStudy(*studies[0], lexicon);
    out->Write(rules::StudyPage(*studies[0], criteria, lexicon));
    return;
  }
  rules::TopicCoverage coverage;
  std::vector<rules::StudySummary> summaries;
  ReadEach(studies, lexicon, terminal, [&](const fetch::Study& study, const auto& criteria) {
    coverage.Add(criteria);
    summaries.push_back(rules::Summarise(study, criteria));
    return true;
  });
  if (!out->Write(rules::CorpusHead(summaries, coverage, lexicon))) return;
  ReadEach(studies, lexicon, terminal, [&](const fetch::Study& study, const auto& criteria) {
    return out->Write(rules::CorpusStudy(study, criteria, lexicon));
  });
  out->Write(rules::CorpusTail());
}

void WriteUnread(const Studies& studies, const AuditOptions& options,
                 const rules::Lexicon& lexicon, const Terminal& terminal, Output* out) {
  rules::UnreadWords unread;
  ReadEach(studies, lexicon, terminal, [&](const fetch::Study& study, const auto& criteria) {
    unread.Add(criteria, study.eligibility_criteria, lexicon);
    return true;
  });
  const auto top = unread.Top(static_cast<size_t>(options.top));
  out->Write(options.json() ? rules::UnreadToJson(top) : rules::UnreadToText(top));
}

void WriteCoverage(const Studies& studies, const AuditOptions& options,
                   const rules::Lexicon& lexicon, const Terminal& terminal, Output* out) {
  rules::TopicCoverage coverage;
  ReadEach(studies, lexicon, terminal, [&](const fetch::Study&, const auto& criteria) {
    coverage.Add(criteria);
    return true;
  });
  out->Write(options.json() ? rules::CoverageToJson(coverage) : rules::CoverageToText(coverage));
}

void WriteLint(const Studies& studies, const AuditOptions& options, const rules::Lexicon& lexicon,
               const Terminal& terminal, Output* out) {
  size_t count = 0;
  ReadEach(studies, lexicon, terminal, [&](const fetch::Study& study, const auto& criteria) {
    bool open = true;
    for (const rules::LintFinding& finding : rules::Lint(study, criteria, lexicon)) {
      ++count;
      open = open && out->Write(options.json() ? rules::LintToJson(study.nct_id, finding)
                                               : rules::LintToText(study.nct_id, finding));
    }
    return open;
  });
  terminal.Note(std::to_string(count) + " findings in " + std::to_string(studies.size()) +
                " studies");
}

void WriteRuleUses(const Studies& studies, const AuditOptions& options,
                   const rules::Lexicon& lexicon, const Terminal& terminal, Output* out) {
  size_t count = 0;
  std::set<std::string> fired;  // only while nothing matches
  ReadEach(studies, lexicon, terminal, [&](const fetch::Study& study, const auto& criteria) {
    const std::string& text = study.eligibility_criteria;
    const auto uses = rules::RuleUses(criteria, text, options.rule);
    count += uses.size();
    if (count == 0) {
      for (const rules::RuleUse& use : rules::RuleUses(criteria, text, "")) fired.insert(use.rule);
    }
    bool open = true;
    for (const rules::RuleUse& use : uses)
      open = open && out->Write(options.json() ? rules::RuleUseToJson(use)
                                               : rules::RuleUseToText(use));
    return open;
  });
  if (count > 0) {
    terminal.Note(std::to_string(count) + " places");
    return;
  }
  std::string known;
  for (const std::string& rule : fired) known += (known.empty() ? "" : ", ") + rule;
  terminal.Warn("the rule \"" + options.rule + "\" fired nowhere in these studies; these did: " +
                known);
}

// The studies asked for, in the order asked. One that is not there is named and changes `status`.
Studies Chosen(const AuditOptions& options, const fetch::StudyList& list, const Terminal& terminal,
               ExitStatus* status) {
  Studies chosen;
  if (options.all) {
    for (const fetch::Study& study : list.studies) chosen.push_back(&study);
  }
  for (const std::string& nct_id : options.nct_ids) {
    const auto study = std::find_if(list.studies.begin(), list.studies.end(),
                                    [&](const fetch::Study& s) { return s.nct_id == nct_id; });
    if (study != list.studies.end()) {
      chosen.push_back(&*study);
    } else {
      terminal.Error(nct_id + " is not among the studies of " + list.source);
      *status = ExitStatus::kBadInput;
    }
  }
  return chosen;
}

ExitStatus RunAudit(const AuditOptions& options, const Terminal& terminal) {
  const auto loaded = LoadStudies(options, terminal, options.nct_ids);
  if (!loaded) return ExitStatus::kBadInput;
  ExitStatus status = loaded->status();
  const Studies studies = Chosen(options, loaded->list, terminal, &status);
  const auto tables = LoadTables(options.tables, terminal);
  if (!tables) return ExitStatus::kBadInput;
  auto* write = options.unread         ? WriteUnread
                : options.coverage     ? WriteCoverage
                : options.lint         ? WriteLint
                : !options.rule.empty() ? WriteRuleUses
                : options.html()        ? WritePage
                                        : WriteStudies;
  Output out;
  write(studies, options, *tables->lexicon, terminal, &out);
  return out.Finish(terminal, status);
}

constexpr char kExamples[] = R"(Examples:
  trialmatch audit NCT99000001
  trialmatch audit NCT99000001 NCT99000002 --studies studies.jsonl --format json
  trialmatch audit --all --studies studies.jsonl --format json > criteria.jsonl
  trialmatch audit --all --studies studies.jsonl --format html > audit.html
      a page to read: the text with coloured spans, the reading beside it, a filter
  trialmatch audit --all --coverage
      how much was understood, by topic
  trialmatch audit --all --unread --top 50
      the work list: the most frequent words that nothing understood
  trialmatch audit --all --rule marker.fusion
      every place where a rule fired
  trialmatch audit --all --lint
      what is odd in the studies' own texts)";

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
  command->add_option("--format", options->format, "text (default); json: one object a line; html: one page that needs nothing else")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json", "html"}));
  CLI::Option* coverage = command->add_flag(
      "--coverage", options->coverage, "How many criteria were understood, by topic");
  CLI::Option* unread =
      command->add_flag("--unread", options->unread,
                        "The most frequent word sequences that nothing understood");
  command->add_option("--top", options->top, "With --unread: so many (default: 100)")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000))
      ->needs(unread);
  CLI::Option* rule =
      command->add_option("--rule", options->rule,
                          "Every place where this rule fired: marker.fusion, or all of marker")
          ->type_name("ID");
  CLI::Option* lint = command->add_flag(
      "--lint", options->lint, "What is odd in the text itself, one finding a line");
  AddTablesOption(*command, &options->tables);
  coverage->excludes(unread)->excludes(rule)->excludes(lint);
  unread->excludes(rule)->excludes(lint);
  rule->excludes(lint);
  command->callback([options, chosen] {
    if (!options->all && options->nct_ids.empty())
      throw CLI::ValidationError("audit", "expected NCT numbers, or --all");
    const bool list = options->unread || options->coverage || options->lint || !options->rule.empty();
    if (list && options->html())
      throw CLI::ValidationError("--format", "this list is text or json; html is for the studies");
    *chosen = [options](const Terminal& terminal) { return RunAudit(*options, terminal); };
  });
}

}  // namespace trialmatch::app
