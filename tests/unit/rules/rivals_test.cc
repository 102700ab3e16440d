// Demands that nobody can meet together are ways of one list.
#include "rules/parse/record/rivals.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rules/audit/text_audit.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using trialmatch::testing::ReadText;

TEST(RivalTumours, AreWaysOfOneListWhateverStandsBetweenThem) {
  const struct {
    const char* name;
    const char* text;
    const char* first;   // what the first criterion asks
  } rows[] = {
      {"with other demands between them", "Inclusion Criteria:\n\n* Breast cancer\n* Able to take paclitaxel\n* Ovarian cancer\n* ECOG 0-1\n* NSCLC", "disease breast_cancer|ovarian_cancer|nsclc"},
      {"one wider than the other", "Inclusion Criteria:\n\n* Solid tumor\n* ECOG 0-1\n* NSCLC", "disease solid_tumor"},
      {"with more than a tumour", "Inclusion Criteria:\n\n* Unresectable pancreatic cancer\n* ECOG 0-1\n* NSCLC", "disease pancreatic_cancer|nsclc AND ((setting unresectable AND disease pancreatic_cancer) OR not understood)"},
  };
  for (const auto& row : rows) {
    const TrialCriteria criteria = ReadText(row.text);
    ASSERT_FALSE(criteria.criteria.empty()) << row.name;
    EXPECT_EQ(Describe(criteria.criteria[0].expression), row.first) << row.name;
  }
}

std::vector<std::string> Readings(const char* text) {
  std::vector<std::string> out;
  for (const Criterion& c : ReadText(text).criteria) out.push_back(Describe(c.expression));
  return out;
}

TEST(RivalTumours, AnOrBehindAListJoinsWhatTheListIsOf) {
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Stage IIIB disease\n  * Malignant pleural effusion OR\n* Stage IV disease\n* ECOG 0\n\nExclusion Criteria:\n\n* Stroke"), ElementsAre("(stage IIIB AND disease malignant_effusion) OR stage IV", "ecog 0", "NOT (stroke)"));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Adequate function:\n  * ANC >= 1500/mm3\n  * Creatinine within normal limits OR\n* Creatinine clearance >= 60 mL/min\n\nExclusion Criteria:\n\n* Stroke"), ElementsAre("constrains nothing", "anc at least 1.5 10^9/L", "creatinine at most 1 x ULN", "creatinine_clearance at least 60 mL/min", "NOT (stroke)"));
}

TEST(RivalTumours, WhatStandsBelowOneIsAskedOfWhoHasIt) {
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n1. Metastatic disease for which no standard therapy is available, including\n\n   1. Melanoma\n\n"
                       "      * Must have had testing for BRAF V600 mutations\n   2. NSCLC\n\n      * Has received platinum-based chemotherapy\n2. ECOG 0-1"),
              ElementsAre(HasSubstr("setting metastatic"), "disease melanoma|nsclc", "IF disease melanoma THEN BRAF tested", "disease melanoma|nsclc",
                          "IF disease nsclc THEN had platinum", "ecog at least 0 and at most 1"));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n1. NSCLC\n\n   * Has received platinum-based chemotherapy\n2. ECOG 0-1"),
              ElementsAre("disease nsclc", "had platinum", "ecog at least 0 and at most 1"));
}

TEST(RivalTumours, WhatStandsBehindTheColonIsAskedOfWhoHasIt) {
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Sarcoma: Must have had prior chemotherapy\n* Tubal ligation is no contraception\n* Gastric cancer: Must have failed a platinum"),
              ElementsAre("(disease sarcoma|gastric_cancer OR not understood) AND IF disease sarcoma THEN had chemotherapy", ::testing::_,
                          "(disease sarcoma|gastric_cancer OR not understood) AND IF disease gastric_cancer THEN had platinum with progression"));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Gastric cancer: Must have failed a platinum\n* ECOG 0-1"),
              ElementsAre("disease gastric_cancer AND had platinum with progression", "ecog at least 0 and at most 1"));
}

