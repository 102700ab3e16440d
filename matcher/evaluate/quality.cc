#include "matcher/evaluate/quality.h"

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

}  // namespace

bool AsksTreatment(std::string_view quality) {
  return quality == "needs_treatment" || quality == "needed_treatment" || quality == "needs_systemic_treatment";
}

QualityTruth HasQuality(const rules::Lexicon& lexicon, const std::string& quality,
                        const std::string& status, const Condition* told) {
  // Whether what is over is still meant, nobody says.
  if (quality == "present") return {status == "past" ? Truth::kUnknown : Truth::kMet, "status"};
  const bool graded = ByGrade(quality, 1).has_value();
  if (graded && told != nullptr && told->grade) return {*ByGrade(quality, *told->grade), "grade"};
  // Steroids are a treatment, and a systemic one; to have needed none does not answer for others.
  const bool steroids = AsksTreatment(quality);
  // "Requiring treatment": what had steroids then may need none now.
  if (steroids && told != nullptr && told->needed_steroids.value_or(false))
    return {quality == "needs_treatment" && status == "past" ? Truth::kUnknown : Truth::kMet, ""};
  if (quality == "needs_high_dose_steroids")
    return {told != nullptr && !told->needed_steroids.value_or(true) ? Truth::kNotMet : Truth::kUnknown, "needed_steroids"};
  // What needed steroids made itself felt.
  if (quality == "asymptomatic" && told != nullptr && told->needed_steroids.value_or(false)) return {Truth::kNotMet, ""};
  const rules::Entry* row = lexicon.Find(TermKind::kQuality, quality);
  if (row != nullptr && Lists(row->Get("met_when"), status)) return {Truth::kMet, ""};
  if (row != nullptr && Lists(row->Get("unmet_when"), status)) return {Truth::kNotMet, ""};
  return {Truth::kUnknown, graded ? "grade" : (steroids ? "needed_steroids" : "status")};
}

}  // namespace trialmatch::matcher
