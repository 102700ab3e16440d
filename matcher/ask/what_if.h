#ifndef TRIALMATCH_MATCHER_ASK_WHAT_IF_H_
#define TRIALMATCH_MATCHER_ASK_WHAT_IF_H_

#include <string>
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
  std::string now;                          // what the profile says, in words; "" when it says nothing
  ProfileDraft draft;                       // the profile with it
};

// The facts that are tried for this profile: all answers to what it does not tell, and all others to what it tells and may change (a lab
// value, a brain scan; not a gene, not what was given before). Answers that contradict the rest of the profile are left out.
std::vector<ChangedFact> FactsToTry(const ProfileDraft& draft, const QuestionBank& bank, const rules::Lexicon& lexicon, base::Day decided_on);

// What would let the patient into one trial that takes them not.
struct NearMiss {
  size_t trial = 0;                            // its number in the index
  // Indexes into WhatIf::facts: each a smallest set after which the trial is likely or possible. All of one size: single facts, else
  // pairs; empty: no single fact and no pair opens it.
  std::vector<std::vector<size_t>> ways;
};

// How many trials a fact that nobody told decides.
struct OpenFact {
  Question question;
  int decides = 0;   // trials that may take the patient, on which its answers do not agree
};

struct WhatIf {
  std::vector<ChangedFact> facts;
  std::vector<NearMiss> near_misses;   // in the order asked for
  std::vector<OpenFact> open;          // the one that decides most first; none that decides nothing
  std::vector<std::vector<size_t>> opens;   // for each fact, the trials of the whole index that it alone opens
};

// `near_misses`: trials (numbers of the index) that exclude the patient. Exact: a set stands here if and only if the trial, decided anew
// for the changed profile, is likely or possible; of pairs those whose facts act on different leaves of the criteria are found by
// what each does alone, and each is decided anew as well.
WhatIf AskWhatIf(const TrialIndex& index, const QuestionBank& bank, const ProfileDraft& draft, const MatchOptions& options, std::vector<size_t> near_misses);

// The excluded trials that take patients and lack least, the nearest first.
std::vector<size_t> FindNearMisses(const TrialIndex& index, const Patient& patient, const MatchOptions& options, size_t n);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_WHAT_IF_H_
