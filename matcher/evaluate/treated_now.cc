#include "matcher/evaluate/treated_now.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "matcher/evaluate/courses.h"
#include "rules/lexicon/table_reader.h"

namespace trialmatch::matcher {
namespace {

using base::Truth;
using rules::TermKind;

bool Takes(std::string_view drug, const EvaluationContext& context) {
  const CourseList courses(context);
  return std::any_of((*courses).begin(), (*courses).end(), [&](const Course& course) {
    return CourseIs(course, drug, context) == Truth::kMet &&
           IsOngoing(course, context) == Truth::kMet;
  });
}

}  // namespace

bool IsTreatedNow(std::string_view illness, std::string_view status, std::string_view family, const EvaluationContext& context) {
  if (status == "past") return false;
  const auto& rows = context.lexicon.rows("treated_by");
  return std::any_of(rows.begin(), rows.end(), [&](const rules::Entry& row) {
    const std::vector<std::string_view> treated = rules::SplitList(row.Get("illness"));
    const bool is_treated = std::any_of(treated.begin(), treated.end(), [&](std::string_view one) {
      return (family.empty() || family == one) &&
             context.lexicon.IsA(TermKind::kCondition, illness, one);
    });
    if (!is_treated) return false;
    const std::vector<std::string_view> drugs = rules::SplitList(row.Get("drugs"));
    return std::any_of(drugs.begin(), drugs.end(), [&](std::string_view drug) { return Takes(drug, context); });
  });
}

std::optional<bool> NeededSteroids(const Condition* told, std::string_view illness, std::string_view status, const EvaluationContext& context) {
  if (told != nullptr && told->needed_steroids) return told->needed_steroids;
  const auto& brain = context.patient.brain;
  const bool of_brain = brain && !brain->steroids.empty() && brain->steroids != "none";
  const bool taken = status == "active" && !of_brain && context.lexicon.IsA(TermKind::kCondition, illness, "autoimmune_disease") && Takes("corticosteroid", context);
  return taken ? std::optional(true) : std::nullopt;
}

std::optional<Truth> ToldByDrugs(std::string_view quality, std::string_view illness, std::string_view status, const EvaluationContext& context) {
  if (quality == "needs_treatment" || quality == "needed_treatment" || quality == "needs_medication" || quality == "on_treatment") return IsTreatedNow(illness, status, "", context) ? std::optional(Truth::kMet) : std::nullopt;
  if (quality == "needs_insulin" && status != "past" && Takes("insulin_class", context)) return Truth::kMet;
  if (quality == "may_recur" && IsTreatedNow(illness, status, "autoimmune_disease", context)) return Truth::kMet;
  // What is there and under treatment needs no trigger to come back.
  if (quality == "no_recurrence_expected" && status == "active" && IsTreatedNow(illness, status, "autoimmune_disease", context)) return Truth::kNotMet;
  // An immunosuppressant acts on the whole body; insulin only replaces what is lacking.
  const bool systemic = quality == "needs_systemic_treatment", none = quality == "no_treatment_needed";
  if ((systemic || none) && IsTreatedNow(illness, status, "autoimmune_disease", context)) return base::FromBool(systemic);
  // Who takes nothing at all has no illness that needs to be treated now.
  const bool takes_nothing = context.patient.IsComplete("medications") && context.patient.medications.empty();
  if (none && takes_nothing && status == "active" && context.lexicon.IsA(TermKind::kCondition, illness, "autoimmune_disease")) return Truth::kMet;
  return std::nullopt;
}

}  // namespace trialmatch::matcher
