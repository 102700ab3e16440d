#ifndef TRIALMATCH_RULES_AUDIT_LINT_H_
#define TRIALMATCH_RULES_AUDIT_LINT_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "fetch/study.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// Something in a study's own text that its authors would want to know. docs/audit.md describes
// every id and how often it was right.
struct LintFinding {
  std::string id;            // "superscript.lost", "range.empty", ...
  std::string criterion_id;
  base::Span span;           // what is quoted, in the eligibility text; empty for another field
  std::string quote;         // on one line
  std::string message;       // one sentence
};

// All findings of a study, by place, then by id. `criteria` is what ReadStudy made of it.
std::vector<LintFinding> Lint(const fetch::Study& study, const TrialCriteria& criteria,
                              const Lexicon& lexicon);

// One line: study, criterion, id, span, quote, message.
std::string LintToText(std::string_view nct_id, const LintFinding& finding);
// One JSON object a line: {"nct_id", "id", "criterion", "begin", "end", "quote", "message"}.
std::string LintToJson(std::string_view nct_id, const LintFinding& finding);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_LINT_H_
