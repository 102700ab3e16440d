// What a record asks for in its title alone.
#include "rules/parse/record/title.h"

#include <string>

#include "gtest/gtest.h"
#include "rules/audit/text_audit.h"
#include "rules/read_study.h"

namespace trialmatch::rules {
namespace {

// "EGFR mutation"; empty: nothing is asked by the title.
std::string AskedByTitle(const char* title, const char* text) {
  fetch::Study study;
  study.nct_id = "NCT99000000";
  study.brief_title = title;
  study.study_type = "INTERVENTIONAL";
  study.eligibility_criteria = text;
  for (const Criterion& each : ReadStudy(study, Lexicon::BuiltIn()).criteria) {
    if (each.id != "S.title") continue;
    EXPECT_EQ(each.source, "briefTitle");
    EXPECT_TRUE(each.span.empty());
    EXPECT_EQ(each.text, title);
    return Describe(each.expression);
  }
  return "";
}

TEST(Title, AsksForTheAlterationThatTheTextLeavesOut) {
  const char* silent = "* Advanced non-squamous NSCLC\n* ECOG 0-1";
  const struct {
    const char* title;
    const char* asked;
  } rows[] = {
      {"Drug Against ALK Tyrosine Kinase Plus Chemotherapy in Participants With EGFR-Mutated NSCLC "
       "(NAME-1)",
       "EGFR mutation"},
      {"First-line Treatment of Patients With KRAS G12C-mutant NSCLC",
       "KRAS mutation G12C AND NOT (had systemic_therapy as metastatic for this cancer)"},
      {"Maintenance After First-line Treatment of Patients With NSCLC", ""},
      {"A Study in EGFR-Mutant NSCLC Patients", "EGFR mutation"},
      {"Afatinib in NSCLC With HER2 Mutation", "HER2 mutation"},
      {"A Study of Drugs in Patients With EGFR Mutant or ALK-Positive NSCLC",
       "EGFR mutation OR ALK fusion"},
      {"A Study in Patients With EGFR-Mutated NSCLC Who Have Progressed on Prior EGFR TKI",
       "EGFR mutation AND had egfr_tki with progression"},
      {"A KRAS G12D Inhibitor in Combination With an Anti-EGFR Antibody in Patients With Solid "
       "Tumors",
       ""},
      {"A Study of HER2 CAR-T Cells in Adults With Solid Tumors", ""},
      {"Chemotherapy in Patients With NSCLC", ""},
      {"A Study in Participants With EGFR Mutations and Other Advanced Solid Tumors", ""},
      {"Quality of Life of Patients Receiving First-line Therapy for NSCLC", ""},
      {"First-Line Treatment and Previously Treated NSCLC", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(AskedByTitle(row.title, silent), row.asked) << row.title;
}

TEST(Title, TellsTheExtentWhereTheTextDoesNot) {
  const char* title = "A Study of a Drug in Patients With Advanced Solid Tumors";
  EXPECT_EQ(AskedByTitle(title, "* ECOG 0-1\n* Measurable disease"), "setting advanced");
  EXPECT_EQ(AskedByTitle(title, "* ECOG 0-1\n* Brain metastases must be stable"), "setting advanced");
  EXPECT_EQ(AskedByTitle(title, "* Stage I to IV NSCLC\n* ECOG 0-1"), "");
  EXPECT_EQ(AskedByTitle(title, "* Recurrent lung cancer after surgery"), "");
  EXPECT_EQ(AskedByTitle(title, "* NSCLC I to IV"), "");
  EXPECT_EQ(AskedByTitle("Screening of Lesions in Patients With Advanced NSCLC", "* NSCLC"), "setting advanced");
  EXPECT_EQ(AskedByTitle("A Study in Advanced Lung Cancer Screening Programs", "* ECOG 0-1"), "");
  EXPECT_EQ(AskedByTitle("Adjuvant Drug in Patients With NSCLC Not Achieving pCR After Neoadjuvant Therapy",
                         "* NSCLC\n* ECOG 0-1"),
            "");
}

TEST(Title, IsSilentWhereTheTextSpeaks) {
  const char* title =
      "A Study in Patients With EGFR-Mutated NSCLC Who Have Progressed on Osimertinib";
  EXPECT_EQ(AskedByTitle(title, "* NSCLC\n* Documented EGFR exon 19 deletion or L858R"),
            "had osimertinib with progression");
  EXPECT_EQ(
      AskedByTitle(title, "* NSCLC with or without an EGFR mutation\n* No prior systemic therapy"),
      "");
  EXPECT_EQ(AskedByTitle(title, "* NSCLC\n* At least one prior line of systemic therapy"),
            "EGFR mutation");
}

}  // namespace
}  // namespace trialmatch::rules
