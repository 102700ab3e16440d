// Lists of what is excepted from an exclusion.
#include "rules/parse/layout/exception_list.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::rules {
namespace {

using trialmatch::testing::DumpReadings;
using trialmatch::testing::ReadText;

std::string Read(const char* text) { return DumpReadings(ReadText(std::string("Exclusion Criteria:\n\n") + text)); }

TEST(ExceptionList, IsTakenFromWhatItLimits) {
  const struct {
    const char* name;
    const char* text;
    const char* readings;
  } rows[] = {
      {"below the exclusion", "* Autoimmune disease, with the following exceptions:\n  * Patients with vitiligo\n  * Type 1 diabetes on insulin",
       "  => [comorbidity, prohibits, full] NOT (autoimmune_disease except vitiligo unless [type_1_diabetes (on_treatment)])\n"
       "  => [comorbidity, permits, full] constrains nothing\n"
       "  => [comorbidity, permits, full] constrains nothing\n"},
      {"free of disease since then", "* History of another malignancy, except for:\n  * Malignancy treated with curative intent and no known active disease for at least 4 years\n  * Vitiligo",
       "  => [comorbidity, prohibits, full] NOT (other_malignancy except vitiligo unless [other_malignancy (curatively_treated, in_remission) at least 4 years ago])\n"
       "  => [comorbidity, permits, full] constrains nothing\n"
       "  => [comorbidity, permits, full] constrains nothing\n"},
      {"with a time of their own", "* Anticancer therapy within 4 weeks, except the following:\n  * Mitomycin within 6 weeks\n  * Targeted therapy within 2 weeks",
       "  => [washout, prohibits, full] NOT (had any_therapy except mitomycin|targeted_therapy within 4 weeks) AND NOT (had mitomycin within 6 weeks) AND NOT (had targeted_therapy within 2 weeks)\n"
       "  => [washout, permits, full] constrains nothing\n"
       "  => [washout, permits, full] constrains nothing\n"},
      {"announced by a sentence", "* Autoimmune disease. Patients with the following diseases are allowed:\n  * vitiligo",
       "  => [comorbidity, prohibits, full] NOT (autoimmune_disease except vitiligo)\n"
       "  => [comorbidity, permits, full] constrains nothing\n"},
      {"announced by an item", "* Autoimmune disease\n* Note: the following exceptions apply:\n  * Vitiligo",
       "  => [comorbidity, prohibits, full] NOT (autoimmune_disease except vitiligo)\n"
       "  => [other, prohibits, full] constrains nothing\n"
       "  => [comorbidity, permits, full] constrains nothing\n"},
      {"of something else than the item before", "* Autoimmune disease\n* The following are not exclusionary:\n  * Treated basal cell carcinoma",
       "  => [comorbidity, prohibits, full] NOT (autoimmune_disease)\n"
       "  => [logistics, prohibits, full] checked by the study site\n"
       "  => [disease, permits, partial] constrains nothing\n"},
      {"on conditions of its own",
       "* Autoimmune disease, except:\n  * Patients with eczema are eligible provided all of these conditions are met:\n    * The rash covers less than 10 % of the skin",
       "  => [comorbidity, prohibits, full] NOT (autoimmune_disease unless [eczema \"the rash covers less than 10 % of the skin\"])\n"
       "  => [comorbidity, permits, full] constrains nothing\n"
       "  => [comorbidity, permits, full] constrains nothing\n"},
      {"below the rule, in a note", "* Autoimmune disease\n  * Note: exceptions are allowed for:\n    * Vitiligo",
       "  => [comorbidity, prohibits, full] NOT (autoimmune_disease except vitiligo)\n"
       "  => [other, prohibits, full] constrains nothing\n"
       "  => [comorbidity, permits, full] constrains nothing\n"},
      {"permitted below the rule", "* Autoimmune disease\n  * Patients with vitiligo are eligible\n  * Patients with controlled hypothyroidism may be eligible",
       "  => [comorbidity, prohibits, full] NOT (autoimmune_disease except vitiligo|hypothyroidism)\n"
       "  => [comorbidity, permits, full] allowed, constrains nothing\n"
       "  => [comorbidity, permits, full] allowed, constrains nothing\n"},
      {"permitted behind the rule", "* Antibiotics within 2 weeks\n* Patients receiving prophylactic antibiotics (e.g., against an infection of the lungs) are eligible",
       "  => [concomitant_medication, prohibits, full] NOT (had antibiotic within 2 weeks AND NOT (had antibiotic \"prophylactic\"))\n"
       "  => [comorbidity, permits, full] allowed, constrains nothing\n"},
      {"permitted behind a rule of something else", "* Active infection\n* Patients with vitiligo are eligible",
       "  => [comorbidity, prohibits, full] NOT (active active_infection)\n"
       "  => [comorbidity, permits, full] allowed, constrains nothing\n"},
      {"metastases permitted below the rule", "* No history of brain metastases\n  * Note: patients with treated, stable brain metastases are eligible",
       "  => [cns, requires, full] NOT (brain metastases AND NOT (brain metastases: treated, stable))\n"
       "  => [cns, permits, full] allowed, constrains nothing\n"},
      {"metastases permitted in words not read", "* Brain metastases\n* Patients with brain metastases no larger than the harvest are eligible",
       "  => [cns, prohibits, partial] NOT (brain metastases AND not understood)\n"
       "  => [cns, permits, full] allowed, constrains nothing\n"},
      {"metastases permitted, and others forbidden", "* Symptomatic brain metastases\n* Patients with treated, stable brain metastases are eligible",
       "  => [cns, prohibits, full] NOT (brain metastases: symptomatic)\n"
       "  => [cns, permits, full] allowed, constrains nothing\n"},
      {"nothing but permissions below a colon", "* Active autoimmune disease:\n  * Patients with vitiligo are eligible",
       "  => [comorbidity, prohibits, full] NOT (active autoimmune_disease except vitiligo)\n"
       "  => [comorbidity, permits, full] allowed, constrains nothing\n"},
      {"an item below that was not announced", "* Autoimmune disease, with the following exceptions:\n  * Vitiligo\n    * Active tuberculosis",
       "  => [comorbidity, prohibits, full] NOT (autoimmune_disease except vitiligo)\n"
       "  => [comorbidity, permits, full] constrains nothing\n"
       "  => [comorbidity, prohibits, full] NOT (active tuberculosis)\n"},
      {"of treatments",
       "* Immunosuppressive medication within 14 days, with the following exceptions:\n  * Inhaled steroids\n  * Systemic corticosteroids at physiologic doses not exceeding 10 mg/day of prednisone",
       "  => [concomitant_medication, prohibits, full] NOT (had immunosuppressant except inhaled_corticosteroid|corticosteroid within 14 days OR (had immunosuppressant except inhaled_corticosteroid within 14 days AND NOT (on corticosteroid AND prednisone_dose at most 10 mg/day)))\n"
       "  => [concomitant_medication, permits, full] constrains nothing\n"
       "  => [concomitant_medication, permits, full] constrains nothing\n"},
      {"steroids for a scan", "* Immunosuppressive medication within 14 days, with the following exceptions:\n  * Inhaled steroids\n  * Steroids as premedication for a scan",
       "  => [concomitant_medication, prohibits, full] NOT (had immunosuppressant except inhaled_corticosteroid|steroid_premedication within 14 days)\n"
       "  => [concomitant_medication, permits, full] constrains nothing\n"
       "  => [concomitant_medication, permits, full] constrains nothing\n"},
      {"behind a colon, below the exclusion", "* Other active malignancy within 3 years\n\n  * EXCEPTIONS: Melanoma in situ or non-melanoma skin cancer",
       "  => [comorbidity, prohibits, full] NOT (active other_malignancy within 3 years unless [in_situ_cancer|skin_cancer_nonmelanoma within 3 years])\n"
       "  => [comorbidity, permits, full] constrains nothing\n"},
      {"below the exclusion, by its first word", "* Leptomeningeal disease\n  * Except if it is only seen in a scan",
       "  => [cns, prohibits, partial] NOT (leptomeningeal disease AND not understood)\n"
       "  => [cns, permits, full] constrains nothing\n"},
      {"of what is not read", "* Chemotherapy within 3 weeks\n  * Exception: the harvest",
       "  => [washout, prohibits, partial] NOT (had chemotherapy within 3 weeks AND not understood)\n"
       "  => [washout, permits, full] constrains nothing\n"},
      {"a therapy, by its first word", "* Systemic therapy within 4 weeks\n  * Exception: Monoclonal and bispecific antibodies are acceptable",
       "  => [washout, prohibits, full] NOT (had systemic_therapy except monoclonal_antibody within 4 weeks)\n"
       "  => [washout, permits, full] constrains nothing\n"},
      {"in words that no row knows", "* Immunosuppressive medication within 14 days, with the following exceptions:\n  * Inhaled steroids\n  * Steroids that the harvest calls for",
       "  => [concomitant_medication, prohibits, full] NOT (had immunosuppressant except inhaled_corticosteroid|corticosteroid within 14 days OR (had immunosuppressant except inhaled_corticosteroid within 14 days AND NOT (had immunosuppressant except inhaled_corticosteroid within 14 days \"steroids that the harvest calls for\")))\n"
       "  => [concomitant_medication, permits, full] constrains nothing\n"
       "  => [concomitant_medication, permits, full] constrains nothing\n"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Read(row.text), row.readings) << row.name;
  }
}

}  // namespace
}  // namespace trialmatch::rules
