#include "matcher/evaluate/treated_now.h"

#include <algorithm>

#include "matcher/evaluate/courses.h"

namespace trialmatch::matcher {
namespace {

using base::Truth;
using rules::TermKind;

bool Takes(std::string_view drugs, const EvaluationContext& context) {
  const CourseList courses(context);
  return std::any_of((*courses).begin(), (*courses).end(),
                     [&](const Course& course) { return CourseIs(course, drugs, context) == Truth::kMet && IsOngoing(course, context) == Truth::kMet; });
}

}  // namespace

bool IsTreatedNow(std::string_view illness, std::string_view status, std::string_view family, const EvaluationContext& context) {
  if (status == "past") return false;
  const auto& rows = context.lexicon.rows("treated_by");
  return std::any_of(rows.begin(), rows.end(), [&](const rules::Entry& row) {
    const std::string_view treated = row.Get("illness");
    if ((!family.empty() && family != treated) || !context.lexicon.IsA(TermKind::kCondition, illness, treated)) return false;
    return Takes(row.Get("drugs"), context);
  });
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
  return std::nullopt;
}

}  // namespace trialmatch::matcher
