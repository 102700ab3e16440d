#include "app/cli/ask_dialogue.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "app/cli/terminal.h"
#include "base/status.h"
#include "matcher/ask/reply.h"
#include "matcher/explain/words.h"

namespace trialmatch::app {
namespace {

using matcher::AnswerKind;
using matcher::IsList;
using matcher::Question;
using matcher::Questionnaire;

constexpr size_t kMaxLine = 4096;
const Question kGoOn{.id = "go_on", .paths = {}, .kind = AnswerKind::kChoice};

std::string Lower(std::string_view text) { return absl::AsciiStrToLower(std::string(absl::StripAsciiWhitespace(base::ToAbsl(text)))); }

bool IsNotKnown(std::string_view word) {
  static constexpr std::string_view kWords[] = {"don't know", "dont know", "i don't know", "i dont know", "do not know", "i do not know", "unknown", "not known", "?", "idk"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

std::string Trials(int n) { return absl::StrCat(n, n == 1 ? " trial" : " trials"); }

std::string ItemName(const std::string& id) {
  std::string out = id;
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

}  // namespace

AskDialogue::AskDialogue(Questionnaire& questions, const matcher::QuestionBank& bank, const rules::Lexicon& lexicon, base::Day decided_on, Ways ways)
    : questions_(questions), bank_(bank), lexicon_(lexicon), decided_on_(decided_on), ways_(std::move(ways)) {}

void AskDialogue::Say(std::string_view text) { ways_.say(text.empty() ? "\n" : matcher::Wrap(text, "", "", ways_.width)); }
void AskDialogue::Item(std::string_view mark, std::string_view text) {
  ways_.say(matcher::Wrap(text, mark, std::string(matcher::DisplayWidth(mark), ' '), ways_.width));
}

bool AskDialogue::Read(const Question& about, std::string* line) {
  ways_.say("> ");
  std::string raw;
  if (!ways_.read(about, &raw)) {
    ways_.say("\n");
    return false;
  }
  *line = std::string(absl::StripAsciiWhitespace(Printable(raw, kMaxLine)));
  if (ways_.echo) ways_.say(*line + "\n");
  return true;
}

void AskDialogue::Keep(const matcher::ProfileDraft& profile) {
  if (const absl::Status status = ways_.keep(profile); !status.ok()) Say(absl::StrCat("Not saved: ", std::string(status.message())));
}

bool AskDialogue::Take(const Put& put, std::vector<std::string> fragments, const std::string& said) {
  const absl::Status status = put.change ? questions_.Change(put.question, std::move(fragments), said) : questions_.Answer(put.question, std::move(fragments), said);
  if (!status.ok()) {
    Say(std::string(status.message()));
    return false;
  }
  Say(absl::StrCat("Understood: ", said, "."));
  Keep(questions_.profile());
  return true;
}

void AskDialogue::Show(const Question& question) {
  Say(question.ask);
  if (!IsList(question.kind) && (question.kind == AnswerKind::kChoice)) {
    const bool names = matcher::LabelsOf(question) == matcher::ChoiceLabels::kNames;
    std::string line;
    for (size_t i = 0; i < question.answers.size(); ++i) {
      const std::string label = matcher::ChoiceLabel(question, i);
      if (names) {
        absl::StrAppend(&line, i > 0 ? ", " : "", label);
      } else {
        Item(absl::StrCat(label.size() < 2 ? "   " : "  ", label, "  "), question.answers[i].words);
      }
    }
    if (names) Item("   ", line + ".");
    if (question.free == "cancer") Say("Or type the name of the cancer.");
    if (question.free == "mutation") Say("Or type what was found, such as F1174C.");
    if (question.free == "site") Say("Or type another part of the body.");
  }
  if (question.kind == AnswerKind::kChecks) {
    for (size_t i = 1; i < question.answers.size(); ++i) Item(absl::StrCat(i < 10 ? "   " : "  ", i, "  "), question.answers[i].words);
  }
  if (question.kind == AnswerKind::kIllnesses) {
    Say("Some that trials often ask for:");
    std::string line;
    for (size_t i = 0; i < question.items.size(); ++i) absl::StrAppend(&line, i > 0 ? ", " : "", i + 1, " ", ItemName(question.items[i]));
    Item("  ", line + ".");
  }
  if (question.kind == AnswerKind::kLabs) {
    std::string line;
    for (const std::string& id : question.items) {
      const rules::Entry* lab = lexicon_.Find(rules::TermKind::kLab, id);
      absl::StrAppend(&line, line.empty() ? "" : ", ", lab == nullptr || lab->names.empty() ? ItemName(id) : lab->names.front(), " (", lab == nullptr ? "" : std::string(lab->Get("unit")), ")");
    }
    Item("  ", "Of use here: " + line + ".");
  }
  const std::string example = absl::StrCat("For example: ", matcher::ExampleReply(question), ". ");
  if (IsList(question.kind)) {
    const bool labs = question.kind == AnswerKind::kLabs;
    Say(absl::StrCat(example, "One on a line; type done after the last", labs ? "." : ", or none.", " Or: don't know, skip, back, why, where, help."));
  } else {
    const bool checks = question.kind == AnswerKind::kChecks;
    Say(absl::StrCat(question.kind == AnswerKind::kChoice ? (matcher::LabelsOf(question) == matcher::ChoiceLabels::kNames ? "Type one of these. " : "Type the number. ") : checks ? "Type none, or the numbers of all that is so. " : example, "Or: don't know, skip, back, why, where, help."));
  }
}

void AskDialogue::Help(const Question& question) {
  Say(absl::StrCat("An answer to this question: ", matcher::ExampleReply(question), "."));
  Item("  ", "don't know: nobody has told you. The trials stay open, and the fact goes on the list of what to find out.");
  Item("  ", "skip: not now. The question comes again at the end.");
  Item("  ", "why: why it is asked. where: where you may find it.");
  Item("  ", "back: takes the last answer back. edit: shows all answers, to change one.");
  Item("  ", "list: the trials as they stand. save FILE: keeps what you said in a file.");
  Item("  ", "quit: ends the questions and shows the list.");
}

std::optional<bool> AskDialogue::YesNo(const Question& about, const std::string& question, bool* ended) {
  *ended = false;
  while (true) {
    Say(question + " Type yes or no.");
    std::string line;
    if (!Read(about, &line)) {
      *ended = true;
      return std::nullopt;
    }
    const std::string word = Lower(line);
    if (word == "yes" || word == "y") return true;
    if (word == "no" || word == "n") return false;
    if (IsNotKnown(word) || word == "skip") return std::nullopt;
    if (word == "quit" || word == "q" || word == "exit") {
      *ended = true;
      return std::nullopt;
    }
    Say(absl::StrCat("\"", matcher::OneLine(line, 40), "\" is neither yes nor no."));
  }
}

std::optional<AskDialogue::Next> AskDialogue::Command(const Put& put, const std::string& typed, bool* asked_again) {
  *asked_again = false;
  const std::string word = Lower(typed);
  const Question& question = put.question;
  if (word.empty() || word == "help" || word == "h") {
    Help(question);
  } else if (word == "why") {
    Say(question.why);
  } else if (word == "where") {
    Say(question.where);
  } else if (IsNotKnown(word)) {
    questions_.NotKnown(question);
    Say("That is all right. It goes on the list of what to find out.");
    Keep(questions_.profile());
    return Next::kGoOn;
  } else if (word == "skip") {
    questions_.Skip(question);
    Say("Skipped for now.");
    return Next::kGoOn;
  } else if (word == "back") {
    const std::optional<Questionnaire::Step> step = questions_.Back();
    if (!step) {
      Say("This is the first question.");
    } else {
      const std::optional<Question> last = bank_.Find(step->question);
      Keep(questions_.profile());
      if (!last) return Next::kGoOn;
      Say(absl::StrCat("Taken back", step->said.empty() ? "." : ": " + step->said + "."));
      return Ask({*last, step->replaces_start});
    }
  } else if (word == "edit" || word.starts_with("edit ")) {
    return Edit(put, word.size() > 5 ? std::string_view(word).substr(5) : std::string_view());
  } else if (word == "list") {
    ways_.say(ways_.list());
  } else if (word == "save" || word.starts_with("save ")) {
    const std::string path(absl::StripAsciiWhitespace(absl::string_view(typed).substr(4)));
    const absl::Status status = path.empty() ? ways_.keep(questions_.profile()) : ways_.keep_as(path, questions_.profile());
    Say(status.ok() ? (path.empty() ? "Saved." : absl::StrCat("Saved in ", path, ". What you say from now on is kept there, too.")) : absl::StrCat("Not saved: ", std::string(status.message())));
  } else if (word == "quit" || word == "q" || word == "exit" || word == "stop") {
    return Next::kQuit;
  } else {
    return std::nullopt;
  }
  *asked_again = true;
  return Next::kGoOn;
}

AskDialogue::Next AskDialogue::Edit(const Put& put, std::string_view which) {
  struct Said {
    std::string id, words;
    bool from_start = false;
  };
  std::vector<Said> all;
  for (const Questionnaire::Step& step : questions_.steps()) {
    const char* other = step.kind == Questionnaire::Step::Kind::kNotKnown ? "not known" : "skipped";
    all.push_back({step.question, step.kind == Questionnaire::Step::Kind::kAnswered ? step.said : other});
  }
  for (const Question& question : bank_.questions()) {
    if (std::any_of(all.begin(), all.end(), [&](const Said& said) { return said.id == question.id; })) continue;
    std::string words;
    for (const std::string& path : question.paths) {
      const std::string part = questions_.profile().Words(path, lexicon_);
      if (!part.empty() && words.find(part) == std::string::npos) absl::StrAppend(&words, words.empty() ? "" : "; ", part);
    }
    if (!words.empty()) all.push_back({question.id, words, true});
  }
  if (all.empty()) {
    Say("Nothing was said so far.");
    return Next::kGoOn;
  }
  std::string typed(which);
  while (true) {
    if (typed.empty()) {
      Say("What you said:");
      for (size_t i = 0; i < all.size(); ++i) {
        const std::optional<Question> question = bank_.Find(all[i].id);
        Item(absl::StrCat(i + 1 < 10 ? "   " : "  ", i + 1, "  "), absl::StrCat(question ? question->ask : all[i].id, " ", matcher::OneLine(all[i].words, 120)));
      }
      Say("Type the number of the answer to change, or back.");
      if (!Read(put.question, &typed)) return Next::kInputEnded;
    }
    const std::string word = Lower(typed);
    if (word == "back" || word.empty()) return Next::kGoOn;
    if (word == "quit" || word == "q") return Next::kQuit;
    const long n = std::strtol(word.c_str(), nullptr, 10);
    const std::optional<Question> question = n >= 1 && static_cast<size_t>(n) <= all.size() ? bank_.Find(all[static_cast<size_t>(n) - 1].id) : std::nullopt;
    if (question) return Ask({*question, all[static_cast<size_t>(n) - 1].from_start});
    Say(absl::StrCat("\"", matcher::OneLine(typed, 40), "\" is no number from 1 to ", all.size(), "."));
    typed.clear();
  }
}

AskDialogue::Next AskDialogue::AskList(const Put& put) {
  const Question& question = put.question;
  std::vector<std::string> fragments, said;
  Show(question);
  std::string typed;
  while (true) {
    if (!Read(question, &typed)) {
      if (!fragments.empty()) Take(put, std::move(fragments), said.empty() ? "" : said.back());
      return Next::kInputEnded;
    }
    const std::string word = Lower(typed);
    const bool none = word == "none" || word == "nothing" || word == "no";
    if (none && fragments.empty()) {
      const std::string fragment = question.kind == AnswerKind::kGenes ? "" : matcher::NoneFragment(question);
      if (!fragment.empty()) {
        if (Take(put, {fragment}, "none")) return Next::kGoOn;
        continue;
      }
      if (question.kind == AnswerKind::kLabs) {
        Say("Without a value I take it as not known.");
        questions_.NotKnown(question);
        return Next::kGoOn;
      }
      // "None" of the genes can mean that none was tested, or that a broad test found none.
      bool ended = false;
      const std::optional<bool> broad = YesNo(question, "Was a broad gene test done, and did it find nothing else?", &ended);
      if (ended) return Next::kQuit;
      if (broad.value_or(false)) {
        if (Take(put, {matcher::CompleteFragment(question)}, "a broad test found nothing else")) return Next::kGoOn;
        continue;
      }
      questions_.NotKnown(question);
      Say("Then it stays open what the tumor has.");
      return Next::kGoOn;
    }
    if (word == "done" || (word.empty() && !fragments.empty())) {
      if (fragments.empty()) {
        Say("No line was typed so far. Type none, don't know, or the first line.");
        continue;
      }
      const std::string complete = matcher::CompleteFragment(question);
      if (!complete.empty()) {
        bool ended = false;
        const char* all = question.kind == AnswerKind::kGenes ? "Did the test cover the usual cancer genes, and find nothing else?" : "Is that everything?";
        const std::optional<bool> everything = YesNo(question, all, &ended);
        if (everything.value_or(false)) fragments.push_back(complete);
        if (ended) {
          Take(put, std::move(fragments), absl::StrCat(said.size(), " lines"));
          return Next::kQuit;
        }
      }
      std::string words;
      for (const std::string& one : said) absl::StrAppend(&words, words.empty() ? "" : "; ", one);
      if (Take(put, fragments, words)) return Next::kGoOn;
      Say("Please type the lines again.");
      fragments.clear();
      said.clear();
      continue;
    }
    if (word == "back" && !fragments.empty()) {
      Say(absl::StrCat("Taken back: ", said.back(), "."));
      fragments.pop_back();
      said.pop_back();
      continue;
    }
    bool again = false;
    const bool answer_words = IsNotKnown(word) && !fragments.empty();   // "don't know" after some lines: not sure of more
    if (answer_words) {
      Say("Then what you typed counts, and the rest stays open.");
      std::string words;
      for (const std::string& one : said) absl::StrAppend(&words, words.empty() ? "" : "; ", one);
      if (Take(put, fragments, words)) return Next::kGoOn;
      continue;
    }
    if (const std::optional<Next> next = Command(put, typed, &again)) {
      if (again) continue;
      if (*next == Next::kQuit && !fragments.empty()) Take(put, std::move(fragments), absl::StrCat(said.size(), " lines"));
      return *next;
    }
    const auto item = matcher::ReadItem(question, typed, decided_on_, lexicon_);
    if (!item.ok()) {
      Say(std::string(item.status().message()));
      continue;
    }
    fragments.push_back(item->fragment);
    said.push_back(item->said);
    Say(absl::StrCat("Noted: ", item->said, ". The next one, or done."));
    matcher::ProfileDraft so_far = questions_.profile();
    bool whole = true;
    for (const std::string& fragment : fragments) whole = whole && so_far.Merge(fragment, decided_on_, lexicon_).ok();
    if (whole && matcher::PatientOf(so_far, lexicon_)) Keep(so_far);
  }
}

AskDialogue::Next AskDialogue::Ask(const Put& put) {
  if (IsList(put.question.kind)) return AskList(put);
  Show(put.question);
  std::string typed;
  while (true) {
    if (!Read(put.question, &typed)) return Next::kInputEnded;
    bool again = false;
    if (const std::optional<Next> next = Command(put, typed, &again)) {
      if (!again) return *next;
      continue;
    }
    const auto reply = matcher::ReadReply(put.question, typed, decided_on_, lexicon_);
    if (!reply.ok()) {
      Say(std::string(reply.status().message()));
      continue;
    }
    if (Take(put, {reply->fragment}, reply->said)) return Next::kGoOn;
  }
}

AskDialogue::End AskDialogue::Run() {
  while (true) {
    const matcher::WeighedQuestion* next = questions_.Next();
    if (next == nullptr) {
      const matcher::QuestionStanding& standing = questions_.standing();
      const bool more = questions_.until() == Questionnaire::Until::kSettled && !standing.questions.empty();
      Say("");
      if (!more) {
        Say("There is nothing left to ask that could change the first ten trials.");
        return End::kAllAsked;
      }
      Say(absl::StrCat("The chance that one more answer changes the first ten trials is now under 5 %. That rests on guesses of ours: how often people give each answer, and how often they know it. ",
                       standing.questions.size() == 1 ? "One more question" : absl::StrCat(standing.questions.size(), " more questions"), " could still move some trial."));
      bool ended = false;
      const std::optional<bool> go_on = YesNo(kGoOn, "Do you want to go on until nothing can change the first ten?", &ended);
      if (ended) return End::kQuit;
      if (!go_on.value_or(false)) return End::kAllAsked;
      questions_.set_until(Questionnaire::Until::kCertain);
      continue;
    }
    const Question question = next->question;   // the standing changes with the answer
    Say("");
    const int open = questions_.standing().open();
    Say(absl::StrCat("Question ", ++asked_, ". ", Trials(open), " possible; this question decides ", next->decides, "."));
    switch (Ask({question})) {
      case Next::kGoOn: break;
      case Next::kQuit: return End::kQuit;
      case Next::kInputEnded: return End::kInputEnded;
    }
  }
}

}  // namespace trialmatch::app
