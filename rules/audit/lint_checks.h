#ifndef TRIALMATCH_RULES_AUDIT_LINT_CHECKS_H_
#define TRIALMATCH_RULES_AUDIT_LINT_CHECKS_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/audit/lint.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// The checks that Lint() runs; each appends its findings.
struct LintInput {
  const TrialCriteria& criteria;
  std::string_view text;  // the eligibility text
  const Grammar& grammar;

  const Lexicon& lexicon() const { return grammar.lexicon; }
  // A finding about `span`, or about the whole criterion when it is empty.
  LintFinding Finding(const char* id, const Criterion& c, base::Span span,
                      std::string message) const;
};

// True for "written consent of adults, assent of those aged 7 to 17" and "for participants aged 12
// to 17:", and of women of childbearing age: its ages say for whom something holds, not who may
// enter.
bool ChoosesSome(const LintInput& input, const Criterion& criterion);

using LintFindings = std::vector<LintFinding>;

// Lost superscripts, values no patient has, units of another kind than the lab's, bounds that no
// number meets: from the words.
void LintNumbers(const LintInput& input, LintFindings* findings);

// What no patient can meet in two criteria; a study that excludes what it is about: from the readings of criteria that were understood in full.
void LintLogic(const LintInput& input, LintFindings* findings);

// Criteria told twice, and ages that differ between the text and the registry's field.
void LintRepeats(const LintInput& input, LintFindings* findings);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_LINT_CHECKS_H_
