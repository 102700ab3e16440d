#include "rules/audit/lint.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/read_study.h"

namespace trialmatch::rules {
namespace {

using ::testing::ElementsAreArray;

struct Case {
  const char* name;
  const char* text;
  std::vector<std::string> found;  // "id: quote"
};

std::vector<std::string> Found(const fetch::Study& study) {
  const TrialCriteria criteria = ReadStudy(study, Lexicon::BuiltIn());
  std::vector<std::string> out;
  for (const LintFinding& finding : Lint(study, criteria, Lexicon::BuiltIn())) {
    EXPECT_FALSE(finding.message.empty());
    if (!finding.span.empty()) {
      EXPECT_LE(finding.span.end, study.eligibility_criteria.size());
    }
    out.push_back(finding.id + ": " + finding.quote);
  }
  return out;
}

TEST(LintTest, FindsAndSpares) {
  const Case cases[] = {
      {"superscript", "Inclusion Criteria:\n\n* ANC >= 1.5 x 109/L\n",
       {"superscript.lost: 1.5 x 109/L"}},
      {"superscript_without_factor_is_a_value", "Inclusion Criteria:\n\n* Sodium >= 109 mmol/L\n",
       {}},
      {"superscript_kept", "Inclusion Criteria:\n\n* ANC >= 1.5 x 10^9/L\n", {}},
      {"value_no_patient_has", "Inclusion Criteria:\n\n* Hemoglobin >= 9 mg/dL\n",
       {"value.impossible: Hemoglobin >= 9 mg/dL"}},
      {"value_at_the_edge", "Exclusion Criteria:\n\n* Hemoglobin < 4 g/dL\n", {}},
      {"unit_of_another_kind", "Inclusion Criteria:\n\n* Hemoglobin >= 9 x 10^9/L\n",
       {"unit.other_kind: Hemoglobin >= 9 x 10^9/L"}},
      {"unit_of_the_lab", "Inclusion Criteria:\n\n* Hemoglobin >= 5.6 mmol/L\n", {}},
      {"empty_range", "Exclusion Criteria:\n\n* Age < 18 and > 75 years\n",
       {"range.empty: < 18 and > 75"}},
      {"range_with_or", "Exclusion Criteria:\n\n* Age < 18 or > 75 years\n", {}},
      {"range_that_holds", "Inclusion Criteria:\n\n* Age > 18 and < 75 years\n", {}},
      {"bounds_apart",
       "Inclusion Criteria:\n\n* ECOG performance status 0-1\n\nExclusion Criteria:\n\n"
       "* ECOG performance status < 2\n",
       {"contradiction: ECOG performance status < 2"}},
      {"bounds_that_meet",
       "Inclusion Criteria:\n\n* ECOG performance status 0-2\n\nExclusion Criteria:\n\n"
       "* ECOG performance status > 2\n",
       {}},
      {"marker_wanted_and_excluded",
       "Inclusion Criteria:\n\n* ALK fusion\n\nExclusion Criteria:\n\n* ALK rearrangement\n",
       {"target.excluded: ALK rearrangement"}},
      {"another_marker_excluded",
       "Inclusion Criteria:\n\n* ALK fusion\n\nExclusion Criteria:\n\n* EGFR mutation\n", {}},
      {"disease_wanted_and_excluded",
       "Inclusion Criteria:\n\n* Metastatic small cell lung cancer\n\nExclusion Criteria:\n\n"
       "* Small cell lung cancer\n",
       {"target.excluded: Small cell lung cancer"}},
      {"a_mixture_with_the_disease_excluded",
       "Inclusion Criteria:\n\n* Metastatic small cell lung cancer\n\nExclusion Criteria:\n\n"
       "* Mixed SCLC/NSCLC histology\n",
       {}},
      {"a_kind_of_the_disease_excluded",
       "Inclusion Criteria:\n\n* Metastatic non-small cell lung cancer\n\nExclusion Criteria:\n\n"
       "* Squamous cell carcinoma of the lung\n",
       {}},
      {"duplicate",
       "Exclusion Criteria:\n\n* Uncontrolled arterial hypertension\n* Active infection\n"
       "* Uncontrolled arterial hypertension.\n",
       {"criterion.duplicate: Uncontrolled arterial hypertension."}},
      {"the_same_words_in_two_parts",
       "Inclusion Criteria:\n\nCohort A:\n\n* Measurable disease by RECIST\n\nCohort B:\n\n"
       "* Measurable disease by RECIST\n",
       {}},
      {"opposite_signs_are_no_duplicate",
       "Exclusion Criteria:\n\n* Anaplastic large cell lymphoma, ALK+\n"
       "* Anaplastic large cell lymphoma, ALK-\n",
       {}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    fetch::Study study;
    study.nct_id = "NCT99000001";
    study.eligibility_criteria = c.text;
    EXPECT_THAT(Found(study), ElementsAreArray(c.found));
  }
}

TEST(LintTest, AgeOfTheField) {
  struct {
    const char* name;
    const char* text;
    std::vector<std::string> found;
  } cases[] = {
      {"differs", "Inclusion Criteria:\n\n* Age >= 21 years\n", {"age.differs: Age >= 21 years"}},
      {"equal", "Inclusion Criteria:\n\n* Age >= 18 years\n", {}},
      {"a_year_of_rounding", "Inclusion Criteria:\n\n* Age > 18 years\n", {}},
      {"consent_form", "Inclusion Criteria:\n\n* Written assent of those aged 12 to 17 years\n", {}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    fetch::Study study;
    study.nct_id = "NCT99000001";
    study.eligibility_criteria = c.text;
    study.minimum_age = "18 Years";
    EXPECT_THAT(Found(study), ElementsAreArray(c.found));
  }
}

}  // namespace
}  // namespace trialmatch::rules
