#ifndef TRIALMATCH_MATCHER_ASK_QUESTIONNAIRE_H_
#define TRIALMATCH_MATCHER_ASK_QUESTIONNAIRE_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "matcher/ask/profile_draft.h"
#include "matcher/ask/question.h"
#include "matcher/ask/weigh.h"

namespace trialmatch::matcher {

// A conversation: answers, the profile they make, and the question that is next. Knows nothing of screens; for one thread.
class Questionnaire {
 public:
  // kSettled: until a further answer changes the first ten with less than 5 %; kCertain: until none can.
  using Until = QuestionWeigher::Until;
  struct Step {
    enum class Kind : uint8_t { kAnswered, kNotKnown, kSkipped };
    std::string question;                  // its id
    Kind kind = Kind::kAnswered;
    std::vector<std::string> fragments;    // kAnswered
    std::string said;                      // as it was understood
    bool replaces_start = false;           // what the start says about it does not count
  };

  // `start`: what is known, a profile without errors. The other arguments must outlive it.
  Questionnaire(const TrialIndex& index, const QuestionBank& bank, const MatchOptions& options, ProfileDraft start, Until until);

  const ProfileDraft& profile() const { return profile_; }
  const std::vector<Step>& steps() const { return steps_; }
  Until until() const { return until_; }
  void set_until(Until until);

  // Where the trials stand. Worked out anew after every step.
  const QuestionStanding& standing();
  // nullptr: there is nothing left to ask, by `until`. Skipped questions come again when all else is asked.
  const WeighedQuestion* Next();

  // The answer takes the place of an earlier one to the same question. InvalidArgument, and nothing changes, when it makes no profile:
  // a text for the person.
  absl::Status Answer(const Question& question, std::vector<std::string> fragments, std::string said);
  void NotKnown(const Question& question);
  void Skip(const Question& question);

  // Takes the last step back. nullopt: there is none.
  std::optional<Step> Back();

  // As if `start` said otherwise: for answers to be changed that came with the start.
  absl::Status Change(const Question& question, std::vector<std::string> fragments, std::string said);

 private:
  absl::Status Put(Step step);
  absl::StatusOr<ProfileDraft> Replay(const std::vector<Step>& steps) const;
  std::set<std::string> Closed() const;

  const TrialIndex& index_;
  const QuestionBank& bank_;
  const MatchOptions options_;
  const ProfileDraft start_;
  Until until_;
  ProfileDraft profile_;
  std::vector<Step> steps_;
  QuestionWeigher weigher_;
  std::optional<QuestionStanding> standing_;
};

// Without what changes from week to week: a profile of long ago.
ProfileDraft WithoutWeekly(const ProfileDraft& draft, const QuestionBank& bank, const rules::Lexicon& lexicon);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_QUESTIONNAIRE_H_
