#include "matcher/rank/patient_picture.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "fetch/places/places.h"
#include "matcher/evaluate/lines.h"

namespace trialmatch::matcher {
namespace {

using rules::TermKind;

// Classes are named after what they aim at: "alk_tki", "kras_inhibitor", "egfr_antibody"; NTRK's
// proteins are the TRKs.
std::vector<std::string> ClassesAgainst(const std::string& gene, const rules::Lexicon& lexicon) {
  std::string target = gene.starts_with("NTRK") ? "trk" : absl::AsciiStrToLower(gene);
  std::vector<std::string> out;
  for (const char* kind : {"_tki", "_inhibitor", "_antibody", "_adc"}) {
    if (lexicon.Find(TermKind::kDrugClass, target + kind) != nullptr) out.push_back(target + kind);
  }
  return out;
}

bool IsDriverAlteration(const Biomarker& biomarker) {
  if (biomarker.result != "positive" || biomarker.gene_id.empty()) return false;
  const std::string& alteration = biomarker.alteration;
  return alteration.empty() || alteration == "fusion" || alteration == "mutation" ||
         alteration == "amplification" || alteration == "any";
}

bool IsDriverGene(const std::string& gene, const rules::Lexicon& lexicon) {
  const rules::Entry* entry = lexicon.Find(TermKind::kGene, gene);
  return entry != nullptr && entry->Get("driver") == "yes";
}

void AddDrivers(const Patient& patient, const rules::Lexicon& lexicon, PatientPicture& out) {
  for (const Biomarker& biomarker : patient.biomarkers) {
    if (biomarker.gene_id.empty() || !IsDriverGene(biomarker.gene_id, lexicon)) continue;
    out.driver_unknown = false;
    if (!IsDriverAlteration(biomarker)) continue;
    auto at = std::find_if(out.drivers.begin(), out.drivers.end(),
                           [&](const Driver& driver) { return driver.gene == biomarker.gene_id; });
    if (at == out.drivers.end()) {
      out.drivers.push_back(
          {.gene = biomarker.gene_id, .classes = ClassesAgainst(biomarker.gene_id, lexicon)});
      at = out.drivers.end() - 1;
    }
    const std::string mutation = biomarker.gene_id + ":" + biomarker.detail;
    if (biomarker.alteration == "mutation" &&
        lexicon.Find(TermKind::kMutation, mutation) != nullptr && !Holds(at->mutations, mutation)) {
      at->mutations.push_back(mutation);
    }
  }
}

void AddTreatments(const Patient& patient, const rules::Lexicon& lexicon, PatientPicture& out) {
  std::set<std::string> ongoing;
  for (const Treatment& treatment : patient.treatments) {
    const bool still = treatment.goes_on();
    if (treatment.kind == "drug" && still) ongoing.insert(treatment.name);
    if (treatment.kind != "drug" || treatment.drug_id.empty() || !treatment.for_disease.empty())
      continue;
    const std::string& drug = treatment.drug_id;
    if (!Holds(out.had, drug)) out.had.push_back(drug);
    const bool ended_badly = EndedInProgression(treatment) || treatment.outcome == "intolerance";
    if (ended_badly && !Holds(out.failed, drug)) out.failed.push_back(drug);
    if (treatment.outcome == "intolerance" && !Holds(out.not_tolerated, drug)) out.not_tolerated.push_back(drug);
    if (still) out.ongoing.push_back(treatment.name);
    out.had_platinum = out.had_platinum || lexicon.DrugIsA(drug, "platinum");
    out.had_systemic = out.had_systemic || lexicon.DrugIsA(drug, "systemic_therapy");
    for (Driver& driver : out.drivers) {
      const bool aimed =
          std::any_of(driver.classes.begin(), driver.classes.end(),
                      [&](const std::string& id) { return lexicon.DrugIsA(drug, id); });
      if (!aimed) continue;
      driver.treated = true;
      const rules::Entry* entry = lexicon.Find(TermKind::kDrug, drug);
      if (entry != nullptr) {
        driver.highest_generation =
            std::max(driver.highest_generation, entry->GetNumber("generation").value_or(0));
      }
    }
  }
  for (const Medication& medication : patient.medications) ongoing.insert(medication.name);
  out.ongoing_drugs = static_cast<int>(ongoing.size());
}

}  // namespace

bool Holds(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool PatientPicture::Has(std::string_view gene) const {
  return std::any_of(drivers.begin(), drivers.end(),
                     [&](const Driver& driver) { return driver.gene == gene; });
}

PatientPicture Picture(const Patient& patient, const rules::Lexicon& lexicon) {
  PatientPicture out;
  if (patient.IsComplete("biomarkers")) out.driver_unknown = false;
  AddDrivers(patient, lexicon, out);
  AddTreatments(patient, lexicon, out);
  if (patient.brain) {
    const std::string& state = patient.brain->metastases;
    out.brain_disease =
        (!state.empty() && state != "none") || patient.brain->leptomeningeal.value_or(false);
  }
  if (patient.cancer.metastases && Holds(*patient.cancer.metastases, "brain"))
    out.brain_disease = true;
  out.advanced = patient.cancer.setting == "metastatic" ||
                 patient.cancer.setting == "locally_advanced" ||
                 patient.cancer.stage.starts_with("IV");
  out.age_years = patient.age_years;
  const Location& place = patient.location;
  if (place.latitude && place.longitude) {
    out.at = ToUnitVector(*place.latitude, *place.longitude);
  } else if (const auto found = fetch::FindPlace(place.postal_code, place.city, place.country)) {
    out.at = ToUnitVector(found->point.latitude, found->point.longitude);
  }
  return out;
}

}  // namespace trialmatch::matcher
