// Lists of what is asked of those to whom a door is open.
#include "rules/parse/layout/condition_list.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::rules {
namespace {

using trialmatch::testing::DumpReadings;
using trialmatch::testing::ReadText;

TEST(ConditionList, OpensADoor) {
  const struct {
    const char* name;
    const char* text;
    const char* readings;
  } rows[] = {
      {"unless", "Exclusion Criteria:\n\n* HIV positive, unless all of the following criteria are met:\n  * CD4 count >= 300/uL\n  * Seen by the clinic of the harbour",
       "  => [comorbidity, prohibits, full] NOT (hiv) OR (cd4 at least 0.3 10^9/L AND hiv \"seen by the clinic of the harbour\")\n"
       "  => [comorbidity, permits, full] constrains nothing\n"
       "  => [comorbidity, permits, full] constrains nothing\n"},
      {"provided they", "Exclusion Criteria:\n\n* Brain metastases. Participants with treated brain metastases may participate provided they:\n  * Are clinically stable for at least 4 weeks\n  * Sing well",
       "  => [cns, prohibits, full] NOT (brain metastases AND NOT (brain metastases: treated AND brain metastases: stable, for 4 weeks AND cns_metastatic_disease \"sing well\"))\n"
       "  => [cns, permits, full] constrains nothing\n"
       "  => [cns, permits, full] constrains nothing\n"},
      {"those who meet it", "Exclusion Criteria:\n\n* Active brain metastases, except for patients who meet all of the following:\n  * treated with radiotherapy or surgery\n  * stable for at least 4 weeks",
       "  => [cns, prohibits, full] NOT (brain metastases: active) OR (brain metastases: treated AND brain metastases: stable, for 4 weeks)\n"
       "  => [cns, permits, full] constrains nothing\n"
       "  => [cns, permits, full] constrains nothing\n"},
      {"asked for", "Inclusion Criteria:\n\n* Patients with brain metastases are eligible provided they meet all of the following criteria:\n  * Asymptomatic\n  * Sing well",
       "  => [cns, requires, full] IF brain metastases THEN brain metastases: without symptoms AND cns_metastatic_disease \"sing well\"\n"
       "  => [cns, permits, full] constrains nothing\n"
       "  => [cns, permits, full] constrains nothing\n"},
      {"either", "Inclusion Criteria:\n\n* Patients with brain metastases are eligible provided they are:\n  * Asymptomatic, or\n  * Treated",
       "  => [cns, requires, full] IF brain metastases THEN brain metastases: without symptoms OR brain metastases: treated\n"
       "  => [cns, permits, full] constrains nothing\n"
       "  => [cns, permits, full] constrains nothing\n"},
      {"one of those who are eligible", "Inclusion Criteria:\n\n* Patients with any of the following are eligible:\n  * ALK rearrangement\n  * ROS1 rearrangement",
       "  => [biomarker, requires, full] ALK fusion OR ROS1 fusion\n"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(DumpReadings(ReadText(row.text)), row.readings) << row.name;
  }
}

}  // namespace
}  // namespace trialmatch::rules
