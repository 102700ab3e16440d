#include <signal.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "app/cli/answer_file.h"
#include "app/cli/ask_dialogue.h"
#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "app/cli/output.h"
#include "app/cli/parallel.h"
#include "app/cli/profile_draft_file.h"
#include "app/cli/save_file.h"
#include "matcher/ask/closing.h"
#include "matcher/ask/questionnaire.h"
#include "matcher/explain/text_report.h"
#include "matcher/explain/words.h"
#include "matcher/explain/plain/plain_words.h"
#include "matcher/match.h"
#include "matcher/summary/summary.h"

namespace trialmatch::app {
namespace {

struct AskOptions : SharedOptions {
  std::string patient, save, answers, page;
  std::string id = "me";
  bool exact = false, any_status = false;
  int top = 10;
};

constexpr size_t kMaxLine = 4096;
volatile std::sig_atomic_t interrupted = 0;

constexpr char kWelcome[] =
    "Questions about the cancer, to find trials that may fit. \"You\" is the person with the cancer. To every question you may say: don't know, or skip. Type help at any time. "
    "What you type stays on this computer.";

std::string Section(std::string_view title, const std::vector<std::string>& lines, std::string_view none, size_t width) {
  std::string out = absl::StrCat(std::string(title), "\n");
  if (lines.empty()) out += matcher::Wrap(none, "  ", "  ", width);
  for (const std::string& line : lines) out += matcher::Wrap(line, "  - ", "    ", width);
  return out + "\n";
}

// Later than this a profile's facts are old; matcher/evaluate/facts.h has the same rule.
constexpr int kOldDays = 30;

bool ToldLongAgo(const matcher::ProfileDraft& draft, base::Day today, const rules::Lexicon& lexicon) {
  const std::optional<matcher::Patient> patient = matcher::PatientOf(draft, lexicon);
  return patient && patient->as_of && today - patient->as_of->last() > kOldDays;
}

// One page for the oncologist; empty when the profile tells too little for a list.
std::string Page(const matcher::TrialIndex& index, const matcher::ProfileDraft& profile, matcher::MatchOptions how, int top, const rules::Lexicon& lexicon) {
  const std::optional<matcher::Patient> patient = matcher::PatientOf(profile, lexicon);
  if (!patient) return "";
  how.top = 0;  // it counts what is open over all trials
  const matcher::PlainWords words(lexicon);
  return matcher::RenderSummaryHtml(matcher::MakeSummary(matcher::Match(index, *patient, how), *patient, words, {.trials = static_cast<size_t>(top)}));
}

ExitStatus RunAsk(const AskOptions& options, const Terminal& terminal) {
  const rules::Lexicon& lexicon = rules::Lexicon::BuiltIn();
  const matcher::QuestionBank& bank = matcher::QuestionBank::BuiltIn();
  const base::Day today = DecisionDay(options.as_of);
  // A file of --save that is there already is an earlier conversation.
  std::string resume = options.patient;
  const bool earlier = resume.empty() && !options.save.empty() && ::access(options.save.c_str(), F_OK) == 0;
  if (earlier) resume = options.save;
  matcher::ProfileDraft start = matcher::ProfileDraft::New(options.id);
  if (!resume.empty()) {
    const auto draft = LoadDraft(resume, options.patient.empty() ? "--save" : "--patient", terminal);
    if (!draft) return ExitStatus::kBadInput;
    start = *draft;
  }
  std::optional<AnswerFile> answers;
  if (!options.answers.empty()) {
    auto file = AnswerFile::Load(options.answers, bank);
    if (!file.ok()) {
      terminal.Error(std::string(file.status().message()));
      return ExitStatus::kBadInput;
    }
    answers = *std::move(file);
  }
  auto loaded = LoadIndex(options, DefaultThreads(), terminal);
  if (!loaded) return ExitStatus::kBadInput;

  Output out;
  const size_t width = terminal.columns();
  const auto say = [&](std::string_view text) {
    out.Write(text);
    out.Flush();
  };
  say(matcher::Wrap(kWelcome, "", "", width));
  if (!resume.empty()) {
    say("\n" + matcher::Wrap(absl::StrCat("Known from ", resume, start.Has("as_of") ? ", as of " + start.Words("as_of", lexicon) : "", ". What is told there is not asked again; type edit to change it."), "", "", width));
  }
  if (ToldLongAgo(start, today, lexicon)) {
    say(matcher::Wrap("That was more than 30 days ago. What changes from week to week, such as lab values, counts as not known and may be asked again.", "", "", width));
    start = matcher::WithoutWeekly(start, bank, lexicon);
    start.Set("as_of", today.ToString());
  }
  // Facts that somebody tells today are of today.
  if (!start.Has("as_of")) start.Set("as_of", today.ToString());

  using Status = matcher::MatchOptions::Status;
  matcher::MatchOptions how{.decided_on = today, .status = options.any_status ? Status::kAny : Status::kRecruitingFirst};
  std::string save = options.save;
  using Until = matcher::Questionnaire::Until;
  matcher::Questionnaire questions(loaded->index, bank, how, start, options.exact ? Until::kCertain : Until::kSettled);
  const matcher::TextOptions text{.top = options.top, .near_misses = 0, .width = width};
  const auto list = [&] {
    const std::optional<matcher::Patient> patient = matcher::PatientOf(questions.profile(), lexicon);
    matcher::MatchOptions listed = how;
    listed.top = static_cast<size_t>(options.top);
    return patient ? matcher::RenderMatchText(matcher::Match(loaded->index, *patient, listed), text) : std::string();
  };
  AskDialogue::Ways ways{
      .say = say,
      .read = [&](const matcher::Question& question, std::string* line) {
        if (answers) *line = answers->Next(question);
        return answers || (!interrupted && ReadLine(std::cin, kMaxLine, line));
      },
      .keep = [&](const matcher::ProfileDraft& profile) {
        return save.empty() ? absl::OkStatus() : SaveFile(save, profile.Pretty());
      },
      .keep_as = [&](const std::string& path, const matcher::ProfileDraft& profile) {
        const absl::Status status = SaveFile(path, profile.Pretty());
        if (status.ok()) save = path;
        return status;
      },
      .list = list,
      .echo = answers || ::isatty(STDIN_FILENO) == 0,
      .width = width};
  AskDialogue dialogue(questions, bank, lexicon, today, std::move(ways));
  struct sigaction on_interrupt = {}, before = {};
  on_interrupt.sa_handler = [](int) { interrupted = 1; };   // no SA_RESTART: the line that is read ends
  ::sigaction(SIGINT, &on_interrupt, &before);
  const AskDialogue::End end = dialogue.Run();
  ::sigaction(SIGINT, &before, nullptr);
  if (!save.empty()) {
    if (const absl::Status status = SaveFile(save, questions.profile().Pretty()); !status.ok()) terminal.Error(std::string(status.message()));
  }
  if (end == AskDialogue::End::kInputEnded) {
    say(interrupted ? "\nStopped. Here is the list as it stands.\n" : "The input has ended. Here is the list as it stands.\n");
    if (save.empty()) say("So that nothing is lost, what you said as a profile:\n" + questions.profile().Pretty());
  }

  say("\n" + list() + "\n");
  const matcher::AskClosing closing = matcher::CloseAsk(loaded->index, bank, questions.profile(), how);
  say(Section("WHAT YOU SAID", closing.facts_used, "Nothing so far.", width));
  say(Section("WHAT IS NOT KNOWN AND MATTERS MOST", closing.unknown_that_matter, "Nothing that a further answer could decide.", width));
  say(Section("QUESTIONS FOR YOUR ONCOLOGIST", closing.for_the_oncologist, "", width));
  if (!options.page.empty()) {
    const absl::Status status = SaveFile(options.page, Page(loaded->index, questions.profile(), how, options.top, lexicon));
    if (!status.ok()) {
      terminal.Error(std::string(status.message()));
      return ExitStatus::kBadInput;
    }
    say(matcher::Wrap(absl::StrCat("A page to print and take to the oncologist is in ", options.page, "."), "", "", width));
  }
  if (!save.empty()) say(matcher::Wrap(absl::StrCat("What you said is kept in ", save, ". To go on: trialmatch ask --save ", save), "", "", width));
  return out.Finish(terminal, loaded->status);
}

constexpr char kExamples[] = R"(The questions come in the order in which their answers change most. They stop when one more
answer is not likely to change the first ten trials; --exact goes on until none can.
Words that always help: don't know, skip, back, edit, why, where, list, save FILE, help, quit.
docs/ask.md has two whole conversations.

Examples:
  trialmatch ask
  trialmatch ask --save me.json --page for-the-oncologist.html
  trialmatch ask --save me.json --studies studies.jsonl --exact
  trialmatch ask --patient me.json --save me.json < answers.txt)";

}  // namespace

