#ifndef TRIALMATCH_MATCHER_EXPLAIN_EXPLAIN_HTML_H_
#define TRIALMATCH_MATCHER_EXPLAIN_EXPLAIN_HTML_H_

#include <span>
#include <string>
#include <string_view>

#include "base/date.h"
#include "matcher/explain/plain/plain_words.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

// Trials for one patient on one page that needs nothing else: the registry's words beside what they mean, criterion by criterion.
std::string RenderExplainHtml(std::span<const TrialResult> trials, std::string_view patient_id, base::Day decided_on, std::string_view studies,
                              const PlainWords& words);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_EXPLAIN_HTML_H_
