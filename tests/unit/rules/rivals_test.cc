// Demands that nobody can meet together are ways of one list.
#include "rules/parse/rivals.h"

#include <string>

#include "gtest/gtest.h"
#include "rules/audit/text_audit.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::rules {
namespace {

using trialmatch::testing::ReadText;

TEST(RivalTumours, AreWaysOfOneListWhateverStandsBetweenThem) {
  const struct {
    const char* name;
    const char* text;
    const char* first;   // what the first criterion asks
  } rows[] = {
      {"with other demands between them", "Inclusion Criteria:\n\n* Breast cancer\n* Able to take paclitaxel\n* Ovarian cancer\n* ECOG 0-1\n* NSCLC", "disease breast_cancer|ovarian_cancer|nsclc"},
      {"one wider than the other", "Inclusion Criteria:\n\n* Solid tumor\n* ECOG 0-1\n* NSCLC", "disease solid_tumor"},
      {"with more than a tumour", "Inclusion Criteria:\n\n* Unresectable pancreatic cancer\n* ECOG 0-1\n* NSCLC", "(setting unresectable AND disease pancreatic_cancer) OR not understood"},
  };
  for (const auto& row : rows) {
    const TrialCriteria criteria = ReadText(row.text);
    ASSERT_FALSE(criteria.criteria.empty()) << row.name;
    EXPECT_EQ(Describe(criteria.criteria[0].expression), row.first) << row.name;
  }
}

}  // namespace
}  // namespace trialmatch::rules
