#ifndef TRIALMATCH_MATCHER_ASK_WHAT_IF_TEXT_H_
#define TRIALMATCH_MATCHER_ASK_WHAT_IF_TEXT_H_

#include <string>

#include "matcher/ask/what_if.h"
#include "matcher/explain/text_report.h"

namespace trialmatch::matcher {

// For a person: what would shut each open trial, what would open each near miss (some of the ways), then what is not known and how many trials
// that decides.
std::string RenderWhatIfText(const WhatIf& what_if, const TrialIndex& index, const TextOptions& options);

// One JSON object in one line, without a line end: all of it.
std::string WhatIfJson(const WhatIf& what_if, const TrialIndex& index);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_WHAT_IF_TEXT_H_
