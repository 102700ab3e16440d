#include "rules/audit/lint.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/ascii.h"
#include "rules/audit/lint_checks.h"
#include "rules/audit/quote.h"

namespace trialmatch::rules {

LintFinding LintInput::Finding(const char* id, const Criterion& c, base::Span span,
                               std::string message) const {
  LintFinding finding;
  finding.id = id;
  finding.criterion_id = c.id;
  finding.span = span.empty() ? c.body : span;
  finding.quote = OneLine(finding.span.empty() ? std::string_view(c.text)
                                               : base::Slice(text, finding.span), 200);
  finding.message = std::move(message);
  return finding;
}

bool ChoosesSome(const LintInput& input, const Criterion& c) {
  const std::string words = base::Lower(base::Slice(input.text, c.body));
  for (const char* word : {"consent", "assent", "childbearing", "child-bearing", "pregnan"}) {
    if (words.find(word) != std::string::npos) return true;
  }
  return words.ends_with(':');
}

std::vector<LintFinding> Lint(const fetch::Study& study, const TrialCriteria& criteria,
                              const Lexicon& lexicon) {
  const Grammar grammar(lexicon);
  const LintInput input = {criteria, study.eligibility_criteria, grammar};
  LintFindings findings;
  LintNumbers(input, &findings);
  LintLogic(input, &findings);
  LintRepeats(input, &findings);
  std::stable_sort(findings.begin(), findings.end(), [](const LintFinding& a, const LintFinding& b) {
    return std::tie(a.span.begin, a.id) < std::tie(b.span.begin, b.id);
  });
  // "PT and PTT > 1.5 x ULN" are two leaves at one place.
  const auto same = [](const LintFinding& a, const LintFinding& b) {
    return a.id == b.id && a.span == b.span && a.criterion_id == b.criterion_id;
  };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
  return findings;
}

std::string LintToText(std::string_view nct_id, const LintFinding& f) {
  return absl::StrCat(std::string(nct_id), "  ", f.criterion_id, "  ", f.id, "  ", f.span.begin, "-",
                      f.span.end, "  \"", f.quote, "\": ", f.message, "\n");
}

}  // namespace trialmatch::rules
