#ifndef TRIALMATCH_MATCHER_ASK_WHAT_IF_H_
#define TRIALMATCH_MATCHER_ASK_WHAT_IF_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/ask/profile_draft.h"
#include "matcher/ask/question.h"
#include "matcher/ask/weigh.h"
#include "matcher/index/trial_index.h"
#include "matcher/match.h"

namespace trialmatch::matcher {

// One fact of a patient otherwise than it is, or told where it is not: an answer of answers.tsv in the place of what the profile says.
struct ChangedFact {
  Question question;
  size_t answer_at = 0;                     // its place among the question's answers
  std::string now;                          // what the profile says, in words; "" when nobody told it
  ProfileDraft draft;                       // the profile with it
  Patient patient;                          // the same, read
  const PossibleAnswer& answer() const { return question.answers[answer_at]; }
};

// The facts that are tried for this profile: all answers to what it does not tell, and all others to what it tells and may change (a lab
// value, a brain scan; not a gene, not what was given before). `wanted`: paths that criteria ask for, so that questions about one drug,
// illness or lab are tried as well. Answers that contradict the rest of the profile are left out.
std::vector<ChangedFact> FactsToTry(const ProfileDraft& draft, const QuestionBank& bank, const rules::Lexicon& lexicon, base::Day decided_on,
                                    std::span<const std::string> wanted);

// The profile with both facts. nullopt: they contradict each other, or are answers to one question.
std::optional<Patient> WithBoth(const ChangedFact& a, const ChangedFact& b, const rules::Lexicon& lexicon, base::Day decided_on);

// Indexes into WhatIf::facts.
using FactSet = std::vector<size_t>;

// What would let the patient into one trial that takes them not, or not yet.
struct NearMiss {
  size_t trial = 0;              // its number in the index
  // As reports have them: the day from which it could fit, drugs that must stop first, and each criterion that fails with the reason.
  std::optional<base::Day> eligible_from;
  std::vector<std::string> needs_stop, blocking;
  // Each a smallest set after which the trial is likely or possible. All of one size: single facts, else pairs; empty: no single fact
  // and no pair opens it.
  std::vector<FactSet> ways;
};

// What single facts would do to one trial that is likely or possible.
struct OpenTrial {
  size_t trial = 0;
  Verdict now = Verdict::kPossible;
  FactSet shuts;      // excluded
  FactSet delays;     // later
  FactSet settles;    // possible becomes likely
};

// How many trials a fact that nobody told decides.
struct OpenFact {
  Question question;
  int decides = 0;   // trials that recruit and may take the patient, now or later, on which its answers do not agree
};

struct WhatIf {
  std::vector<ChangedFact> facts;
  std::vector<NearMiss> near_misses;   // of the trials asked about, in their order
  std::vector<OpenTrial> open_trials;
  std::vector<OpenFact> open;          // the one that decides most first; none that decides nothing
  std::vector<std::vector<size_t>> opens;   // for each fact, the trials of the index that it alone opens, sorted
};

// `trials`: numbers of the index. Exact: a set stands in NearMiss::ways if and only if the trial, decided anew for the changed profile, is
// likely or possible and no smaller set of its size does it.
WhatIf AskWhatIf(const TrialIndex& index, const QuestionBank& bank, const ProfileDraft& draft, const MatchOptions& options, std::span<const size_t> trials);

// The same with facts of the caller's choice, made for this draft.
WhatIf TryFacts(const TrialIndex& index, const ProfileDraft& draft, const MatchOptions& options, std::span<const size_t> trials, std::vector<ChangedFact> facts);

// The number of a trial in the index.
std::optional<size_t> FindTrial(const TrialIndex& index, std::string_view nct_id);

// The excluded trials that take patients and lack least, the nearest first.
std::vector<size_t> FindNearMisses(const TrialIndex& index, const Patient& patient, const MatchOptions& options, size_t n);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_WHAT_IF_H_
