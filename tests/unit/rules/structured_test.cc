// Criteria from the record's other fields.
#include "rules/parse/record/structured.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rules/audit/text_audit.h"
#include "rules/read_study.h"

namespace trialmatch::rules {
namespace {

fetch::Study StudyWithText(const char* text) {
  fetch::Study study;
  study.nct_id = "NCT99000000";
  study.eligibility_criteria = text;
  return study;
}

// "S.sex full: sex female; S.age_min full: age at least 18".
std::string Structured(const fetch::Study& study) {
  std::string out;
  for (const Criterion& each : ReadStudy(study, Lexicon::BuiltIn()).criteria) {
    if (each.source == "eligibilityCriteria") continue;
    EXPECT_TRUE(each.span.empty()) << each.id;
    out += (out.empty() ? "" : "; ") + each.id + " " + UnderstoodName(each.understood) + ": " +
           Describe(each.expression);
  }
  return out;
}

TEST(Structured, Ages) {
  const struct {
    const char* name;
    const char* minimum;
    const char* maximum;
    const char* criteria;
  } rows[] = {
      {"years", "18 Years", "75 Years",
       "S.age_min full: age at least 18; S.age_max full: age less than 76"},
      {"one year", "1 Year", "", "S.age_min full: age at least 1"},
      {"months", "6 Months", "", "S.age_min full: age at least 0.5"},
      {"no upper end", "18 Years", "", "S.age_min full: age at least 18"},
      {"no lower end", "", "17 Years", "S.age_max full: age less than 18"},
      {"newborn", "0 Days", "", ""},
      {"nothing told", "", "", ""},
      {"no number", "N/A", "N/A", ""},
      {"no unit", "18", "", ""},
      {"unknown unit", "18 Moons", "", ""},
  };
  for (const auto& row : rows) {
    fetch::Study study = StudyWithText("* ALK-positive NSCLC");
    study.minimum_age = row.minimum;
    study.maximum_age = row.maximum;
    EXPECT_EQ(Structured(study), row.criteria) << row.name;
  }
}

TEST(Structured, TheOldestAgeHoldsUntilTheNextBirthday) {
  fetch::Study study = StudyWithText("* ALK-positive NSCLC");
  study.maximum_age = "75 Years";
  const TrialCriteria found = ReadStudy(study, Lexicon::BuiltIn());
  const auto& leaf = std::get<CompareLeaf>(*found.criteria.back().expression.leaf);
  EXPECT_TRUE(leaf.bounds.Contains(75.99));
  EXPECT_FALSE(leaf.bounds.Contains(76));
  EXPECT_EQ(found.criteria.back().text, "75 Years");
}

TEST(Structured, Sex) {
  const std::pair<const char*, const char*> rows[] = {{"FEMALE", "S.sex full: sex female"},
                                                      {"MALE", "S.sex full: sex male"},
                                                      {"ALL", ""},
                                                      {"", ""},
                                                      {"SOMETHING_NEW", ""}};
  for (const auto& [sex, criteria] : rows) {
    fetch::Study study = StudyWithText("* ALK-positive NSCLC");
    study.sex = sex;
    EXPECT_EQ(Structured(study), criteria) << sex;
  }
}

TEST(Structured, ConditionsStandInForADisease) {
  const struct {
    const char* name;
    const char* text;
    std::vector<std::string> conditions;
    const char* criteria;
  } rows[] = {
      {"the text tells", "* Non-small cell lung cancer", {"Melanoma"}, ""},
      {"the text is silent", "* ECOG 0-1", {"Melanoma"}, "S.conditions full: disease melanoma"},
      {"no text", "", {"Non-Small Cell Lung Cancer"}, "S.conditions full: disease nsclc"},
      {"the narrowest of several words",
       "",
       {"Carcinoma, Non-Small-Cell Lung"},
       "S.conditions full: disease nsclc"},
      {"any of several",
       "",
       {"Melanoma", "Breast Cancer", "Melanoma"},
       "S.conditions full: disease breast_cancer|melanoma"},
      {"a slash joins two organs", "", {"Gastric/Esophageal Cancer"}, "S.conditions full: disease esophageal_cancer|gastric_cancer"},
      {"tumours of the brain may be metastases",
       "",
       {"Central Nervous System/Leptomeningeal Neoplasms"},
       "S.conditions partial: disease cns_tumor|leptomeningeal_metastasis OR not understood"},
      {"one that nobody knows may be the patient's",
       "",
       {"Melanoma", "Frobnication"},
       "S.conditions partial: disease melanoma OR not understood"},
      {"none is known", "", {"Frobnication"}, "S.conditions none: not understood"},
      {"people who may get it", "* Current smokers at high risk for the development of lung cancer\n* No prior cancer", {"Lung Cancer"}, "S.conditions none: not understood"},
      {"a disease that is excluded says nothing of the one that is meant",
       "Exclusion Criteria:\n\n* Small cell lung cancer",
       {"Melanoma"},
       "S.conditions full: disease melanoma"},
  };
  for (const auto& row : rows) {
    fetch::Study study = StudyWithText(row.text);
    study.conditions = row.conditions;
    EXPECT_EQ(Structured(study), row.criteria) << row.name;
  }
}

TEST(Structured, HealthyVolunteersWithoutADisease) {
  fetch::Study study = StudyWithText("* Age 18 to 50 years");
  study.healthy_volunteers = true;
  EXPECT_EQ(Structured(study), "S.healthy_volunteers full: healthy_volunteer");
  study.conditions = {"Non-Small Cell Lung Cancer"};
  EXPECT_EQ(Structured(study), "S.conditions full: disease nsclc");
}

}  // namespace
}  // namespace trialmatch::rules
