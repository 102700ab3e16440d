#include "rules/audit/rule_uses.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rules/audit/quote.h"
#include "rules/audit/text_audit.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kContextBytes = 60;

void Collect(const Expression& e, std::string_view asked, const Criterion& c,
             const TrialCriteria& criteria, std::string_view text, std::vector<RuleUse>* out) {
  if (!e.rule.empty() && RuleMatches(e.rule, asked)) {
    RuleUse use;
    use.rule = e.rule;
    use.nct_id = criteria.nct_id;
    use.criterion_id = c.id;
    use.span = e.span;
    if (e.span.empty()) {
      use.text = OneLine(c.text);
    } else {
      const uint32_t begin = std::max(c.body.begin, e.span.begin - std::min(e.span.begin, kContextBytes));
      const uint32_t end = std::min(c.body.end, e.span.end + kContextBytes);
      use.before = OneLine(WholeLetters(text, {std::min(begin, e.span.begin), e.span.begin}));
      use.text = OneLine(base::Slice(text, e.span));
      use.after = OneLine(WholeLetters(text, {e.span.end, std::max(end, e.span.end)}));
    }
    use.reading = Describe(e);
    out->push_back(std::move(use));
  }
  for (const Expression& child : e.children) Collect(child, asked, c, criteria, text, out);
}

}  // namespace

bool RuleMatches(std::string_view rule, std::string_view asked) {
  if (asked.empty() || rule == asked) return true;
  return rule.size() > asked.size() && rule.starts_with(asked) && rule[asked.size()] == '.';
}

std::vector<RuleUse> RuleUses(const TrialCriteria& criteria, std::string_view text,
                              std::string_view asked) {
  std::vector<RuleUse> out;
  for (const Criterion& c : criteria.criteria)
    Collect(c.expression, asked, c, criteria, text, &out);
  return out;
}

std::string RuleUseToText(const RuleUse& use) {
  return absl::StrCat(use.nct_id, "  ", use.criterion_id, "  ", use.rule, "  ", use.before,
                      use.before.empty() ? "[" : " [", use.text, use.after.empty() ? "]" : "] ",
                      use.after, "  => ", use.reading, "\n");
}

}  // namespace trialmatch::rules
