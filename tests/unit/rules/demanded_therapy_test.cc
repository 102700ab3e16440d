#include "rules/parse/record/demanded_therapy.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::rules {
namespace {

using trialmatch::testing::DumpReadings;
using trialmatch::testing::ReadText;

// What several criteria demand is left out of what is forbidden once.
TEST(DemandedTherapy, IsSparedOnce) {
  const char* text =
      "Inclusion Criteria:\n\n* Prior cisplatin\n* Received cisplatin\n* Prior cisplatin or docetaxel\n\n"
      "Exclusion Criteria:\n\n* Prior chemotherapy\n";
  EXPECT_NE(DumpReadings(ReadText(text)).find("NOT (had chemotherapy except cisplatin|docetaxel)"), std::string::npos)
      << DumpReadings(ReadText(text));
}

}  // namespace
}  // namespace trialmatch::rules
