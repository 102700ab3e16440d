#ifndef TRIALMATCH_RULES_PARSE_THERAPY_SHORTER_WASHOUT_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_SHORTER_WASHOUT_H_

#include <optional>

#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// A sentence that tells the washout of some therapies beside that of all.
struct WashoutSentence {
  Expression given;
  bool own = false;
};

// "A 1-week washout is permitted for palliative radiation to non-CNS disease": the therapy, so long ago, as a permission
// that limits the longer washout before it; "no washout is required for trastuzumab": whenever it was.
// "For targeted agents, the washout period is 2 weeks or 5 half-lives": a window of their own, of which the rules before do
// not speak then. Marks the sentence; nullopt for any other.
std::optional<WashoutSentence> ReadWashoutSentence(Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_SHORTER_WASHOUT_H_
