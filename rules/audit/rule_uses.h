#ifndef TRIALMATCH_RULES_AUDIT_RULE_USES_H_
#define TRIALMATCH_RULES_AUDIT_RULE_USES_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "rules/criterion.h"

namespace trialmatch::rules {

// A place where a rule fired.
struct RuleUse {
  std::string rule;  // "marker.fusion"
  std::string nct_id;
  std::string criterion_id;
  base::Span span;             // empty for what was read from another field than the text
  std::string before, text, after;  // the words under the span with some context, on one line
  std::string reading;         // what the rule made of them
};

// True for "marker.fusion" asked by itself or by "marker", the first part of its name.
bool RuleMatches(std::string_view rule, std::string_view asked);

// Every use in the study's criteria of the rules that match, in the order of the criteria. An empty
// `asked` matches all. `text` is the eligibility text.
std::vector<RuleUse> RuleUses(const TrialCriteria& criteria, std::string_view text,
                              std::string_view asked);

// One line: study, criterion, rule, "...before [words] after...", reading.
std::string RuleUseToText(const RuleUse& use);
// One JSON object a line: {"rule", "nct_id", "id", "begin", "end", "before", "text", "after",
// "reading"}.
std::string RuleUseToJson(const RuleUse& use);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_RULE_USES_H_
