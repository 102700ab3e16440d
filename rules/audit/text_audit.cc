#include "rules/audit/text_audit.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "rules/audit/describe_leaf.h"
#include "rules/audit/quote.h"

namespace trialmatch::rules {
namespace {

std::string Joined(const Expression& e, const char* word) {
  std::vector<std::string> parts;
  for (const Expression& child : e.children) {
    bool group = (child.kind == Expression::Kind::kAll || child.kind == Expression::Kind::kAny) && child.kind != e.kind;
    parts.push_back(group ? absl::StrCat("(", Describe(child), ")") : Describe(child));
  }
  return absl::StrJoin(parts, word);
}

void Render(const Criterion& c, const TrialCriteria& t, std::string* out) {
  std::string scope;
  for (int index : c.cohorts) absl::StrAppend(&scope, scope.empty() ? "" : ", ", t.cohorts[static_cast<size_t>(index)].name);
  absl::StrAppend(out, "  ", c.id, "  [", TopicName(c.topic), ", ", MoodName(c.mood), ", ", UnderstoodName(c.understood), "]",
                  scope.empty() ? "" : absl::StrCat("  for ", scope), "\n");
  absl::StrAppend(out, "      text:    ", OneLine(c.text, 400), "\n");
  absl::StrAppend(out, "      reading: ", Describe(c.expression), "\n");
}

}  // namespace

std::string Describe(const Expression& e) {
  switch (e.kind) {
    case Expression::Kind::kAll: return Joined(e, " AND ");
    case Expression::Kind::kAny: return Joined(e, " OR ");
    case Expression::Kind::kNot: return absl::StrCat("NOT (", Describe(e.children[0]), ")");
    case Expression::Kind::kAtLeast: return absl::StrCat("at least ", e.count, " of (", Joined(e, "; "), ")");
    case Expression::Kind::kWhen: return absl::StrCat("IF ", Describe(e.children[0]), " THEN ", Describe(e.children[1]));
    case Expression::Kind::kAlways:
      if (e.rule == "logistics" || e.rule.substr(0, 10) == "logistics.") return "checked by the study site";
      if (e.rule == "permission") return "allowed, constrains nothing";
      return "constrains nothing";
    case Expression::Kind::kOpaque: return "not understood";
    case Expression::Kind::kLeaf: return DescribeLeaf(e.leaf);
  }
  return "";
}

std::string RenderAuditText(const TrialCriteria& t) {
  std::string out = absl::StrCat(t.nct_id, ": ", t.coverage.criteria, " criteria, ", t.coverage.full, " understood in full, ", t.coverage.partial,
                                 " in part, ", t.coverage.none, " not\n");
  for (const base::Diagnostic& d : t.diagnostics) absl::StrAppend(&out, "  ", base::ToString(d), "\n");
  for (const Cohort& c : t.cohorts) {
    absl::StrAppend(&out, "  part: ", c.name, c.kind == Cohort::Kind::kStep ? " (a step)" : "", c.closed ? " (closed)" : "",
                    c.kind == Cohort::Kind::kAlternative && !c.has_own_inclusion ? " (no inclusion of its own)" : "", "\n");
  }
  for (Understood level : {Understood::kNone, Understood::kPartial, Understood::kFull}) {
    bool headed = false;
    for (const Criterion& c : t.criteria) {
      if (c.understood != level) continue;
      if (!headed) {
        static constexpr const char* kTitles[] = {"Understood", "Understood in part", "Not understood"};
        absl::StrAppend(&out, "\n ", kTitles[static_cast<int>(level)], "\n");
        headed = true;
      }
      Render(c, t, &out);
    }
  }
  return out;
}

}  // namespace trialmatch::rules
