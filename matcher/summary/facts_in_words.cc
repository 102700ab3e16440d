#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/quantity.h"
#include "matcher/explain/plain/phrases.h"
#include "matcher/explain/plain/reason_words.h"
#include "matcher/explain/words.h"
#include "matcher/summary/summary.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kLetters = 600;

std::string Spaced(std::string text) {
  for (char& c : text) c = c == '_' ? ' ' : c;
  return text;
}

std::string DateInWords(const base::PartialDate& date) { return WithDaysInWords(date.ToString()); }

std::string CancerInWords(const Cancer& cancer, const PlainWords& words) {
  std::vector<std::string> parts;
  const auto disease = [&](const std::string& id, const std::string& name) {
    if (!name.empty()) parts.push_back(id.empty() ? name : words.labels().Of("disease", id));
  };
  disease(cancer.type_id, cancer.type);
  if (cancer.histology_id != cancer.type_id || cancer.histology_id.empty()) disease(cancer.histology_id, cancer.histology);
  if (!cancer.stage.empty()) {
    parts.push_back(absl::StrCat("stage ", cancer.stage, cancer.stage_edition ? absl::StrCat(" (edition ", *cancer.stage_edition, ")") : ""));
  }
  if (!cancer.setting.empty()) parts.push_back(Spaced(cancer.setting));
  if (cancer.diagnosed) parts.push_back("found " + DateInWords(*cancer.diagnosed));
  if (cancer.metastases) parts.push_back(cancer.metastases->empty() ? "no metastases" : "spread to " + Spaced(absl::StrJoin(*cancer.metastases, ", ")));
  if (cancer.progressing) parts.emplace_back(*cancer.progressing ? "growing now" : "not growing now");
  return absl::StrJoin(parts, ", ");
}

std::string BiomarkersInWords(const std::vector<Biomarker>& biomarkers) {
  std::vector<std::string> found, negative;
  for (const Biomarker& each : biomarkers) {
    const std::string& gene = each.gene.empty() ? each.marker : each.gene;
    if (each.result == "negative") {
      negative.push_back(gene);
      continue;
    }
    std::string line = gene;
    if (!each.alteration.empty() && each.alteration != "any") absl::StrAppend(&line, " ", Spaced(each.alteration));
    if (!each.detail.empty()) absl::StrAppend(&line, " ", each.detail);
    if (each.value) absl::StrAppend(&line, " ", base::FormatNumber(*each.value), each.unit.starts_with("%") ? "" : " ", each.unit);
    if (!each.result.empty()) absl::StrAppend(&line, each.result == "not_tested" ? ": not tested" : " " + each.result);
    found.push_back(std::move(line));
  }
  if (!negative.empty()) found.push_back("negative: " + absl::StrJoin(negative, ", "));
  return absl::StrJoin(found, "; ");
}

std::string OutcomeInWords(const Treatment& treatment) {
  const std::string& outcome = treatment.outcome;
  if (outcome == "progression") return "the cancer grew";
  if (outcome == "intolerance") return "not tolerated";
  if (outcome == "response") return "it helped";
  if (outcome == "stable") return "the cancer was stable";
  return outcome == "ongoing" ? "" : Spaced(outcome);
}

std::string TreatmentInWords(const Treatment& treatment) {
  std::vector<std::string> parts = {treatment.name.empty() ? Spaced(treatment.kind) : treatment.name};
  if (!treatment.site.empty()) parts.push_back(Spaced(treatment.site));
  const bool still = treatment.ongoing.value_or(false) || treatment.outcome == "ongoing";
  const auto& end = treatment.last_dose ? treatment.last_dose : treatment.end;
  if (treatment.start && end) {
    parts.push_back(treatment.start->ToString() == end->ToString() ? DateInWords(*end) : absl::StrCat(DateInWords(*treatment.start), " to ", DateInWords(*end)));
  } else if (treatment.start) {
    parts.push_back((still ? "since " : "from ") + DateInWords(*treatment.start));
  } else if (end) {
    parts.push_back("until " + DateInWords(*end));
  }
  if (const std::string outcome = OutcomeInWords(treatment); !outcome.empty()) parts.push_back(outcome);
  if (still) parts.emplace_back("still taken");
  return absl::StrJoin(parts, ", ");
}

