// What the words above a list say of its items.
#include "rules/parse/lead_in.h"

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
      {"uncontrolled illness, including", "Exclusion Criteria:\n\n* Uncontrolled intercurrent illness including:\n  * Cardiac arrhythmia\n  * Active infection\n  * Stroke within 5 months",
       "  => [other, requires, full] constrains nothing\n"
       "  => [comorbidity, prohibits, full] NOT (uncontrolled arrhythmia)\n"
       "  => [comorbidity, prohibits, full] NOT (active active_infection)\n"
       "  => [comorbidity, prohibits, full] NOT (stroke within 5 months)\n"},
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
