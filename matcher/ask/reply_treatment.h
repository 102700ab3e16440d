#ifndef TRIALMATCH_MATCHER_ASK_REPLY_TREATMENT_H_
#define TRIALMATCH_MATCHER_ASK_REPLY_TREATMENT_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "base/date.h"
#include "matcher/ask/reply.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// One treatment a line, parts between commas, the name first and the rest in any order:
//   alectinib, 2022-06 to 2025-12-20, cancer grew
//   carboplatin + pemetrexed, since 2025-10, line 2, 4 cycles
//   radiation to the brain, 2025-10-15, SRS        an operation, lobectomy, 2025-11-20
// A class ("ALK inhibitor", "chemotherapy") stands for a drug that nobody remembers.
absl::StatusOr<Reply> ReadTreatment(std::string_view typed, base::Day decided_on, const rules::Lexicon& lexicon);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_REPLY_TREATMENT_H_
