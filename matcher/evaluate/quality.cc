#include "matcher/evaluate/quality.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string_view>

namespace trialmatch::matcher {
namespace {

using base::Truth;
using rules::TermKind;

// Both words of "controlled past" are statuses.
bool Lists(std::string_view statuses, std::string_view status) {
  return !status.empty() && statuses.find(status) != std::string_view::npos;
}

// CTCAE v5.0: grade 1 is mild, 2 moderate, 3 severe.
std::optional<Truth> ByGrade(std::string_view quality, int grade) {
  if (quality == "severe") return base::FromBool(grade >= 3);
  if (quality == "moderate_or_severe") return base::FromBool(grade >= 2);
  if (quality == "mild") return base::FromBool(grade <= 1);
  return std::nullopt;
}

// Steroids are a treatment, and a systemic one; to have needed none does not answer for others.
bool AnsweredBySteroids(std::string_view quality) {
  return quality == "needs_treatment" || quality == "needs_systemic_treatment";
}

}  // namespace

QualityTruth HasQuality(const rules::Lexicon& lexicon, const std::string& quality,
                        const std::string& status, const Condition* told) {
  const bool graded = ByGrade(quality, 1).has_value();
  if (graded && told != nullptr && told->grade) return {*ByGrade(quality, *told->grade), "grade"};
  const bool steroids = AnsweredBySteroids(quality);
  if (steroids && told != nullptr && told->needed_steroids.value_or(false))
    return {Truth::kMet, ""};
  const rules::Entry* row = lexicon.Find(TermKind::kQuality, quality);
  if (row != nullptr && Lists(row->Get("met_when"), status)) return {Truth::kMet, ""};
  if (row != nullptr && Lists(row->Get("unmet_when"), status)) return {Truth::kNotMet, ""};
  return {Truth::kUnknown, graded ? "grade" : (steroids ? "needed_steroids" : "status")};
}

bool IsTreatedNow(const std::string& illness, std::string_view quality, const EvaluationContext& context) {
  constexpr std::string_view kNeeds[] = {"needs_treatment", "needs_systemic_treatment", "needs_medication"};
  const bool need = std::find(std::begin(kNeeds), std::end(kNeeds), quality) != std::end(kNeeds);
  if (!need && quality != "may_recur") return false;
  const auto takes = [&](std::initializer_list<std::string_view> drugs) {
    return std::any_of(context.patient.medications.begin(), context.patient.medications.end(), [&](const Medication& m) {
      return !m.drug_id.empty() && std::any_of(drugs.begin(), drugs.end(), [&](std::string_view id) { return context.lexicon.DrugIsA(m.drug_id, id); });
    });
  };
  const auto is = [&](std::string_view id) { return context.lexicon.IsA(TermKind::kCondition, illness, id); };
  if (is("autoimmune_disease")) return takes({"immunosuppressant"});
  return need && quality != "needs_systemic_treatment" && is("arrhythmia") && takes({"antiarrhythmic", "diltiazem", "verapamil"});
}

}  // namespace trialmatch::matcher
