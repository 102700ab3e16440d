// Bounds of some that stand in an item of their own.
#include "rules/parse/bounds/lab_raise.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::rules {
namespace {

using trialmatch::testing::DumpReadings;
using trialmatch::testing::ReadText;

TEST(LabRaise, ByNeighbours) {
  const struct {
    const char* name;
    const char* text;
    const char* readings;
  } rows[] = {
      {"demanded", "Inclusion Criteria:\n\n* ALT <= 2.5 x ULN\n* ALT <= 5 x ULN for patients with liver metastases",
       "  => [lab, requires, full] alt at most 2.5 x ULN OR (metastases in liver AND alt at most 5 x ULN)\n"
       "  => [lab, requires, full] IF metastases in liver THEN alt at most 5 x ULN\n"},
      {"another lab", "Inclusion Criteria:\n\n* ALT <= 2.5 x ULN\n* Hemoglobin >= 9 g/dL for patients with liver metastases",
       "  => [lab, requires, full] alt at most 2.5 x ULN\n"
       "  => [lab, requires, full] IF metastases in liver THEN hemoglobin at least 9 g/dL\n"},
      {"forbidden", "Exclusion Criteria:\n\n* ALT > 3 x ULN\n* ALT > 5 x ULN in patients with liver metastases",
       "  => [lab, prohibits, full] NOT (alt more than 3 x ULN AND (NOT (metastases in liver) OR alt more than 5 x ULN))\n"
       "  => [lab, prohibits, full] NOT (metastases in liver AND alt more than 5 x ULN)\n"},
      {"another cohort", "Inclusion Criteria:\n\n* Cohort A: ALT <= 2.5 x ULN\n* Cohort B: ALT <= 5 x ULN for patients with liver metastases",
       "  => [lab, requires, full] alt at most 2.5 x ULN\n"
       "  => [lab, requires, full] IF metastases in liver THEN alt at most 5 x ULN\n"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(DumpReadings(ReadText(row.text)), row.readings) << row.name;
  }
}

}  // namespace
}  // namespace trialmatch::rules
