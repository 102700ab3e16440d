// Exclusions that stand among the inclusions of a text.
#include "rules/parse/record/misplaced.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::rules {
namespace {

// "E hiv | I age": the section of each criterion of the text with its reading.
std::string Sections(const std::string& text) {
  std::string out;
  for (const Criterion& c : trialmatch::testing::ReadText(text).criteria) {
    if (c.source != "eligibilityCriteria") continue;
    out += (out.empty() ? "" : " | ") + std::string(c.section == Section::kExclusion ? "E " : "I ") + Describe(c.expression);
  }
  return out;
}

TEST(Misplaced, ThreeThatNobodyAsksForAreExclusions) {
  EXPECT_EQ(Sections("Inclusion Criteria:\n\n* NSCLC\n* Active hepatitis B\n* Known history of HIV\n* Received radiotherapy within 2 weeks\n* Must have had alectinib within 8 weeks"),
            "I disease nsclc | E NOT (active hepatitis_b) | E NOT (hiv) | E NOT (had radiation within 2 weeks) | I had alectinib within 8 weeks");
}

TEST(Misplaced, AnIllnessAmongThemIsOne) {
  EXPECT_EQ(Sections("Inclusion Criteria:\n\n* SCLC\n* Liver metastases are allowed\n* Active hepatitis B\n* Leptomeningeal disease\n* Known history of HIV\n* Uncontrolled seizures"),
            "I disease sclc | I allowed, constrains nothing | E NOT (active hepatitis_b) | E NOT (leptomeningeal disease) | E NOT (hiv) | E NOT (uncontrolled seizure)");
}

TEST(Misplaced, ATherapyAmongThemIsOne) {
  EXPECT_EQ(Sections("Inclusion Criteria:\n\n* NSCLC\n* Received chemotherapy\n* Active hepatitis B\n* Received an organ transplant\n* Must have received alectinib\n* Known history of HIV\n* Uncontrolled seizures\n* Received docetaxel"),
            "I disease nsclc | I had chemotherapy | E NOT (active hepatitis_b) | E NOT (had organ_transplant) | I had alectinib | E NOT (hiv) | E NOT (uncontrolled seizure) | I had docetaxel");
}

TEST(Misplaced, OfAWholeListWhoseHeadingWasLostTheRestIsToo) {
  EXPECT_EQ(Sections("Inclusion Criteria:\n\n* NSCLC\n* Must agree to use contraception\n* Participant has received prior therapy with lorlatinib\n* Active hepatitis B\n* Known history of HIV\n"
                     "* Uncontrolled seizures\n* Known BRAF mutation\n* Severe asthma\n* History of stroke\n* Active tuberculosis"),
            "I disease nsclc | I checked by the study site | E NOT (had lorlatinib) | E NOT (active hepatitis_b) | E NOT (hiv) | E NOT (uncontrolled seizure) | E NOT (known BRAF mutation)"
            " | E NOT (asthma (severe)) | E NOT (stroke) | E NOT (active tuberculosis)");
}

TEST(Misplaced, InclusionsBehindThemStayWhatTheyAre) {
  EXPECT_EQ(Sections("Inclusion Criteria:\n\n* Active hepatitis B\n* Known history of HIV\n* Uncontrolled seizures\n* Severe asthma\n* History of stroke\n* Active tuberculosis\n"
                     "* Measurable disease\n* Known BRAF mutation\n* ECOG 0"),
            "E NOT (active hepatitis_b) | E NOT (hiv) | E NOT (uncontrolled seizure) | E NOT (asthma (severe)) | E NOT (stroke) | E NOT (active tuberculosis) | I measurable | I BRAF mutation | I ecog 0");
}

TEST(Misplaced, FewerMayBeWhatTheStudyIsAbout) {
  EXPECT_EQ(Sections("Inclusion Criteria:\n\n* NSCLC\n* Received radiotherapy within 2 weeks\n* Known history of asthma"),
            "I disease nsclc | I had radiation within 2 weeks | I IF asthma THEN not understood");
}

TEST(Misplaced, ATextWithExclusionsMeansWhatItSays) {
  EXPECT_EQ(Sections("Inclusion Criteria:\n\n* Active hepatitis B\n* Known history of HIV\n* Received radiotherapy within 2 weeks\n\nExclusion Criteria:\n\n* Asthma"),
            "I IF active hepatitis_b THEN not understood | I IF hiv THEN not understood | I had radiation within 2 weeks | E NOT (asthma)");
}

TEST(Misplaced, AWashoutIsOneAnywhere) {
  EXPECT_EQ(Sections("Inclusion Criteria:\n\n* NSCLC\n* Prior treatment with chemotherapy within 21 days\n\nExclusion Criteria:\n\n* Asthma"),
            "I disease nsclc | E NOT (had chemotherapy within 21 days) | E NOT (asthma)");
}

TEST(Misplaced, NobodyIsAskedForALongQt) {
  EXPECT_EQ(Sections("Inclusion Criteria:\n\n* NSCLC\n* QTc of > 480 ms\n* QTc of at most 470 ms\n\nExclusion Criteria:\n\n* Asthma"),
            "I disease nsclc | E NOT (qtcf more than 480 ms) | I qtcf at most 470 ms | E NOT (asthma)");
}

TEST(Misplaced, BrainMetastasesAreOneHoweverTheyAreNarrowed) {
  EXPECT_EQ(Sections("Inclusion Criteria:\n\n* SCLC\n* Active hepatitis B\n* Brain metastases requiring urgent intervention\n* Known history of HIV\n* Uncontrolled seizures"),
            "I disease sclc | E NOT (active hepatitis_b) | E NOT (brain metastases: active AND not understood) | E NOT (hiv) | E NOT (uncontrolled seizure)");
}

}  // namespace
}  // namespace trialmatch::rules
