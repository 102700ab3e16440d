#ifndef TRIALMATCH_MATCHER_PATIENT_PATIENT_H_
#define TRIALMATCH_MATCHER_PATIENT_PATIENT_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/date.h"

namespace trialmatch::matcher {

// A patient profile: what is known, as plain values. Absent is unknown. Every `*_id` is the id of the lexicon row that the written name resolved to,
// empty when the name is kept but nobody knows it. docs/profile.md explains the format.
struct Location {
  std::string country, postal_code, city;
  std::optional<double> latitude, longitude;
};

struct Cancer {
  std::string type, type_id;               // disease.tsv
  std::string histology, histology_id;     // disease.tsv
  std::string stage;                       // "0" ... "IVB"
  std::optional<int> stage_edition;        // 7, 8, 9
  std::string t, n, m;
  std::string setting;                     // resectable, resected, locally_advanced, metastatic
  std::optional<bool> resectable, surgery_planned;
  std::string resection_margin;            // R0, R1, R2
  std::optional<base::PartialDate> diagnosed;
  std::optional<std::vector<std::string>> metastases;   // ids of site.tsv where known, else as written
  std::optional<bool> measurable, progressing, progressing_outside_brain;
  std::optional<base::PartialDate> progressed_on;
};

struct Biomarker {
  std::string gene, gene_id;               // gene.tsv
  std::string alteration;                  // fusion, mutation, amplification, loss, overexpression, resistance_mutation, any; "" when not said
  std::string result;                      // positive, negative, indeterminate, not_tested; "" when not said
  std::string detail, method, score;
  std::optional<base::PartialDate> date;
  std::string marker;                      // "PD-L1", "TMB", "MSI": with value and unit instead of gene and result
  std::optional<double> value;
  std::string unit;
};

struct Treatment {
  std::string kind;                        // drug, radiation, surgery, transplant, cell_therapy, other
  std::string name, drug_id;               // drug.tsv (or a class of drug_class.tsv when the name is one)
  std::string intent;                      // neoadjuvant, adjuvant, definitive, metastatic, maintenance, unknown
  std::string for_disease, for_disease_id; // "for": another cancer
  std::optional<int> line;
  std::optional<base::PartialDate> start, end, last_dose;
  std::optional<bool> ongoing;
  std::optional<int> cycles;
  std::string outcome;                     // response, stable, progression, intolerance, completed, switched, ongoing
  std::optional<base::PartialDate> progressed_on;
  std::string toxicity;
  std::optional<bool> in_trial;
  std::string site, site_id;               // site.tsv
  std::string technique;
  std::optional<double> dose_gy;
  std::vector<std::string> concurrent_with;
  std::optional<bool> major;
  std::string detail;

  // As the profile tells it.
  bool goes_on() const { return ongoing.value_or(outcome == "ongoing"); }
};

struct Brain {
  std::string metastases;                  // none, present, untreated, treated, progressing
  std::optional<bool> stable;
  std::optional<base::PartialDate> stable_since;
  std::optional<bool> symptomatic;
  std::optional<double> largest_mm;
  std::optional<int> count;
  std::optional<bool> leptomeningeal;
  std::string steroids;                    // none, stable, decreasing, increasing
  std::optional<double> steroid_prednisone_mg_per_day;
  std::optional<base::PartialDate> last_imaging, treated_on;
};

struct Lab {
  std::string name, lab_id;                // lab.tsv
  double value = 0;
  std::string unit;
  std::optional<double> upper_limit, lower_limit;
  std::optional<base::PartialDate> date;
};

struct Condition {
  std::string name, condition_id;          // condition.tsv
  std::string status;                      // active, controlled, past; "" when not said
  std::optional<base::PartialDate> date;
  std::optional<int> grade;
  std::optional<bool> needed_steroids, viral_load_undetectable;
  std::optional<double> cd4_per_ul;
  std::string detail;
};

struct Medication {
  std::string name, drug_id;               // drug.tsv
};

struct Patient {
  std::string id;
  std::optional<base::PartialDate> as_of;
  std::string note;
  std::optional<double> age_years;
  std::optional<base::PartialDate> birth_date;
  std::string sex;                         // female, male
  std::optional<double> weight_kg, height_cm;
  std::string smoking;                     // never, former, current
  Location location;
  Cancer cancer;
  std::vector<Biomarker> biomarkers;
  std::vector<Treatment> treatments;
  std::optional<Brain> brain;
  std::optional<int> ecog, karnofsky;
  std::vector<Lab> labs;
  std::vector<Condition> conditions;
  std::vector<Medication> medications;
  std::vector<std::string> allergies;
  std::optional<bool> pregnant, breastfeeding, can_become_pregnant;
  std::map<std::string, bool> facts;
  std::set<std::string> complete;          // biomarkers, treatments, conditions, medications, metastases, labs, allergies

  bool IsComplete(const char* section) const { return complete.count(section) > 0; }
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_PATIENT_H_
