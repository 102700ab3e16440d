#include "matcher/evaluate/kinds.h"

#include <algorithm>

#include "matcher/evaluate/leaf_evaluators.h"

namespace trialmatch::matcher {

bool CannotBe(const std::string& condition, const EvaluationContext& context) {
  const rules::Entry* row = context.lexicon.Find(rules::TermKind::kCondition, condition);
  if (row == nullptr || row->Get("only_after").empty()) return false;
  rules::TreatmentLeaf treatment;
  treatment.what.emplace_back(row->Get("only_after"));
  return EvaluateTreatment(treatment, context).truth == base::Truth::kNotMet;
}

bool NamesEveryKind(const std::vector<std::string>& asked, std::string_view illness,
                    const EvaluationContext& context) {
  using rules::TermKind;
  // Elsewhere the table does not hold every kind: of high blood pressure only the crisis.
  bool any = false, ruled_out = false;
  for (const rules::Entry& row : context.lexicon.table(TermKind::kCondition)) {
    if (std::find(row.parents.begin(), row.parents.end(), illness) == row.parents.end()) continue;
    const bool named = std::any_of(asked.begin(), asked.end(), [&](const std::string& one) {
      return context.lexicon.IsA(TermKind::kCondition, row.id, one);
    });
    if (!named && !CannotBe(row.id, context)) return false;
    ruled_out = ruled_out || !named;
    any = any || named;
  }
  return any && ruled_out;
}

}  // namespace trialmatch::matcher
