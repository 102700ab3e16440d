#include "matcher/evaluate/setting.h"

#include <algorithm>

#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/lines.h"

namespace trialmatch::matcher {

using base::Truth;

namespace {

bool HadSurgery(const Patient& patient) {
  return std::any_of(patient.treatments.begin(), patient.treatments.end(),
                     [](const Treatment& treatment) { return treatment.kind == "surgery" && treatment.for_disease.empty(); });
}

// What was meant to cure, or did not hold the disease.
bool MayHaveComeBackAfter(const Treatment& treatment) {
  const bool held =
      treatment.intent == "metastatic" || treatment.intent == "maintenance" || treatment.line;
  return treatment.for_disease.empty() &&
         (!held || treatment.kind != "drug" || EndedInProgression(treatment) ||
          treatment.outcome == "completed");
}

// "Recurrent": came back after treatment that was meant to cure.
Truth IsRecurrent(const EvaluationContext& context, const std::string& setting) {
  const Patient& patient = context.patient;
  const bool progressing = patient.cancer.progressing.value_or(false);
  if (setting == "relapsed") return Truth::kMet;
  if (progressing && HadSurgery(patient) && setting == "locally_advanced_unresectable") return Truth::kMet;
  // Never treated, or nothing came back.
  if (patient.IsComplete("treatments") && patient.treatments.empty()) return Truth::kNotMet;
  // Removed, with nothing to measure.
  if (setting == "resected" && patient.IsComplete("treatments") && patient.cancer.measurable == false) return Truth::kNotMet;
  const bool holds = GrowsNow(context) == Truth::kNotMet;
  if (holds && setting != "metastatic" && !setting.empty()) return Truth::kNotMet;
  if (holds && patient.IsComplete("treatments") &&
      std::none_of(patient.treatments.begin(), patient.treatments.end(), MayHaveComeBackAfter))
    return Truth::kNotMet;
  return Truth::kUnknown;
}

// The last line failed: the disease resists it.
Truth IsRefractory(const EvaluationContext& context) {
  const Truth grows = GrowsNow(context);
  if (grows == Truth::kNotMet) return Truth::kNotMet;
  const CourseList courses(context);
  const std::vector<Line> lines = LinesOf(*courses, context);
  const Line* last = LastLine(lines, context);
  // Removed, and no drug was given that it could resist.
  if (last == nullptr && context.patient.cancer.setting == "resected" && context.patient.IsComplete("treatments")) return Truth::kNotMet;
  if (grows != Truth::kMet || last == nullptr || last->for_advanced != Truth::kMet)
    return Truth::kUnknown;
  const bool failed =
      std::any_of(last->courses.begin(), last->courses.end(),
                  [](const Course* course) { return EndedInProgression(course->treatment); });
  return failed ? Truth::kMet : Truth::kUnknown;
}

}  // namespace

std::string PatientSetting(const EvaluationContext& context) {
  const Cancer& cancer = context.patient.cancer;
  const std::optional<Stage> stage = ParseStage(cancer.stage);
  if (IsMetastatic(context) == Truth::kMet && cancer.setting != "resected") return "metastatic";
  if (cancer.setting == "resected") return cancer.progressing.value_or(false) ? "relapsed" : "resected";
  const bool advanced = cancer.setting == "locally_advanced" || (cancer.setting.empty() && stage && stage->group == 3);
  if (advanced) {
    if (!cancer.resectable) return "locally_advanced";
    return *cancer.resectable ? "locally_advanced_resectable" : "locally_advanced_unresectable";
  }
  if (!cancer.setting.empty()) return cancer.setting;
  if (cancer.resectable.value_or(false)) return "resectable";
  if (stage && stage->group <= 2) return "early";
  return "";
}

Truth SettingIs(const EvaluationContext& context, std::string_view setting) {
  const std::string own = PatientSetting(context);
  if (setting == "recurrent") return IsRecurrent(context, own);
  // Nothing was given that it could resist.
  const Patient& patient = context.patient;
  if (setting == "refractory" && patient.IsComplete("treatments") && patient.treatments.empty()) return Truth::kNotMet;
  if (const Truth refractory = setting == "refractory" ? IsRefractory(context) : Truth::kUnknown;
      refractory != Truth::kUnknown)
    return refractory;
  if (own.empty()) return Truth::kUnknown;
  // Limited and extensive are stages of small-cell cancer; elsewhere they are plain words ("limited progression").
  const bool small_cell_word = setting == "limited" || setting == "extensive";
  if (small_cell_word && HasDisease(context, "sclc") != Truth::kMet) return Truth::kUnknown;
  for (const rules::Entry& row : context.lexicon.rows("setting_truth")) {
    if (row.Get("patient") != own || row.Get("setting") != setting) continue;
    const std::string_view truth = row.Get("truth");
    if (truth == "met") return Truth::kMet;
    return truth == "not_met" ? Truth::kNotMet : Truth::kUnknown;
  }
  return Truth::kUnknown;
}

}  // namespace trialmatch::matcher
