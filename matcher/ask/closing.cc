#include "matcher/ask/closing.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/ask/reply.h"
#include "matcher/explain/words.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kUnknown = 3, kQuestions = 5;
constexpr size_t kWords = 160;
constexpr size_t kTelling = 3;   // "yes" and "no" say nothing without their path

bool Says(const ProfileDraft& profile, std::string_view fragment, base::Day decided_on, const rules::Lexicon& lexicon) {
  ProfileDraft same = profile;
  return same.Merge(fragment, decided_on, lexicon).ok() && same.Differs(profile) == kNoParts;
}

// The words of the answers that the profile gives to a question with choices; "" when it gives none of them.
std::string Chosen(const Question& question, const ProfileDraft& profile, base::Day decided_on, const rules::Lexicon& lexicon) {
  std::string words;
  if (question.kind == AnswerKind::kChoice) {
    for (const PossibleAnswer& answer : question.answers) {
      if (Says(profile, answer.fragment, decided_on, lexicon)) words = answer.words;
    }
  } else if (question.kind == AnswerKind::kChecks) {
    for (size_t i = 1; i < question.answers.size(); ++i) {
      if (Says(profile, CheckPart(question, i), decided_on, lexicon)) absl::StrAppend(&words, words.empty() ? "" : "; ", question.answers[i].words);
    }
    if (words.empty() && Says(profile, question.answers.front().fragment, decided_on, lexicon)) words = question.answers.front().words;
  }
  return words;
}

// What is missing, as a line of the list of what to find out.
std::string Missing(const WeighedQuestion& weighed) {
  if (weighed.question.kind != AnswerKind::kLabs || weighed.wanted.empty()) return weighed.question.ask;
  std::string names;
  for (const std::string& path : weighed.wanted) absl::StrAppend(&names, names.empty() ? "" : ", ", NeedInWords(path));
  return absl::StrCat("Values of a test: ", OneLine(names, kWords), ".");
}

}  // namespace

AskClosing CloseAsk(const TrialIndex& index, const QuestionBank& bank, const ProfileDraft& profile, const MatchOptions& options) {
  AskClosing out;
  std::set<std::string> told;   // what an earlier line says
  for (const Question& question : bank.questions()) {
    std::string words = Chosen(question, profile, options.decided_on, index.lexicon());
    bool news = !words.empty();
    for (const std::string& path : question.paths) {
      const std::string part = profile.Words(path, index.lexicon());
      if (!words.empty() && news && question.kind <= AnswerKind::kChecks) {
        told.insert(absl::StrCat(path, "=", part));
        told.insert(part);
        continue;
      }
      if (part.empty() || words.find(part) != std::string::npos) continue;
      news = told.insert(part.size() > kTelling ? part : absl::StrCat(path, "=", part)).second || news;
      absl::StrAppend(&words, words.empty() ? "" : "; ", part);
    }
    if (news) out.facts_used.push_back(absl::StrCat(question.ask, " ", OneLine(words, kWords)));
  }
  QuestionWeigher weigher(index, bank, options);
  const QuestionStanding standing = weigher.Weigh(profile, {}, QuestionWeigher::Until::kSettled);
  for (const WeighedQuestion& weighed : standing.questions) {
    if (weighed.decides == 0) continue;
    if (out.unknown_that_matter.size() < kUnknown) {
      out.unknown_that_matter.push_back(absl::StrCat(Missing(weighed), " It decides ", weighed.decides, weighed.decides == 1 ? " trial. " : " trials. ", weighed.question.where));
    }
    // What a person knows alone is no question for the clinic.
    if (weighed.question.known < 0.95 && out.for_the_oncologist.size() + 2 < kQuestions) {
      out.for_the_oncologist.push_back(absl::StrCat("I could not tell this: ", Missing(weighed), " What do my records say?"));
    }
  }
  out.for_the_oncologist.emplace_back("Which of these trials would you look at more closely, and why?");
  out.for_the_oncologist.emplace_back("If my treatment has to change one day, which trials would the next drug close, and which would it open?");
  return out;
}

}  // namespace trialmatch::matcher
