#ifndef TRIALMATCH_MATCHER_QUOTE_H_
#define TRIALMATCH_MATCHER_QUOTE_H_

#include <string>
#include <string_view>

#include "base/span.h"
#include "fetch/study.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

// The words of a criterion as a report quotes them: the bytes of its body in the eligibility text,
// or the value of another field.
std::string_view QuotedText(const rules::Criterion& criterion, const fetch::Study& study);

// True when the criterion was read from the eligibility text, so that its body is a span of it.
bool IsFromText(const rules::Criterion& criterion, const fetch::Study& study);

// All reasons in one line: "A; B". Without repeats.
std::string JoinedReasons(const CriterionResult& result);

// "NAME" of a study: its brief title, else the official one.
const std::string& TitleOf(const fetch::Study& study);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_QUOTE_H_
