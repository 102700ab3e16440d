#ifndef TRIALMATCH_MATCHER_ASK_WEIGH_H_
#define TRIALMATCH_MATCHER_ASK_WEIGH_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "matcher/ask/profile_draft.h"
#include "matcher/ask/question.h"
#include "matcher/ask/wants.h"
#include "matcher/index/trial_index.h"
#include "matcher/match.h"
#include "matcher/patient/patient.h"

namespace trialmatch::matcher {

// An open question and what its answers would do.
struct WeighedQuestion {
  Question question;
  std::vector<std::string> wanted;   // paths that criteria want and it fills; empty: it only moves the order
  int decides = 0;      // trials, of those that may still take the patient, on which its answers do not agree
  double value = 0;     // what is expected to change by asking: fits of the trials that change, times priors, times how likely it is known
  double chance = 0;    // that it is known and its answer changes which trials are the first ten
};

// Where a profile stands among the trials.
struct QuestionStanding {
  int likely = 0, possible = 0, later = 0;    // trials that recruit
  int open() const { return likely + possible + later; }
  std::vector<GroupMatcher::Placed> places;   // all of these in order
  std::vector<WeighedQuestion> questions;     // the one to ask first at the front
  double chance = 0;                          // that any further answer changes the first ten; at least this when the chance is not small
  std::vector<std::string> cannot_be_asked;   // paths that criteria want and no question fills
};

inline constexpr size_t kFirst = 10;          // trials that a person looks at first
inline constexpr double kSmallChance = 0.05;

// Weighs questions by trying each of their answers on all trials: exact for a single answer. The chance of any change takes the answers
// as independent. For one thread; keeps its memory from call to call. Deterministic.
class QuestionWeigher {
 public:
  // kSettled: what may change the first ten, as far as one answer can; kCertain: whatever could matter to them in any way, by bounds
  // on where a trial may still rise, so that after the last question no answer can change them.
  enum class Until : uint8_t { kSettled, kCertain };

  // All arguments must outlive it.
  QuestionWeigher(const TrialIndex& index, const QuestionBank& bank, const MatchOptions& options);

  // `closed`: ids of questions that are not to be asked (again). `draft` must be a profile without errors.
  QuestionStanding Weigh(const ProfileDraft& draft, const std::set<std::string>& closed, Until until);

 private:
  struct Candidate;
  const std::vector<Question>& QuestionsFor(const std::string& path);
  const Question* Nearest(const std::vector<Question>& questions, const std::string& path, const ProfileDraft& draft, const std::set<std::string>& closed) const;
  std::vector<std::string> StillMatters(const ProfileDraft& draft, const std::set<std::string>& closed, const std::vector<GroupMatcher::Placed>& places, const Wants& wants);
  std::vector<Candidate> Candidates(const ProfileDraft& draft, const std::vector<std::string>& paths, const std::set<std::string>& closed, Until until, QuestionStanding& standing);
  void Try(const ProfileDraft& draft, const Patient& patient, std::vector<Candidate>& candidates, QuestionStanding& standing);

  const TrialIndex& index_;
  const QuestionBank& bank_;
  const MatchOptions options_;
  GroupMatcher group_;
  absl::flat_hash_map<std::string, std::vector<Question>> for_path_;
};

// The patient of a draft; nullopt when the draft has errors as a profile.
std::optional<Patient> PatientOf(const ProfileDraft& draft, const rules::Lexicon& lexicon);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_WEIGH_H_
