// Reasons, missing facts, context and kinds of studies as a patient reads them.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/context/context.h"
#include "matcher/context/drug_lines.h"
#include "matcher/explain/explained_trial.h"
#include "matcher/explain/plain/plain_words.h"

namespace trialmatch::matcher {
namespace {

using base::Day;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Day kToday = Day::FromCivil(2026, 1, 15);

const PlainWords& Words() {
  static const PlainWords words(rules::Lexicon::BuiltIn());
  return words;
}

TEST(ReasonWords, EachKindOfReason) {
  const std::pair<const char*, const char*> rows[] = {
      {"", ""},
      {"age is 62; at least 18 years needed", "Age is 62. Needed: at least 18 years."},
      {"no lorlatinib: the list of treatments is complete", "Not on your full list of treatments: lorlatinib."},
      {"no ILD or pneumonitis: the list of illnesses is complete", "Not on your full list of illnesses: interstitial lung disease (ILD) or inflammation of the lung (pneumonitis)."},
      {"alectinib, since 2023-04-11, progression, ongoing", "Alectinib, since 11 April 2023. The cancer grew. It is still taken."},
      {"lorlatinib, 2023-03 to 2025-12-20, progression: it did not end in the way that is asked",
       "Lorlatinib, March 2023 to 20 December 2025. The cancer grew. It did not end in the way that is asked."},
      {"lorlatinib ended 2025-12-20, 26 days ago; 28 days needed", "Lorlatinib ended 20 December 2025, 26 days ago. Needed: 28 days."},
      {"3 weeks are over", "3 weeks have passed."},
      {"qtcf is 433 ms on 2026-01-12; more than 450 ms would exclude", "QTc time in the ECG is 433 ms on 12 January 2026. More than 450 ms would speak against it."},
      {"ECOG is not told; 0 to 2 needed", "Not known: ECOG. Needed: 0 to 2."},
      {"whether the patient had radiation is not told", "Not known: if you have had radiation therapy."},
      {"whether \"measurable\" holds is not told", "Not known: if a scan shows a tumor that can be measured."},
      {"pregnant: no", "You are not pregnant."},
      {"can swallow: yes", "You can swallow tablets."},
      {"in zorble: no", "In zorble: no."},
      {"an illness of relatives says nothing about the patient", "This is about your relatives, not about you."},
      {"no systemic therapy yet: the list of treatments is complete", "You have had no cancer medicine yet."},
      {"words that no row has", "Words that no row has."},
  };
  for (const auto& [because, said] : rows) EXPECT_EQ(Words().reasons().Say(because), said) << because;
}

TEST(ReasonWords, DaysInAText) {
  EXPECT_EQ(WithDaysInWords("2026-01-08, 2025-06 and 2025"), "8 January 2026, June 2025 and 2025");
  EXPECT_EQ(WithDaysInWords("AB-2026-01-08 2026-13-01 12026-01-08"), "AB-2026-01-08 2026-13-01 12026-01-08");
}

TEST(PlainWords, MissingFactsAndWhoCanTell) {
  const std::pair<const char*, const char*> rows[] = {
      {"labs.qtcf", "The QTc interval of a recent ECG. Look in your ECG report."},
      {"labs.hba1c", "The value of HbA1c (long-term blood sugar). Look in your blood test report."},
      {"sex", "The sex. You can tell this yourself."},
      {"conditions.hypertension", "Whether there is or was: high blood pressure. You can tell this yourself (your family doctor can help)."},
      {"cancer.resectable", "Whether surgeons think that it can be removed. Ask your oncologist."},
      {"treatments.chemotherapy", "Whether you have had chemotherapy. You can tell this yourself (your own notes, or letters from the clinic)."},
      {"treatments.alectinib.end", "When alectinib ended. You can tell this yourself (your own notes, or letters from the clinic)."},
      {"unheard.of", "Unheard of. Ask the study site."},
  };
  for (const auto& [path, said] : rows) EXPECT_EQ(MissingInWords(Words().Missing(path)), said) << path;
}

TEST(PlainWords, OnlyWhatWasOpenedIsTold) {
  EXPECT_THAT(Words().Explain(std::vector<std::string>{"trial/early_phase1"}), IsEmpty());
  const auto lines = Words().Explain(std::vector<std::string>{"trial/placebo", "gene/ALK"});
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].term, "ALK");
  EXPECT_THAT(DrugLines(std::vector<std::string>{"bevacizumab", "no_such_drug"}, Words()), IsEmpty());
}