void AddAskCommand(CLI::App& app, Command* chosen) {
  const auto options = std::make_shared<AskOptions>();
  CLI::App* command = app.add_subcommand("ask", "Ask about a patient, question by question, then list the trials");
  command->footer(kExamples);
  command->add_option("--patient", options->patient, "A profile to go on from: what it tells is not asked again")->type_name("FILE");
  command->add_option("--save", options->save, "Keeps the profile here, written anew after every answer; when it is there already, goes on from it")->type_name("FILE");
  command->add_option("--answers", options->answers, "Answers written down before, in the place of the keyboard: lines like \"ecog: 2\"; what is not there is not known")->type_name("FILE");
  command->add_option("--page", options->page, "At the end, writes one page in HTML here, to print and take to the oncologist")->type_name("FILE");
  command->add_option("--id", options->id, "The name of a new profile; no need to be the name of a person (default: me)")->type_name("NAME");
  AddStudiesOption(*command, options.get());
  AddIndexOption(*command, options.get());
  AddAsOfOption(*command, options.get());
  command->add_flag("--exact", options->exact, "Go on until no answer can change the first ten trials");
  command->add_flag("--any-status", options->any_status, "Without regard to whether a trial recruits (for research)");
  command->add_option("--top", options->top, "List so many trials at the end (default: 10)")->type_name("N")->check(CLI::Range(1, 1000000));
  command->callback([options, chosen] {
    *chosen = [options](const Terminal& terminal) { return RunAsk(*options, terminal); };
  });
}

}  // namespace trialmatch::app
