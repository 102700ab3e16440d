#ifndef TRIALMATCH_MATCHER_ASK_CLOSING_H_
#define TRIALMATCH_MATCHER_ASK_CLOSING_H_

#include <string>
#include <vector>

#include "matcher/ask/profile_draft.h"
#include "matcher/ask/question.h"
#include "matcher/ask/weigh.h"
#include "matcher/index/trial_index.h"

namespace trialmatch::matcher {

// What a conversation ends with, beside the list of trials.
struct AskClosing {
  // What the profile says, one fact a line, in the order of questions.tsv: "What stage is the cancer? Stage IVB".
  std::vector<std::string> facts_used;
  // At most three facts that nobody told, those that matter most, with how many trials each decides.
  std::vector<std::string> unknown_that_matter;
  // To take along. They ask; they propose nothing.
  std::vector<std::string> for_the_oncologist;
};

// `options` as for the list. Says the same for the same profile, whatever was asked.
AskClosing CloseAsk(const TrialIndex& index, const QuestionBank& bank, const ProfileDraft& profile, const MatchOptions& options);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_CLOSING_H_
