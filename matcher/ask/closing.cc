#include "matcher/ask/closing.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/explain/words.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kUnknown = 3, kQuestions = 5;
constexpr size_t kWords = 160;
constexpr size_t kTelling = 3;   // "yes" and "no" say nothing without their path

}  // namespace

AskClosing CloseAsk(const TrialIndex& index, const QuestionBank& bank, const ProfileDraft& profile, const MatchOptions& options) {
  AskClosing out;
  std::set<std::string> told;   // what an earlier line says
  for (const Question& question : bank.questions()) {
    std::string words;
    bool news = false;
    for (const std::string& path : question.paths) {
      const std::string part = profile.Words(path, index.lexicon());
      if (part.empty() || words.find(part) != std::string::npos) continue;
      news = told.insert(part.size() > kTelling ? part : absl::StrCat(path, "=", part)).second || news;
      absl::StrAppend(&words, words.empty() ? "" : "; ", part);
    }
    if (news) out.facts_used.push_back(absl::StrCat(question.ask, " ", OneLine(words, kWords)));
  }
  QuestionWeigher weigher(index, bank, options);
  const Standing standing = weigher.Weigh(profile, {}, QuestionWeigher::Until::kSettled);
  for (const WeighedQuestion& weighed : standing.questions) {
    if (weighed.decides == 0) continue;
    if (out.unknown_that_matter.size() < kUnknown) {
      out.unknown_that_matter.push_back(absl::StrCat(weighed.question.ask, " It decides ", weighed.decides, weighed.decides == 1 ? " trial. " : " trials. ", weighed.question.where));
    }
    // What a person knows alone is no question for the clinic.
    if (weighed.question.known < 0.95 && out.for_the_oncologist.size() + 2 < kQuestions) {
      out.for_the_oncologist.push_back(absl::StrCat("I could not tell this: ", weighed.question.ask, " What do my records say?"));
    }
  }
  out.for_the_oncologist.emplace_back("Which of these trials would you look at more closely, and why?");
  out.for_the_oncologist.emplace_back("If my treatment has to change one day, which trials would the next drug close, and which would it open?");
  return out;
}

}  // namespace trialmatch::matcher
