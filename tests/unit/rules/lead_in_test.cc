// What the words above a list say of its items.
#include "rules/parse/layout/lead_in.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::rules {
namespace {

using trialmatch::testing::DumpReadings;
using trialmatch::testing::ReadText;

TEST(LeadIn, DeniesOrForbidsItsList) {
  const struct {
    const char* name;
    const char* text;
    const char* readings;
  } rows[] = {
      {"none of", "Inclusion Criteria:\n\n* None of the following:\n  * Unstable angina",
       "  => [other, requires, full] constrains nothing\n"
       "  => [comorbidity, requires, full] NOT (unstable_angina)\n"},
      {"no illness, including", "Inclusion Criteria:\n\n* No cardiovascular disease, including:\n  * Stroke within 5 months",
       "  => [comorbidity, requires, full] constrains nothing\n"
       "  => [comorbidity, requires, full] NOT (stroke within 5 months)\n"},
      {"no illness that would interfere, including", "Inclusion Criteria:\n\n* No illness that would interfere with participation in the study, including:\n  * Creatinine > 2 mg/dL",
       "  => [other, requires, full] constrains nothing\n"
       "  => [lab, requires, full] NOT (creatinine more than 2 mg/dL)\n"},
      {"one of these tumours, beside it", "Inclusion Criteria:\n\n* Patients with one of the following indications:\n* Metastatic melanoma\n* NSCLC after platinum\n* (Part A only) Sarcoma\n* ECOG 0",
       "  => [disease, requires, full] (setting metastatic AND disease melanoma) OR (disease nsclc AND had platinum) OR disease sarcoma\n"
       "  => [performance, requires, full] ecog 0\n"},
      {"a bound, and the formula below it", "Inclusion Criteria:\n\n* Creatinine clearance >= 45 mL/min (by the Cockcroft-Gault formula below):\n  * Weight x (140 - age) / (72 x serum creatinine)\n* ECOG 0",
       "  => [lab, requires, full] creatinine_clearance at least 45 mL/min\n"
       "  => [logistics, permits, full] constrains nothing\n"
       "  => [performance, requires, full] ecog 0\n"},
      {"whom to test", "Exclusion Criteria:\n\n* Ejection fraction of at most 45 %, tested in patients with:\n  * Arrhythmia\n  * Age >= 60 years",
       "  => [lab, prohibits, full] NOT (lvef at most 45 %)\n"
       "  => [comorbidity, permits, partial] constrains nothing\n"
       "  => [age_sex, permits, partial] constrains nothing\n"},
      {"uncontrolled illness, including", "Exclusion Criteria:\n\n* Uncontrolled intercurrent illness including, but not limited to:\n  * Hypertension\n  * Unstable angina\n  * Stroke within 5 months",
       "  => [other, requires, full] constrains nothing\n"
       "  => [comorbidity, prohibits, full] NOT (uncontrolled hypertension)\n"
       "  => [comorbidity, prohibits, full] NOT (unstable_angina)\n"
       "  => [comorbidity, prohibits, full] NOT (stroke within 5 months)\n"},
      {"a list of ways beside its announcement", "Inclusion Criteria:\n\n* One or both of the following:\n* EGFR exon 19 deletion\n* Response to gefitinib\n* ECOG 0\n* Stage IV",
       "  => [logistics, requires, full] checked by the study site\n"
       "  => [biomarker, requires, partial] EGFR mutation exon 19 deletion OR not understood\n"
       "  => [prior_therapy, requires, partial] had gefitinib with response OR not understood\n"
       "  => [performance, requires, full] ecog 0\n"
       "  => [stage_setting, requires, full] stage IV\n"},
      {"defined by a list beside it", "Exclusion Criteria:\n\n* Heart disease as defined by any of the following:\n* Stroke",
       "  => [comorbidity, prohibits, partial] NOT (heart_disease AND not understood)\n"
       "  => [comorbidity, prohibits, full] NOT (stroke)\n"},
      {"not limited to a list beside it", "Exclusion Criteria:\n\n* Heart disease including but not limited to any of the following:\n* Stroke",
       "  => [comorbidity, prohibits, full] NOT (heart_disease)\n"
       "  => [comorbidity, prohibits, full] NOT (stroke)\n"},
      {"why they are left out", "Exclusion Criteria:\n\n* Patients with these histologies are not eligible given the known risk of bleeding with docetaxel:\n  * Squamous NSCLC",
       "  => [other, prohibits, partial] constrains nothing\n"
       "  => [disease, prohibits, full] NOT (disease squamous_nsclc)\n"},
      {"an interval, and no therapy", "Inclusion Criteria:\n\n* A washout period from prior anticancer therapies, as detailed below:\n  * Prior antibodies: 4 weeks",
       "  => [prior_therapy, requires, partial] constrains nothing\n"
       "  => [prior_therapy, requires, none] not understood\n"},
      {"intervals with examples in brackets", "Inclusion Criteria:\n\n* Time since prior therapy, as below:\n  * Chemotherapy - at least 21 days\n  * Monoclonal antibody(ies) - at least 28 days",
       "  => [other, requires, full] constrains nothing\n"
       "  => [washout, requires, full] NOT (had chemotherapy within 21 days)\n"
       "  => [washout, requires, full] NOT (had monoclonal_antibody within 28 days)\n"},
      {"what a word means", "Inclusion Criteria:\n\n* Refractory disease is defined as progression during the last therapy.\n* Adequate marrow function is defined as ANC >= 1.5 x 10^9/L.",
       "  => [prior_therapy, permits, full] allowed, constrains nothing\n"
       "  => [lab, requires, full] anc at least 1.5 10^9/L\n"},
      {"exceptions in a sentence of their own", "Exclusion Criteria:\n\n* Prior treatment with a CTLA-4 antibody. The following are exceptions to this criterion: patients previously treated with a PD-1 inhibitor.",
       "  => [prior_therapy, prohibits, full] NOT (had ctla4_inhibitor except pd1_inhibitor)\n"},
      {"special cases below a rule", "Exclusion Criteria:\n\n* Systemic anticancer therapy within 4 weeks before the first dose. The following special cases should be assessed separately:\n  * Mitomycin within 6 weeks before the first dose\n  * Targeted therapy within 2 weeks before the first dose",
       "  => [washout, prohibits, full] NOT (had systemic_therapy except mitomycin|targeted_therapy within 4 weeks)\n"
       "  => [washout, prohibits, full] NOT (had mitomycin within 6 weeks)\n"
       "  => [washout, prohibits, full] NOT (had targeted_therapy within 2 weeks)\n"},
      {"a heading that only forbids", "Exclusion Criteria:\n\n* Excluded therapies:\n  * Radiation to the chest",
       "  => [other, prohibits, full] constrains nothing\n"
       "  => [prior_therapy, prohibits, full] NOT (had radiation of thorax)\n"},
      {"excluded if, unless approved", "Exclusion Criteria:\n\n* Patients are excluded if any of these apply, unless approved by the sponsor:\n  * Active tuberculosis",
       "  => [other, prohibits, partial] constrains nothing\n"
       "  => [comorbidity, prohibits, full] NOT (active tuberculosis)\n"},
      {"a bare word among ways", "Inclusion Criteria:\n\n* Solid tumor of any of the following sites:\n  * Lung cancer\n  * Renal",
       "  => [disease, requires, partial] disease solid_tumor AND (disease lung_cancer OR not understood)\n"},
      {"those without", "Inclusion Criteria:\n\n* Subjects without driver alterations:\n  * Prior chemotherapy",
       "  => [other, requires, full] constrains nothing\n"
       "  => [prior_therapy, requires, full] IF NOT (driver alteration) THEN had chemotherapy\n"},
      {"no therapy, with exceptions", "Inclusion Criteria:\n\n* No prior chemotherapy for lung cancer, with the following exceptions:\n  * Chemotherapy for an earlier lymphoma",
       "  => [prior_therapy, requires, full] NOT (had chemotherapy for this cancer AND NOT (had chemotherapy for this cancer \"chemotherapy for an earlier lymphoma\"))\n"
       "  => [prior_therapy, permits, full] constrains nothing\n"},
  };
  for (const auto& row : rows) EXPECT_EQ(DumpReadings(ReadText(row.text)), row.readings) << row.name;
}

}  // namespace
}  // namespace trialmatch::rules
