#ifndef TRIALMATCH_MATCHER_ASK_IF_NEXT_H_
#define TRIALMATCH_MATCHER_ASK_IF_NEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "matcher/ask/profile_draft.h"
#include "matcher/explain/text_report.h"
#include "matcher/index/trial_index.h"
#include "matcher/match.h"

namespace trialmatch::matcher {

// What starting a drug today would do to the trials that recruit: information about their criteria, no word on whether to take it.
struct IfNext {
  struct Change {
    size_t trial = 0;             // its number in the index
    Verdict before, after;
    std::string because;          // of what closes: the words of the record and why; "" else
  };
  std::string drug;               // as it was asked for
  std::vector<Change> closes;     // open or later today, shut while the drug is taken
  std::vector<Change> waits;      // open today, later while it is taken: once it has been stopped for long enough
  std::vector<Change> opens;      // shut today; would be open, or open later, when the drug was taken and the cancer grew under it
  std::vector<Change> shut_after; // open or later today; shut for good when the drug was taken and the cancer grew under it
  int stays = 0;                  // open today and while it is taken
};

// `drug`: a drug or class; several with + between. InvalidArgument: nobody knows it, or it is taken already. All lists in the order of the report, `opens` by number of the study.
absl::StatusOr<IfNext> AskIfNext(const TrialIndex& index, const ProfileDraft& draft, std::string_view drug, const MatchOptions& options);

std::string RenderIfNextText(const IfNext& result, const TrialIndex& index, const TextOptions& options);
// One JSON object in one line, without a line end.
std::string IfNextJson(const IfNext& result, const TrialIndex& index);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_IF_NEXT_H_