TEST(RivalExtents, AreTwoWays) {
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Small cell lung cancer\n* Limited stage, with prior chemoradiation\n* Extensive stage, with prior chemotherapy"),
              ElementsAre("disease sclc", "(setting limited AND had chemoradiation) OR (setting extensive AND had chemotherapy)",
                          "(setting limited AND had chemoradiation) OR (setting extensive AND had chemotherapy)"));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Small cell lung cancer\n* Limited or extensive stage\n* ECOG 0-1"),
              ElementsAre("disease sclc", "setting limited OR setting extensive", "ecog at least 0 and at most 1"));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Small cell lung cancer\n* Extensive stage"), ElementsAre("disease sclc", "setting extensive"));
}

TEST(RivalStages, AreWaysWhateverStandsBetweenThem) {
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Stage IIIB disease with an effusion\n* ECOG 0-1\n* Stage IV disease"),
              ElementsAre(HasSubstr(") OR stage IV"), "ecog at least 0 and at most 1", HasSubstr(") OR stage IV")));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Stage IIIA (T3, N2)\n* Stage IIIB (T4, N2)"), ElementsAre(HasSubstr(" OR (stage IIIB AND")));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Stage III disease\n* ECOG 0-1\n* Stage IIIA or IIIB disease"), ElementsAre("stage III", "ecog at least 0 and at most 1", "stage IIIA|IIIB"));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Stage III disease\n* ECOG 0-1\n* T2 or T3 tumor"), ElementsAre("stage III", "ecog at least 0 and at most 1", HasSubstr("stage T2|T3")));
}

TEST(TumourLines, EachIsAskedOfWhoHasItsTumour) {
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* NSCLC after a platinum\n* ECOG 0-1\n* Renal cell carcinoma previously treated with a PD-1 inhibitor"),
              ElementsAre("disease nsclc|renal_cell_carcinoma AND IF disease nsclc THEN disease nsclc AND had platinum", "ecog at least 0 and at most 1",
                          "disease nsclc|renal_cell_carcinoma AND IF disease renal_cell_carcinoma THEN disease renal_cell_carcinoma AND had pd1_inhibitor"));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* NSCLC with an ALK fusion\n* ECOG 0-1\n* NSCLC with prior paclitaxel"),
              ElementsAre("disease nsclc AND ALK fusion", "ecog at least 0 and at most 1", "disease nsclc AND had paclitaxel"));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Melanoma, NSCLC or sarcoma\n* ECOG 0-1\n* Melanoma with prior paclitaxel"),
              ElementsAre("disease melanoma|nsclc|sarcoma", "ecog at least 0 and at most 1", "IF disease melanoma THEN disease melanoma AND had paclitaxel"));
}

TEST(TumourLines, WhatStandsBelowATitleIsAskedOfWhoHasIt) {
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Part A:\n  * NSCLC\n    * Prior paclitaxel\n  * ECOG 0-1\n  * Sarcoma\n    * Prior cisplatin"), ElementsAre("constrains nothing", "disease nsclc|sarcoma", "IF disease nsclc THEN had paclitaxel", "ecog at least 0 and at most 1", "disease nsclc|sarcoma",
                          "IF disease sarcoma THEN had cisplatin"));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Prostate cancer, NSCLC or sarcoma\n* ECOG 0-1\n* Progressive prostate cancer with castrate levels of testosterone"), ElementsAre("disease prostate_cancer|nsclc|sarcoma", "ecog at least 0 and at most 1", "IF disease prostate_cancer THEN cancer_progressing AND disease prostate_cancer"));
}

TEST(TumoursOfMeasurements, AreAskedOfNobody) {
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Advanced solid tumor\n* AST at most 3 x ULN, liver cancer patients with AST at most 5 x ULN"),
              ElementsAre("setting advanced AND disease solid_tumor", ::testing::Not(HasSubstr("hepatocellular"))));
  EXPECT_THAT(Readings("Inclusion Criteria:\n\n* Advanced solid tumor\n* Adults with NSCLC"), ElementsAre("setting advanced AND disease solid_tumor", HasSubstr("disease nsclc")));
}

}  // namespace
}  // namespace trialmatch::rules
