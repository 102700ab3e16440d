// Sentences with a bound, read and decided for patients below, at and above it.
#include <string>
#include <vector>

#include "fetch/study.h"
#include "rules/read_study.h"
#include "tests/unit/matcher/evaluate_test_support.h"

namespace trialmatch::matcher {
namespace {

Lab WithLimits(Lab lab, std::optional<double> lower, std::optional<double> upper) {
  lab.lower_limit = lower;
  lab.upper_limit = upper;
  return lab;
}

// A patient with these labs; limits of normal 10 to 40 unless told.
Change Has(std::string id, double value, std::string unit = "") {
  return [=](Patient& p) { p.labs.push_back(WithLimits(LabValue(id, value, unit), 10, 40)); };
}
Change HasUpTo(std::string id, double value, double upper_limit) {
  return [=](Patient& p) { p.labs.push_back(WithLimits(LabValue(id, value), std::nullopt, upper_limit)); };
}
Change Both(Change a, Change b) {
  return [=](Patient& p) {
    a(p);
    b(p);
  };
}
Change Ill(std::string id) {
  return [=](Patient& p) { p.conditions.push_back(Illness(id, "active")); };
}
Change Sex(const char* sex) {
  return [=](Patient& p) { p.sex = sex; };
}

struct SentenceRow {
  const char* sentence;  // "I: ..." or "E: ..."
  Change patient;
  base::Truth want;
};

base::Truth Decide(std::string_view sentence, const Change& change) {
  fetch::Study study;
  study.nct_id = "NCT99000000";
  study.eligibility_criteria = std::string(sentence[0] == 'E' ? "Exclusion" : "Inclusion") + " Criteria:\n\n* " + std::string(sentence.substr(3));
  const rules::TrialCriteria criteria = rules::ReadStudy(study, rules::Lexicon::BuiltIn());
  Patient patient;
  change(patient);
  const EvaluationContext context{patient, rules::Lexicon::BuiltIn(), D(kToday), D(kToday), false};
  base::Truth all = kMet;
  for (const rules::Criterion& each : criteria.criteria) {
    if (each.source == "eligibilityCriteria") all = std::min(all, EvaluateExpression(each.expression, context).truth);
  }
  return all;
}

TEST(BoundsReading, BelowAtAndAbove) {
  const std::vector<SentenceRow> rows = {
      {"I: Bilirubin less than 1.5 times normal", Has("total_bilirubin", 59), kMet},
      {"I: Bilirubin less than 1.5 times normal", Has("total_bilirubin", 60), kNotMet},
      {"I: Bilirubin no more than 1.5 x institutional ULN", Has("total_bilirubin", 60), kMet},
      {"I: Bilirubin no more than 1.5 x institutional ULN", Has("total_bilirubin", 61), kNotMet},
      {"I: Platelets at least normal", Has("platelets", 10), kMet},
      {"I: Platelets at least normal", Has("platelets", 9.9), kNotMet},
      {"I: Bilirubin within normal institutional limits", Has("total_bilirubin", 9), kMet},
      {"I: Bilirubin within normal institutional limits", Has("total_bilirubin", 41), kNotMet},
      {"I: Serum potassium within normal limits", Has("potassium", 9), kNotMet},
      {"E: Bilirubin outside of normal limits", Has("total_bilirubin", 40), kMet},
      {"E: Bilirubin outside of normal limits", Has("total_bilirubin", 41), kNotMet},
      {"E: Potassium outside normal limits", Has("potassium", 9), kNotMet},
      {"E: Potassium outside normal limits", Has("potassium", 10), kMet},
      {"I: Total bilirubin <= 1.5 x ULN or <= 3 x ULN for Gilbert's", Both(Has("total_bilirubin", 120), Ill("gilbert")), kMet},
      {"I: Total bilirubin <= 1.5 x ULN or <= 3 x ULN for Gilbert's", Both(Has("total_bilirubin", 121), Ill("gilbert")), kNotMet},
      {"E: Bilirubin > 1.5 x ULN (patients with Gilbert's syndrome and bilirubin < 3 x ULN may be enrolled)", Both(Has("total_bilirubin", 119), Ill("gilbert")), kMet},
      {"I: Creatinine <= 1.5 x ULN OR clearance >= 40 mL/min", Both(HasUpTo("creatinine", 1.8, 1.0), Has("creatinine_clearance", 40, "mL/min")), kMet},
      {"I: Creatinine <= 1.5 x ULN OR clearance >= 40 mL/min", Both(HasUpTo("creatinine", 1.8, 1.0), Has("creatinine_clearance", 39, "mL/min")), kNotMet},
      {"I: Creatinine <= 1.5 x ULN OR clearance >= 40 mL/min", HasUpTo("creatinine", 1.5, 1.0), kMet},
      {"I: AST and ALT <= 3 x ULN", Both(Has("ast", 120), Has("alt", 120)), kMet},
      {"I: AST and ALT <= 3 x ULN", Both(Has("ast", 120), Has("alt", 121)), kNotMet},
      {"I: AST and ALT <= 3 x ULN", Has("ast", 120), kUnknown},
      {"E: ALT or AST > 3 x ULN", Has("alt", 121), kNotMet},
      {"I: FEV1 >= 1.2 L or >= 45% predicted", Has("fev1", 45, "%"), kMet},
      {"I: FEV1 >= 1.2 L or >= 45% predicted", Has("fev1", 1.1, "L"), kUnknown},
      {"I: Body weight >= 35 kg", [](Patient& p) { p.weight_kg = 35; }, kMet},
      {"I: Body weight >= 35 kg", [](Patient& p) { p.weight_kg = 34.9; }, kNotMet},
      {"E: QTc >= 450 (male)/470 (female) msec", Both(Sex("female"), Has("qtcf", 469, "ms")), kMet},
      {"E: QTc >= 450 (male)/470 (female) msec", Both(Sex("female"), Has("qtcf", 470, "ms")), kNotMet},
      {"E: QTc >= 450 (male)/470 (female) msec", Both(Sex("male"), Has("qtcf", 450, "ms")), kNotMet},
      {"E: Do not have adequate marrow function (ANC < 1.5)", Has("anc", 1.4, "10^9/L"), kNotMet},
      {"E: Do not have adequate marrow function (ANC < 1.5)", Has("anc", 1.5, "10^9/L"), kMet},
      {"E: Platelets >= 100 x 10^9/L", Has("platelets", 100, "10^9/L"), kMet},
      {"I: 18 to 75 years old (at the time consent is obtained)", [](Patient& p) { p.age_years = 75.5; }, kMet},
      {"I: 18 to 75 years old (at the time consent is obtained)", [](Patient& p) { p.age_years = 76; }, kNotMet},
      {"E: Performance status > ECOG 2", [](Patient& p) { p.ecog = 2; }, kMet},
      {"E: Performance status > ECOG 2", [](Patient& p) { p.ecog = 3; }, kNotMet},
  };
  for (const SentenceRow& row : rows) EXPECT_EQ(Decide(row.sentence, row.patient), row.want) << row.sentence;
}

}  // namespace
}  // namespace trialmatch::matcher
