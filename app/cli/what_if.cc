#include "app/cli/what_if.h"

#include <optional>

#include "app/cli/inputs.h"
#include "app/cli/output.h"
#include "app/cli/parallel.h"
#include "app/cli/profile_draft_file.h"
#include "app/cli/text_options.h"
#include "matcher/ask/what_if.h"
#include "matcher/ask/what_if_text.h"

namespace trialmatch::app {
namespace {

constexpr size_t kNearMisses = 50, kShown = 10;   // computed; told as text

}  // namespace

ExitStatus RunWhatIf(const WhatIfOptions& options, const Terminal& terminal) {
  const auto draft = LoadDraft(options.patient, "--what-if", terminal);
  if (!draft) return ExitStatus::kBadInput;
  auto loaded = LoadIndex(options, DefaultThreads(), terminal);
  if (!loaded) return ExitStatus::kBadInput;
  const matcher::TrialIndex& index = loaded->index;
  ExitStatus status = loaded->status;
  using Status = matcher::MatchOptions::Status;
  const matcher::MatchOptions how{.decided_on = DecisionDay(options.as_of), .status = options.any_status ? Status::kAny : Status::kRecruitingFirst};
  std::vector<size_t> trials;
  if (options.nct_ids.empty()) {
    const std::optional<matcher::Patient> patient = matcher::PatientOf(*draft, index.lexicon());
    trials = matcher::FindNearMisses(index, *patient, how, options.format == "json" ? kNearMisses : kShown);
  } else {
    for (const std::string& nct_id : options.nct_ids) {
      if (const std::optional<size_t> trial = matcher::FindTrial(index, nct_id)) {
        trials.push_back(*trial);
      } else {
        terminal.Error(nct_id + " is not among the studies");
        status = ExitStatus::kBadInput;
      }
    }
    if (trials.empty()) return status;
  }
  const matcher::WhatIf what_if = matcher::AskWhatIf(index, matcher::QuestionBank::BuiltIn(), *draft, how, trials);
  Output out;
  out.Write(options.format == "json" ? matcher::WhatIfJson(what_if, index) + "\n" : matcher::RenderWhatIfText(what_if, index, TextOptionsFor(terminal, 0)));
  return out.Finish(terminal, status);
}

}  // namespace trialmatch::app
