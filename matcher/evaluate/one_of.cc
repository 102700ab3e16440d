#include <algorithm>
#include <string>
#include <vector>

#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/leaf_evaluators.h"
#include "matcher/evaluate/setting.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::OneOfLeaf;
using rules::TermKind;

namespace {

std::string Wanted(const OneOfLeaf& leaf) {
  std::string out = JoinNames(leaf.values);
  if (!leaf.except.empty()) out += " except " + JoinNames(leaf.except);
  return out;
}

// A plain word of the profile against the words of the text.
LeafOutcome EvaluateWord(const OneOfLeaf& leaf, const std::string& own, const std::string& label, const std::string& path) {
  if (own.empty()) return Outcome(Truth::kUnknown, label + " is not told; " + Wanted(leaf) + " asked for", {path});
  const auto among = [&](const std::vector<std::string>& values) { return std::find(values.begin(), values.end(), own) != values.end(); };
  return Outcome(base::FromBool(among(leaf.values) && !among(leaf.except)), label + " is " + own + "; " + Wanted(leaf) + " asked for");
}

// Holds when `is` holds for one of the values and for none of the exceptions.
template <typename Is>
Truth AnyButExcept(const OneOfLeaf& leaf, Is is) {
  Truth truth = Truth::kNotMet;
  for (const std::string& value : leaf.values) truth = base::Or(truth, is(value));
  if (leaf.values.empty()) truth = Truth::kMet;
  for (const std::string& value : leaf.except) truth = base::And(truth, base::Not(is(value)));
  return truth;
}

LeafOutcome EvaluateDisease(const OneOfLeaf& leaf, const EvaluationContext& context) {
  const Cancer& cancer = context.patient.cancer;
  const Truth truth = AnyButExcept(leaf, [&](const std::string& value) { return HasDisease(context, value); });
  if (context.wordless()) return Outcome(truth, "");
  const std::vector<std::string> own = PatientDiseases(context);
  std::string told = own.empty() ? (cancer.type.empty() ? "the cancer is not told" : "the cancer \"" + cancer.type + "\" is not in the tables")
                                 : "the cancer is " + DisplayName(own.front());
  // The widest name alone is what leaves a histology open.
  return Outcome(truth, told + "; " + Wanted(leaf) + " asked for", {own.empty() ? "cancer.type" : "cancer.histology"});
}

// Which of the patient's stage and the asked stage says more.
Truth StageIs(const Stage& own, const Stage& asked) {
  if (own.group != asked.group) return Truth::kNotMet;
  if (asked.letter == 0) return Truth::kMet;
  if (own.letter == 0) return Truth::kUnknown;
  if (own.letter != asked.letter) return Truth::kNotMet;
  if (asked.digit == 0) return Truth::kMet;
  if (own.digit == 0) return Truth::kUnknown;
  return base::FromBool(own.digit == asked.digit);
}

// Editions of the TNM move tumours between neighbouring groups, and before the seventh an effusion was IIIB: then only far groups decide.
Truth AcrossEditions(Truth truth, const Stage& own, const Stage& asked, int own_edition, int asked_edition) {
  if (own_edition == 0 || asked_edition == 0 || own_edition == asked_edition) return truth;
  const bool both_since_seventh = own_edition >= 7 && asked_edition >= 7;
  if (both_since_seventh && (own.group == 4 || asked.group == 4)) return truth;
  return std::abs(own.group - asked.group) >= 2 ? truth : Truth::kUnknown;
}

// "T1b" against an asked "T1"; the other way round the profile does not say enough.
Truth CategoryIs(std::string_view own, std::string_view asked) {
  while (!own.empty() && (own[0] == 'c' || own[0] == 'p' || own[0] == 'y')) own.remove_prefix(1);
  if (own.starts_with(asked)) return Truth::kMet;
  return own.size() < 2 || asked.starts_with(own) ? Truth::kUnknown : Truth::kNotMet;
}

bool IsCategory(std::string_view value) { return !value.empty() && (value[0] == 'T' || value[0] == 'N' || value[0] == 'M'); }

// A category of the TNM: "T4", "N2", "M1a".
Truth CategoryOfPatient(const std::string& asked, Truth metastatic, const EvaluationContext& context) {
  const Cancer& cancer = context.patient.cancer;
  const std::string& own = asked[0] == 'T' ? cancer.t : asked[0] == 'N' ? cancer.n : cancer.m;
  if (!own.empty()) return CategoryIs(own, asked);
  if (asked == "M1") return metastatic;
  if (asked == "M0") return base::Not(metastatic);
  // Lung cancer IVA is M1a or M1b, and IVB is M1c; before the eighth edition stage IV had no letters.
  const std::optional<Stage> stage = ParseStage(cancer.stage);
  const bool lettered = asked[0] == 'M' && stage && stage->group == 4 && stage->letter != 0 && cancer.stage_edition.value_or(8) >= 8;
  if (lettered && HasDisease(context, "lung_cancer") == Truth::kMet) {
    if ((stage->letter == 'B') != (asked == "M1c")) return Truth::kNotMet;
    return stage->letter == 'B' ? Truth::kMet : Truth::kUnknown;
  }
  return metastatic == Truth::kNotMet && asked[0] == 'M' ? Truth::kNotMet : Truth::kUnknown;
}

LeafOutcome EvaluateStage(const OneOfLeaf& leaf, const EvaluationContext& context) {
  const Cancer& cancer = context.patient.cancer;
  std::optional<Stage> own = ParseStage(cancer.stage);
  const Truth metastatic = IsMetastatic(context);
  const bool implied = !own && metastatic == Truth::kMet;
  if (implied) own = Stage{4, 0, 0};
  const Truth truth = AnyButExcept(leaf, [&](const std::string& value) {
    if (IsCategory(value)) return CategoryOfPatient(value, metastatic, context);
    const std::optional<Stage> asked = ParseStage(value);
    if (!asked) return Truth::kUnknown;
    if (own) return AcrossEditions(StageIs(*own, *asked), *own, *asked, cancer.stage_edition.value_or(0), leaf.edition);
    // Localised disease has some stage below IV.
    return metastatic == Truth::kNotMet && asked->group == 4 ? Truth::kNotMet : Truth::kUnknown;
  });
  if (context.wordless()) return Outcome(truth, "");
  std::string told = implied ? "stage IV (metastatic)" : own ? "stage " + cancer.stage : "the stage is not told";
  return Outcome(truth, told + "; stage " + Wanted(leaf) + " asked for", {"cancer.stage"});
}

LeafOutcome EvaluateSetting(const OneOfLeaf& leaf, const EvaluationContext& context) {
  const Truth truth = AnyButExcept(leaf, [&](const std::string& value) { return SettingIs(context, value); });
  if (context.wordless()) return Outcome(truth, "");
  const std::string own = PatientSetting(context);
  const std::string told = own.empty() ? "the setting is not told" : "the disease is " + DisplayName(own);
  std::vector<std::string> needs{"cancer.setting"};
  if (own == "locally_advanced") needs = {"cancer.resectable"};
  return Outcome(truth, told + "; " + Wanted(leaf) + " asked for", needs);
}

LeafOutcome EvaluateSite(const OneOfLeaf& leaf, const EvaluationContext& context) {
  const Truth truth = AnyButExcept(leaf, [&](const std::string& value) { return HasMetastasisIn(context, value); });
  if (context.wordless()) return Outcome(truth, "");
  const std::string sites = Wanted(leaf);
  std::string because = "metastases in " + sites + (truth == Truth::kUnknown ? " are not told" : " are told");
  if (truth == Truth::kNotMet) because = "no metastases in " + sites;
  return Outcome(truth, because, {"cancer.metastases"});
}

}  // namespace

LeafOutcome EvaluateOneOf(const OneOfLeaf& leaf, const EvaluationContext& context) {
  const Patient& patient = context.patient;
  using Attribute = OneOfLeaf::Attribute;
  switch (leaf.attribute) {
    case Attribute::kSex: return EvaluateWord(leaf, patient.sex, "sex", "sex");
    case Attribute::kCountry: return EvaluateWord(leaf, patient.location.country, "the country", "location.country");
    case Attribute::kSmoking: return EvaluateWord(leaf, patient.smoking, "smoking", "smoking");
    case Attribute::kDisease: return EvaluateDisease(leaf, context);
    case Attribute::kStage: return EvaluateStage(leaf, context);
    case Attribute::kSetting: return EvaluateSetting(leaf, context);
    case Attribute::kMetastasisSite: return EvaluateSite(leaf, context);
  }
  return Outcome(Truth::kUnknown, "not known");
}

}  // namespace trialmatch::matcher