TEST(DrugLines, ClassHowItIsTakenTheBrainAndSideEffects) {
  const auto lines = DrugLines(std::vector<std::string>{"lorlatinib", "lorlatinib"}, Words());
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].name, "Lorlatinib");
  for (const char* part : {"third-generation", "once a day", "works well in the brain", "Side effects named most"}) EXPECT_THAT(lines[0].text, HasSubstr(part));
}

std::vector<std::string> ContextIds(const Patient& patient, Day day = kToday) {
  std::vector<std::string> out;
  for (const ContextLine& line : ContextFor(patient, rules::Lexicon::BuiltIn(), day)) {
    EXPECT_THAT(line.source, Not(HasSubstr("unverified")));
    out.push_back(line.id);
  }
  return out;
}

Patient AlkPositive(std::string country, std::string setting) {
  Patient out;
  out.location.country = std::move(country);
  out.cancer.setting = std::move(setting);
  out.biomarkers.push_back({.gene = "ALK", .gene_id = "ALK", .alteration = "fusion", .result = "positive"});
  out.complete.insert("treatments");
  return out;
}

Treatment Drug(const char* id) { return {.kind = "drug", .name = id, .drug_id = id, .outcome = "progression"}; }

TEST(Context, BySettingCountryAndWhatCameBefore) {
  Patient us = AlkPositive("US", "metastatic");
  EXPECT_THAT(ContextIds(us), ElementsAre("alk_generations", "alk_us_first", "alk_immunotherapy"));
  EXPECT_THAT(ContextIds(AlkPositive("GB", "metastatic")), Contains("alk_gb_first"));
  EXPECT_THAT(ContextIds(AlkPositive("DE", "metastatic")), ElementsAre("alk_generations", "alk_immunotherapy"));
  us.treatments.push_back(Drug("alectinib"));
  EXPECT_THAT(ContextIds(us), ElementsAre("alk_generations", "alk_us_after_2", "alk_testing", "alk_immunotherapy"));
  us.treatments.push_back(Drug("lorlatinib"));
  EXPECT_THAT(ContextIds(us), ElementsAre("alk_generations", "alk_after_3", "alk_testing", "alk_immunotherapy"));
  EXPECT_THAT(ContextIds(AlkPositive("US", "resected")), ElementsAre("alk_resected", "alk_us_resected", "alk_immunotherapy"));
}

TEST(Context, TheDayCounts) {
  Patient us = AlkPositive("US", "resected");
  EXPECT_THAT(ContextIds(us, Day::FromCivil(2024, 1, 1)), Not(Contains("alk_us_resected")));
}

TEST(Context, NothingForWhatIsNotKnown) {
  EXPECT_THAT(ContextIds(Patient()), IsEmpty());
  Patient negative = AlkPositive("US", "metastatic");
  negative.biomarkers[0].result = "negative";
  EXPECT_THAT(ContextIds(negative), IsEmpty());
}

TEST(KindOfStudy, FromTheRecord) {
  fetch::Study study;
  study.study_type = "INTERVENTIONAL";
  study.phases = {"PHASE2", "PHASE3"};
  study.allocation = "RANDOMIZED";
  study.masking = "QUADRUPLE";
  study.interventions.push_back({.type = "DRUG", .name = "Placebo for X"});
  EXPECT_THAT(KindOfStudy(study), ElementsAre("trial/phase2", "trial/phase3", "trial/randomized", "trial/blinded", "trial/placebo"));
  EXPECT_THAT(KindOfStudy(fetch::Study()), IsEmpty());
}

}  // namespace
}  // namespace trialmatch::matcher
