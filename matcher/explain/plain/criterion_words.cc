#include "matcher/explain/plain/criterion_words.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "matcher/explain/plain/phrases.h"
#include "matcher/explain/plain/say.h"
#include "matcher/explain/words.h"

namespace trialmatch::matcher {
namespace {

using rules::Expression;
using rules::Understood;

constexpr char kMore[] = "There is more in the original words that this program did not understand.";
constexpr char kNothing[] = "This program did not understand this. Please read the original words.";

bool HoldsAlways(const Expression& expression) {
  if (expression.kind == Expression::Kind::kAlways) return true;
  const auto always = [](const Expression& child) { return HoldsAlways(child); };
  if (expression.kind == Expression::Kind::kAll)
    return std::all_of(expression.children.begin(), expression.children.end(), always);
  if (expression.kind == Expression::Kind::kAny)
    return std::any_of(expression.children.begin(), expression.children.end(), always);
  return false;
}

bool HasUnread(const Expression& expression) {
  return expression.kind == Expression::Kind::kOpaque ||
         std::any_of(expression.children.begin(), expression.children.end(), HasUnread);
}

// The rule of the first part that constrains nothing.
std::string_view AlwaysRule(const Expression& expression) {
  if (expression.kind == Expression::Kind::kAlways) return expression.rule;
  for (const Expression& child : expression.children) {
    if (const std::string_view rule = AlwaysRule(child); !rule.empty()) return rule;
  }
  return {};
}

std::string WithoutConstraint(const rules::Criterion& criterion) {
  const std::string_view rule = AlwaysRule(criterion.expression);
  if (criterion.topic == rules::Topic::kLogistics || rule == "logistics")
    return "The study site checks this with you.";
  if (rule == "lead_in") return "This line only leads to the next ones.";
  if (rule == "definition") return "This line only explains words of other lines.";
  return "This line allows something. By itself it keeps nobody out.";
}

std::string ScopeWords(const rules::Criterion& criterion, const rules::TrialCriteria& criteria) {
  std::vector<std::string> parts, steps;
  for (const int index : criterion.cohorts) {
    const rules::Cohort& cohort = criteria.cohorts[index];
    (cohort.kind == rules::Cohort::Kind::kStep ? steps : parts).push_back(OneLine(cohort.name, 100));
  }
  std::string out;
  if (!parts.empty()) absl::StrAppend(&out, "Only for this part of the study: ", JoinWords(parts, "or"));
  if (!steps.empty())
    absl::StrAppend(&out, out.empty() ? "" : ". ", "At this step of the study: ", JoinWords(steps, "or"));
  return out;
}

}  // namespace

PlainCriterion InPlainWords(const rules::Criterion& criterion, const rules::TrialCriteria& criteria,
                            const Labels& labels) {
  PlainCriterion out;
  out.scope = ScopeWords(criterion, criteria);
  const bool partly = criterion.understood == Understood::kPartial;
  if (criterion.understood == Understood::kNone || criterion.expression.kind == Expression::Kind::kOpaque) {
    out.text = kNothing;
    return out;
  }
  if (HoldsAlways(criterion.expression)) {
    out.text = WithoutConstraint(criterion);
    if (partly) absl::StrAppend(&out.text, " ", kMore);
    return out;
  }
  std::vector<std::string> terms;
  const Speaker speaker{labels, &terms};
  out.text = Sentence(SayExpression(criterion.expression, Polarity::kHolds, speaker));
  if (partly && !HasUnread(criterion.expression)) absl::StrAppend(&out.text, " ", kMore);
  for (std::string& term : terms) {
    if (std::find(out.terms.begin(), out.terms.end(), term) == out.terms.end())
      out.terms.push_back(std::move(term));
  }
  return out;
}

}  // namespace trialmatch::matcher
