#include "tests/unit/matcher/evaluate_test_support.h"

namespace trialmatch::matcher {
namespace {

rules::FactLeaf Fact(const char* id) { return {.fact = id}; }
Change Person(const char* sex, double age) {
  return [=](Patient& p) {
    p.sex = sex;
    p.age_years = age;
  };
}

TEST(FactTest, ByPath) {
  Check({
      {"measurable", [](Patient& p) { p.cancer.measurable = true; }, Fact("measurable"), kMet},
      {"not measurable", [](Patient& p) { p.cancer.measurable = false; }, Fact("measurable"),
       kNotMet},
      {"measurable not told", [](Patient&) {}, Fact("measurable"), kUnknown, {"cancer.measurable"}},
      {"measurable is evaluable", [](Patient& p) { p.cancer.measurable = true; }, Fact("evaluable"),
       kMet},
      {"not measurable may be evaluable", [](Patient& p) { p.cancer.measurable = false; },
       Fact("evaluable"), kUnknown},
      {"a tumour that was removed leaves nothing to evaluate",
       [](Patient& p) {
         p.cancer.measurable = false;
         p.cancer.setting = "resected";
         p.cancer.metastases = std::vector<std::string>();
       },
       Fact("evaluable"), kNotMet},
      {"told by its M alone",
       [](Patient& p) {
         p.cancer.measurable = false;
         p.cancer.setting = "resected";
         p.cancer.m = "M0";
       },
       Fact("evaluable"), kNotMet},
      {"unless it is progressing",
       [](Patient& p) {
         p.cancer.measurable = false;
         p.cancer.setting = "resected";
         p.cancer.metastases = std::vector<std::string>();
         p.cancer.progressing = true;
       },
       Fact("evaluable"), kUnknown},
      {"progressing", [](Patient& p) { p.cancer.progressing = true; }, Fact("cancer_progressing"),
       kMet},
      {"progressed on what is still taken",
       [](Patient& p) {
         p.treatments = {Ongoing(Line(1, Drug("lorlatinib", "2024-02", "", "progression")))};
       },
       Fact("cancer_progressing"), kMet},
      {"progressed on what ended, the list open",
       [](Patient& p) {
         p.treatments = {Line(1, Drug("lorlatinib", "2024-02", "2025-12", "progression"))};
       },
       Fact("cancer_progressing"), kUnknown},
      {"responding to what is taken",
       [](Patient& p) {
         p.treatments = {Ongoing(Line(1, Drug("alectinib", "2024-02", "", "response")))};
       },
       Fact("cancer_progressing"), kNotMet},
      {"can swallow", [](Patient& p) { p.facts["can_swallow"] = true; }, Fact("can_swallow"), kMet},
      {"cannot swallow is the other way", [](Patient& p) { p.facts["can_swallow"] = true; },
       Fact("cannot_swallow"), kNotMet},
      {"swallowing not told",
       [](Patient&) {},
       Fact("can_swallow"),
       kUnknown,
       {"facts.can_swallow"}},
      {"a fact without a row", [](Patient& p) { p.facts["willing"] = false; }, Fact("willing"),
       kNotMet},
      {"healthy volunteer", [](Patient& p) { p.cancer.type = "nsclc"; }, Fact("healthy_volunteer"),
       kNotMet},
      {"healthy volunteer, nothing told", [](Patient&) {}, Fact("healthy_volunteer"), kUnknown},
      {"never smoked", [](Patient& p) { p.smoking = "former"; }, Fact("never_smoker"), kNotMet},
      {"pack-years of who never smoked", [](Patient& p) { p.smoking = "never"; },
       Fact("smoking_history"), kNotMet},
      {"how much is not told", [](Patient& p) { p.smoking = "former"; }, Fact("smoking_history"),
       kUnknown},
  });
}

TEST(FactTest, MarginsOfTheResection) {
  const auto margin = [](const char* r) {
    return [=](Patient& p) { p.cancer.resection_margin = r; };
  };
  Check({{"R0", margin("R0"), Fact("surgical_margins_negative"), kMet},
         {"R1", margin("R1"), Fact("surgical_margins_negative"), kNotMet},
         {"R1 is positive", margin("R1"), Fact("surgical_margins_positive"), kMet},
         {"not told",
          [](Patient&) {},
          Fact("surgical_margins_negative"),
          kUnknown,
          {"facts.surgical_margins_negative"}}});
}

TEST(FactTest, WhatTheLastRadiationWasFor) {
  const auto radiation = [](const char* end, const char* intent, const char* detail) {
    Treatment out;
    out.kind = "radiation";
    out.end = P(end);
    out.intent = intent;
    out.detail = detail;
    return out;
  };
  const auto had = [](std::vector<Treatment> all) {
    return [=](Patient& p) { p.treatments = all; };
  };
  const rules::FactLeaf fact = Fact("palliative_radiation");
  Check(
      {{"told in words", had({radiation("2025-12-01", "metastatic", "palliative, left femur")}),
        fact, kMet},
       {"for cure", had({radiation("2025-12-01", "definitive", "")}), fact, kNotMet},
       {"the later one counts",
        had({radiation("2025-12-01", "metastatic", "palliative"),
             radiation("2025-06-01", "definitive", "")}),
        fact, kMet},
       {"of a metastasis",
        had({radiation("2025-12-01", "metastatic", "")}),
        fact,
        kUnknown,
        {"facts.palliative_radiation"}},
       {"none, of a complete list", [](Patient& p) { p.complete = {"treatments"}; }, fact, kNotMet},
       {"nothing told", [](Patient&) {}, fact, kUnknown, {"facts.palliative_radiation"}}});
}

TEST(FactTest, Reproduction) {
  Check({
      {"a man", Person("male", 30), Fact("pregnant"), kNotMet},
      {"a man cannot become pregnant", Person("male", 30), Fact("can_become_pregnant"), kNotMet},
      {"a woman of 61", Person("female", 61), Fact("can_become_pregnant"), kNotMet},
      {"a woman of 60",
       Person("female", 60),
       Fact("can_become_pregnant"),
       kUnknown,
       {"pregnancy.can_become_pregnant"}},
      {"pregnant", [](Patient& p) { p.pregnant = true; }, Fact("pregnant"), kMet},
      {"who is pregnant can be", [](Patient& p) { p.pregnant = true; }, Fact("can_become_pregnant"),
       kMet},
      {"not told", Person("female", 33), Fact("pregnant"), kUnknown, {"pregnancy.pregnant"}},
  });
}

}  // namespace
}  // namespace trialmatch::matcher
