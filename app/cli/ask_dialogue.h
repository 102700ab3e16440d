#ifndef TRIALMATCH_APP_CLI_ASK_DIALOGUE_H_
#define TRIALMATCH_APP_CLI_ASK_DIALOGUE_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/ask/questionnaire.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::app {

// The conversation as lines: what is said goes out, what is typed comes in. No colours, nothing is drawn, every line stands by itself,
// so that a screen reader can follow.
class AskDialogue {
 public:
  struct Ways {
    std::function<void(std::string_view)> say;   // whole lines
    // The next line that is typed, to this question; false: the input has ended.
    std::function<bool(const matcher::Question&, std::string*)> read;
    // What is known now, after each answer and each item of a list; a message when it could not be kept.
    std::function<absl::Status(const matcher::ProfileDraft&)> keep;
    std::function<absl::Status(const std::string& path, const matcher::ProfileDraft&)> keep_as;   // "save FILE"
    std::function<std::string()> list;           // the trials as they stand
    bool echo = false;                           // what was typed is said again: the input is no keyboard
    size_t width = 80;
  };

  // All must outlive it.
  AskDialogue(matcher::Questionnaire& questions, const matcher::QuestionBank& bank, const rules::Lexicon& lexicon, base::Day decided_on, Ways ways);

  // Until everything is asked, "quit", or the end of the input.
  enum class End : uint8_t { kAllAsked, kQuit, kInputEnded };
  End Run();

 private:
  enum class Next : uint8_t { kGoOn, kQuit, kInputEnded };
  struct Put {
    const matcher::Question& question;
    bool change = false;   // what the start says about it is to be replaced
  };

  Next Ask(const Put& put);
  Next AskList(const Put& put);
  // A line that is no answer but a word to the program; nullopt: it is an answer.
  std::optional<Next> Command(const Put& put, const std::string& typed, bool* asked_again);
  Next Edit(const Put& put, std::string_view which);
  std::optional<bool> YesNo(const matcher::Question& about, const std::string& question, bool* ended);
  bool Read(const matcher::Question& about, std::string* line);
  void Say(std::string_view text);                      // wrapped
  void Item(std::string_view mark, std::string_view text);
  void Show(const matcher::Question& question);
  void Help(const matcher::Question& question);
  bool Take(const Put& put, std::vector<std::string> fragments, const std::string& said);
  void Keep(const matcher::ProfileDraft& profile);

  matcher::Questionnaire& questions_;
  const matcher::QuestionBank& bank_;
  const rules::Lexicon& lexicon_;
  const base::Day decided_on_;
  Ways ways_;
  int asked_ = 0;
};

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_ASK_DIALOGUE_H_
