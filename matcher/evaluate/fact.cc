#include <string>

#include "base/ascii.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/leaf_evaluators.h"
#include "matcher/evaluate/lines.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::TermKind;

namespace {

constexpr double kMenopauseYears = 60;

Truth Told(const std::optional<bool>& value) {
  return value ? base::FromBool(*value) : Truth::kUnknown;
}

Truth Childbearing(const Patient& patient, const EvaluationContext& context,
                   const std::string& fact) {
  if (patient.sex == "male") return Truth::kNotMet;
  const std::optional<Interval> age = AgeYears(context);
  if (age && age->low > kMenopauseYears) return Truth::kNotMet;
  if (fact == "pregnant") return Told(patient.pregnant);
  if (fact == "breastfeeding") return Told(patient.breastfeeding);
  return patient.pregnant.value_or(false) ? Truth::kMet : Told(patient.can_become_pregnant);
}

Truth Smoking(const Patient& patient, const char* word) {
  return patient.smoking.empty() ? Truth::kUnknown : base::FromBool(patient.smoking == word);
}

Truth Resectable(const EvaluationContext& context) {
  const Cancer& cancer = context.patient.cancer;
  if (cancer.resectable) return base::FromBool(*cancer.resectable);
  if (cancer.setting == "resectable") return Truth::kMet;
  return IsMetastatic(context) == Truth::kMet ? Truth::kNotMet : Truth::kUnknown;
}

// Nobody operates on the lung for a tumour that cannot be resected.
Truth LungOperationPlanned(const EvaluationContext& context) {
  const std::optional<bool>& planned = context.patient.cancer.surgery_planned;
  if (planned) return base::FromBool(*planned);
  return Resectable(context) == Truth::kNotMet ? Truth::kNotMet : Truth::kUnknown;
}

// A tumour that was removed and has not come back: nothing is there to be seen.
bool NothingLeft(const Cancer& cancer) {
  const bool none_far = cancer.metastases ? cancer.metastases->empty() : cancer.m == "M0";
  return cancer.setting == "resected" && !cancer.measurable.value_or(true) && none_far &&
         !cancer.progressing.value_or(false);
}

// Of the last radiation. What was given for cure, or around an operation, was not only to ease
// symptoms.
Truth PalliativeRadiation(const Patient& patient) {
  const Treatment* last = nullptr;
  const auto day = [](const Treatment& each) { return each.end ? each.end : each.start; };
  for (const Treatment& each : patient.treatments) {
    if (each.kind != "radiation") continue;
    const bool later =
        last == nullptr || (day(each) && day(*last) && day(each)->last() > day(*last)->last());
    if (last != nullptr && (!day(each) || !day(*last))) return Truth::kUnknown;
    if (later) last = &each;
  }
  if (last == nullptr) return patient.IsComplete("treatments") ? Truth::kNotMet : Truth::kUnknown;
  if (base::ContainsIgnoreCase(last->detail, "palliat") ||
      base::ContainsIgnoreCase(last->technique, "palliat"))
    return Truth::kMet;
  return last->intent == "definitive" || last->intent == "adjuvant" || last->intent == "neoadjuvant"
             ? Truth::kNotMet
             : Truth::kUnknown;
}

Truth FromFacts(const Patient& patient, const std::string& key) {
  const auto it = patient.facts.find(key);
  return it == patient.facts.end() ? Truth::kUnknown : base::FromBool(it->second);
}

// Facts that other parts of the profile answer; nullopt: look into `facts`.
std::optional<Truth> FromProfile(const std::string& fact, const EvaluationContext& context) {
  const Patient& patient = context.patient;
  const Cancer& cancer = patient.cancer;
  if (fact == "measurable") return Told(cancer.measurable);
  // Disease that cannot be measured may still be evaluable.
  if (fact == "evaluable")
    return NothingLeft(cancer)                 ? Truth::kNotMet
           : cancer.measurable.value_or(false) ? Truth::kMet
                                               : Truth::kUnknown;
  if (fact == "cancer_progressing" || fact == "progressing") return GrowsNow(context);
  if (fact == "surgical_margins_negative" || fact == "surgical_margins_positive") {
    const Truth told = FromFacts(patient, fact);
    if (told != Truth::kUnknown || cancer.resection_margin.empty()) return told;
    return base::FromBool((cancer.resection_margin == "R0") ==
                          (fact == "surgical_margins_negative"));
  }
  if (fact == "palliative_radiation") {
    const Truth told = FromFacts(patient, fact);
    return told == Truth::kUnknown ? PalliativeRadiation(patient) : told;
  }
  if (fact == "surgery_planned") return Told(cancer.surgery_planned);
  if (fact == "lung_operation_planned") return LungOperationPlanned(context);
  if (fact == "resectable") return Resectable(context);
  if (fact == "pregnant" || fact == "breastfeeding" || fact == "can_become_pregnant")
    return Childbearing(patient, context, fact);
  // Who never smoked has no history of it; how much another smoked is not told.
  if (fact == "smoking_history" && patient.smoking == "never") return Truth::kNotMet;
  if (fact == "never_smoker") return Smoking(patient, "never");
  if (fact == "current_smoker") return Smoking(patient, "current");
  if (fact == "healthy_volunteer" && (!cancer.type.empty() || !cancer.type_id.empty()))
    return Truth::kNotMet;
  return std::nullopt;
}

}  // namespace

LeafOutcome EvaluateFact(const rules::FactLeaf& leaf, const EvaluationContext& context) {
  const std::string& fact = leaf.fact;
  // "takes_cyp3a_strong_inhibitor" is about a class of drugs.
  if (fact.compare(0, 6, "takes_") == 0 &&
      context.lexicon.Find(TermKind::kDrugClass, fact.substr(6)) != nullptr) {
    rules::TreatmentLeaf takes;
    takes.what = {fact.substr(6)};
    takes.ongoing = true;
    return EvaluateTreatment(takes, context);
  }
  const rules::Entry* row = context.lexicon.Find(TermKind::kFact, fact);
  std::string path = row != nullptr ? std::string(row->Get("path")) : "facts." + fact;
  constexpr std::string_view kFacts = "facts.";
  std::string key = fact;
  if (std::string_view(path).substr(0, kFacts.size()) == kFacts) key = path.substr(kFacts.size());

  std::optional<Truth> truth = FromProfile(fact, context);
  if (!truth) {
    truth = FromFacts(context.patient, key);
    // "cannot_swallow" is answered by facts.can_swallow.
    if (key != fact && key.size() + 3 == fact.size() && fact == "cannot" + key.substr(3))
      truth = base::Not(*truth);
  }
  if (context.wordless()) return {.truth = *truth};
  const std::string name = DisplayName(fact);
  const std::string because = *truth == Truth::kMet ? name + ": yes"
                              : *truth == Truth::kNotMet
                                  ? name + ": no"
                                  : "whether \"" + name + "\" holds is not told";
  return Outcome(
      *truth, because,
      path.empty() ? std::vector<std::string>{"facts." + fact} : std::vector<std::string>{path});
}

}  // namespace trialmatch::matcher
