#ifndef TRIALMATCH_MATCHER_RANK_PATIENT_PICTURE_H_
#define TRIALMATCH_MATCHER_RANK_PATIENT_PICTURE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "matcher/patient/patient.h"
#include "matcher/rank/earth.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// A driver gene that the tumour has altered, and what aims at it.
struct Driver {
  std::string gene;                    // id of gene.tsv
  std::vector<std::string> classes;    // ids of drug_class.tsv: "alk_tki"
  std::vector<std::string> mutations;  // ids of mutation.tsv found in it: "ALK:G1202R"
  bool treated = false;                // a drug of `classes` was given
  double highest_generation = 0;       // of those drugs; 0: none known
};

// What ranking and cautions read of a patient, worked out once.
struct PatientPicture {
  std::vector<Driver> drivers;
  bool driver_unknown = true;        // no driver was looked for, as far as the profile says
  std::vector<std::string> had;      // drug ids given, for this cancer
  std::vector<std::string> failed;   // of these, ended by progression or intolerance
  std::vector<std::string> not_tolerated;   // of these, ended by intolerance
  std::vector<std::string> ongoing;  // names of cancer drugs still taken
  int ongoing_drugs = 0;             // these and medications
  bool had_platinum = false, had_systemic = false;
  bool brain_disease = false;
  bool advanced = false;  // metastatic or locally advanced
  std::optional<double> age_years;
  std::optional<UnitVector> at;  // where they live: coordinates, else postal code, else city

  bool Has(std::string_view gene) const;
};

PatientPicture Picture(const Patient& patient, const rules::Lexicon& lexicon);

// Whether `list` holds `value`.
bool Holds(const std::vector<std::string>& list, std::string_view value);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_RANK_PATIENT_PICTURE_H_