std::string BrainInWords(const Brain& brain) {
  std::vector<std::string> parts;
  if (!brain.metastases.empty()) parts.push_back(brain.metastases == "none" ? "no metastases" : "metastases: " + Spaced(brain.metastases));
  if (brain.stable) parts.emplace_back(*brain.stable ? "stable" : "not stable");
  if (brain.symptomatic) parts.emplace_back(*brain.symptomatic ? "with symptoms" : "without symptoms");
  if (brain.leptomeningeal) parts.emplace_back(*brain.leptomeningeal ? "its lining is affected" : "its lining is not affected");
  if (!brain.steroids.empty()) parts.push_back("steroids: " + Spaced(brain.steroids));
  if (brain.last_imaging) parts.push_back("last scan " + DateInWords(*brain.last_imaging));
  return absl::StrJoin(parts, ", ");
}

std::string LabsInWords(const std::vector<Lab>& labs, const PlainWords& words) {
  std::vector<std::string> parts;
  for (const Lab& lab : labs) {
    std::string line = absl::StrCat(lab.lab_id.empty() ? lab.name : words.labels().Of("lab", lab.lab_id), " ", base::FormatNumber(lab.value), " ", lab.unit);
    if (lab.date) absl::StrAppend(&line, " (", DateInWords(*lab.date), ")");
    parts.push_back(std::move(line));
  }
  return absl::StrJoin(parts, "; ");
}

std::string ConditionsInWords(const std::vector<Condition>& conditions) {
  std::vector<std::string> parts;
  for (const Condition& each : conditions) parts.push_back(Spaced(each.name) + (each.status.empty() ? "" : " (" + each.status + ")"));
  return absl::StrJoin(parts, ", ");
}

}  // namespace

std::vector<std::string> FactsInWords(const Patient& patient, const PlainWords& words) {
  std::vector<std::string> out;
  const auto add = [&](const char* subject, const std::string& text) {
    if (!text.empty()) out.push_back(absl::StrCat(subject, ": ", OneLine(text, kLetters)));
  };
  std::vector<std::string> person;
  if (patient.age_years) person.push_back(base::FormatNumber(*patient.age_years) + " years");
  if (!patient.sex.empty()) person.push_back(patient.sex);
  if (!patient.smoking.empty()) person.push_back("smoking: " + patient.smoking);
  if (!patient.location.city.empty() || !patient.location.country.empty()) {
    person.push_back("lives in " + patient.location.city + (patient.location.city.empty() || patient.location.country.empty() ? "" : ", ") + patient.location.country);
  }
  add("Person", absl::StrJoin(person, ", "));
  add("Cancer", CancerInWords(patient.cancer, words));
  add("Gene tests", BiomarkersInWords(patient.biomarkers));
  std::vector<std::string> treatments;
  for (const Treatment& treatment : patient.treatments) treatments.push_back(TreatmentInWords(treatment));
  add("Treatments", treatments.empty() && patient.IsComplete("treatments") ? "none so far" : absl::StrJoin(treatments, "; "));
  if (patient.brain) add("Brain", BrainInWords(*patient.brain));
  std::vector<std::string> activity;
  if (patient.ecog) activity.push_back(absl::StrCat("ECOG ", *patient.ecog));
  if (patient.karnofsky) activity.push_back(absl::StrCat("Karnofsky ", *patient.karnofsky));
  add("Daily activity", absl::StrJoin(activity, ", "));
  add("Values", LabsInWords(patient.labs, words));
  add("Other illnesses", patient.conditions.empty() && patient.IsComplete("conditions") ? "none" : ConditionsInWords(patient.conditions));
  std::vector<std::string> medicines;
  for (const Medication& each : patient.medications) medicines.push_back(each.name);
  add("Medicines", medicines.empty() && patient.IsComplete("medications") ? "none" : absl::StrJoin(medicines, ", "));
  return out;
}

}  // namespace trialmatch::matcher
