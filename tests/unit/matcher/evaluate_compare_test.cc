#include "tests/unit/matcher/evaluate_test_support.h"

namespace trialmatch::matcher {
namespace {

using rules::CompareLeaf;

CompareLeaf Number(std::string quantity, base::Bounds bounds, std::string unit = "") {
  return {.quantity = std::move(quantity), .bounds = bounds, .unit = std::move(unit)};
}
CompareLeaf TimesLimit(std::string quantity, base::Bounds bounds) {
  return {.quantity = std::move(quantity),
          .bounds = bounds,
          .relative = CompareLeaf::Relative::kTimesUpperLimit};
}
Change Age(double years) {
  return [=](Patient& p) { p.age_years = years; };
}
Change Born(const char* date) {
  return [=](Patient& p) { p.birth_date = P(date); };
}
Change Ecog(int value) {
  return [=](Patient& p) { p.ecog = value; };
}
Change Karnofsky(int value) {
  return [=](Patient& p) { p.karnofsky = value; };
}
Change HasLab(Lab lab) {
  return [=](Patient& p) { p.labs.push_back(lab); };
}
Change Alt(double value, std::optional<double> limit) {
  Lab lab = LabValue("alt", value, "U/L");
  lab.upper_limit = limit;
  return HasLab(lab);
}

TEST(CompareTest, Age) {
  Check({
      {"below", Age(17), Number("age", AtLeast(18)), kNotMet},
      {"at", Age(18), Number("age", AtLeast(18)), kMet},
      {"75 and a half is 75", Age(75.5), Number("age", AtMost(75)), kMet},
      {"76", Age(76), Number("age", AtMost(75)), kNotMet},
      {"birthday is today", Born("2008-01-15"), Number("age", AtLeast(18)), kMet},
      {"birthday is tomorrow", Born("2008-01-16"), Number("age", AtLeast(18)), kNotMet},
      {"birth month straddles", Born("2008-01"), Number("age", AtLeast(18)), kUnknown},
      {"born on a leap day, the day before in a plain year", Born("2008-02-29"),
       Number("age", AtMost(17)), kMet},
      {"not told", [](Patient&) {}, Number("age", AtLeast(18)), kUnknown, {"age_years"}},
  });
}

TEST(CompareTest, TheDoseOfSteroidsIsToldWithTheBrainOrTheDrug) {
  const Change on_four_mg = [](Patient& p) { p.brain.emplace().steroid_prednisone_mg_per_day = 4; };
  Check({
      {"within", on_four_mg, Number("prednisone_dose", AtMost(10), "mg/day"), kMet},
      {"above", on_four_mg, Number("prednisone_dose", AtMost(2), "mg/day"), kNotMet},
      {"not told",
       [](Patient& p) { p.brain.emplace(); },
       Number("prednisone_dose", AtMost(10), "mg/day"),
       kUnknown,
       {"labs.prednisone_dose"}},
      {"told with the medication",
       [](Patient& p) {
         p.medications = {{"prednisone 10 mg daily", "prednisone"}};
       },
       Number("prednisone_dose", AtMost(10), "mg/day"), kMet},
      {"of another steroid",
       [](Patient& p) {
         p.medications = {{"dexamethasone 3 mg daily", "dexamethasone"}};
       },
       Number("prednisone_dose", AtMost(10), "mg/day"), kNotMet},
      {"how often is not told",
       [](Patient& p) {
         p.medications = {{"prednisone 5 mg", "prednisone"}};
       },
       Number("prednisone_dose", AtMost(10), "mg/day"),
       kUnknown,
       {"labs.prednisone_dose"}},
      {"of two steroids",
       [](Patient& p) {
         p.medications = {{"prednisone 5 mg daily", "prednisone"},
                          {"dexamethasone", "dexamethasone"}};
       },
       Number("prednisone_dose", AtMost(10), "mg/day"),
       kUnknown,
       {"labs.prednisone_dose"}},
  });
}

TEST(CompareTest, AgeIsThatOfTheDayOfDecision) {
  const Change seventeen = [](Patient& p) {
    p.age_years = 17;
    p.as_of = P("2025-12-31");
  };
  EXPECT_EQ(Ask(Number("age", AtLeast(18)), seventeen).truth, kUnknown);
  EXPECT_EQ(Ask(Number("age", AtLeast(18)), Born("2008-01-16"), "2026-06-01").truth, kNotMet)
      << "age does not lift";
}

TEST(CompareTest, PerformanceScalesAnswerEachOther) {
  Check({
      {"ECOG below", Ecog(1), Number("ecog", AtMost(1)), kMet},
      {"ECOG above", Ecog(3), Number("ecog", AtMost(1)), kNotMet},
      {"ECOG 1 answers Karnofsky 70", Ecog(1), Number("karnofsky", AtLeast(70)), kMet},
      {"ECOG 2 may be Karnofsky 70",
       Ecog(2),
       Number("karnofsky", AtLeast(70)),
       kUnknown,
       {"performance.karnofsky"}},
      {"ECOG 3 is below Karnofsky 70", Ecog(3), Number("karnofsky", AtLeast(70)), kNotMet},
      {"Karnofsky 70 is ECOG 1 or 2",
       Karnofsky(70),
       Number("ecog", AtMost(1)),
       kUnknown,
       {"performance.ecog"}},
      {"Karnofsky 70 is at most ECOG 2", Karnofsky(70), Number("ecog", AtMost(2)), kMet},
      {"Karnofsky 80 is ECOG 1", Karnofsky(80), Number("ecog", AtMost(1)), kMet},
      {"Karnofsky 50 is not ECOG 1", Karnofsky(50), Number("ecog", AtMost(1)), kNotMet},
      {"not told", [](Patient&) {}, Number("ecog", AtMost(1)), kUnknown, {"performance.ecog"}},
  });
}

TEST(CompareTest, LabsInAnyUnit) {
  Check({
      {"as written, at the bound", HasLab(LabValue("anc", 1.5, "10^9/L")),
       Number("anc", AtLeast(1.5), "10^9/L"), kMet},
      {"as written, below", HasLab(LabValue("anc", 1.49, "10^9/L")),
       Number("anc", AtLeast(1.5), "10^9/L"), kNotMet},
      {"cells per microlitre", HasLab(LabValue("anc", 1500, "/uL")),
       Number("anc", AtLeast(1.5), "10^9/L"), kMet},
      {"no unit is the unit of the table", HasLab(LabValue("anc", 1.2)),
       Number("anc", AtLeast(1.5), "10^9/L"), kNotMet},
      {"leaf without a unit", HasLab(LabValue("hemoglobin", 9.5, "g/dL")),
       Number("hemoglobin", AtLeast(9)), kMet},
      {"grams per litre", HasLab(LabValue("hemoglobin", 95, "g/L")),
       Number("hemoglobin", AtLeast(9), "g/dL"), kMet},
      {"molar", HasLab(LabValue("creatinine", 133, "umol/L")),
       Number("creatinine", AtMost(1.5), "mg/dL"), kNotMet},
      {"molar, below", HasLab(LabValue("creatinine", 100, "umol/L")),
       Number("creatinine", AtMost(1.5), "mg/dL"), kMet},
      {"not told", [](Patient&) {}, Number("qtcf", AtMost(470), "ms"), kUnknown, {"labs.qtcf"}},
      {"cannot be",
       HasLab(LabValue("hemoglobin", 1300, "g/dL")),
       Number("hemoglobin", AtLeast(9), "g/dL"),
       kUnknown,
       {"labs.hemoglobin"}},
  });
}

TEST(CompareTest, VirusThatCannotBeFound) {
  const Change suppressed = [](Patient& patient) {
    Condition hepatitis;
    hepatitis.name = hepatitis.condition_id = "hepatitis_b";
    hepatitis.viral_load_undetectable = true;
    patient.conditions.push_back(hepatitis);
  };
  Check({
      {"below any bound", suppressed, Number("hbv_dna", AtMost(500), "IU/mL"), kMet},
      {"never above one", suppressed, Number("hbv_dna", AtLeast(500), "IU/mL"), kNotMet},
      {"of its own virus",
       suppressed,
       Number("hcv_rna", AtLeast(500), "IU/mL"),
       kUnknown,
       {"labs.hcv_rna"}},
  });
}

TEST(CompareTest, LimitsOfNormal) {
  Check({
      {"at the bound", Alt(100, 40), TimesLimit("alt", AtMost(2.5)), kMet},
      {"above", Alt(101, 40), TimesLimit("alt", AtMost(2.5)), kNotMet},
      {"limit not told, whose age is not either",
       Alt(30, std::nullopt),
       TimesLimit("alt", AtMost(2.5)),
       kUnknown,
       {"labs.alt.upper_limit"}},
  });
}

TEST(CompareTest, NewestValueCounts) {
  const auto two = [](const char* first, const char* second) {
    return [=](Patient& p) {
      p.labs = {LabValue("anc", 1.0, "10^9/L", first), LabValue("anc", 2.0, "10^9/L", second)};
    };
  };
  Check({
      {"second is newer", two("2026-01-01", "2026-01-10"), Number("anc", AtLeast(1.5)), kMet},
      {"first is newer", two("2026-01-10", "2026-01-01"), Number("anc", AtLeast(1.5)), kNotMet},
  });
}

TEST(CompareTest, OneSexOnly) {
  CompareLeaf women = Number("qtcf", AtMost(450), "ms");
  women.sex = "female";
  const auto qtcf = [](const char* sex, double value) {
    return [=](Patient& p) {
      p.sex = sex;
      p.labs = {LabValue("qtcf", value, "ms")};
    };
  };
  Check({
      {"a woman below", qtcf("female", 440), women, kMet},
      {"a woman above", qtcf("female", 460), women, kNotMet},
      {"a man", qtcf("male", 460), women, kMet},
      {"sex not told, fits anyway", qtcf("", 440), women, kMet},
      {"sex not told", qtcf("", 460), women, kUnknown, {"sex"}},
  });
}

TEST(CompareTest, ClearanceIsComputedWhenNothingElseIsTold) {
  // (140 - 60) x 72 / (72 x 1.0) = 80 mL/min.
  const Change man = [](Patient& p) {
    p.sex = "male";
    p.age_years = 60;
    p.weight_kg = 72;
    p.labs = {LabValue("creatinine", 1.0, "mg/dL")};
  };
  Check({
      {"far above", man, Number("creatinine_clearance", AtLeast(60), "mL/min"), kMet},
      {"within a tenth of the bound",
       man,
       Number("creatinine_clearance", AtLeast(75), "mL/min"),
       kUnknown,
       {"labs.creatinine_clearance"}},
      {"far below", man, Number("creatinine_clearance", AtLeast(100), "mL/min"), kNotMet},
  });
  EXPECT_THAT(Ask(Number("creatinine_clearance", AtLeast(60), "mL/min"), man).because,
              testing::HasSubstr("computed"));
}

TEST(CompareTest, WithoutTheLimitOfTheLaboratoryThoseOfOthersDecideWhatIsFarFromThem) {
  const auto adult = [](double value, double age) {
    return [=](Patient& p) {
      p.age_years = age;
      p.labs = {LabValue("creatinine", value, "mg/dL")};
    };
  };
  Check({{"below every limit", adult(0.8, 50), TimesLimit("creatinine", AtMost(1)), kMet},
         {"between them",
          adult(1.5, 50),
          TimesLimit("creatinine", AtMost(1.5)),
          kUnknown,
          {"labs.creatinine.upper_limit"}},
         {"above every limit", adult(2.2, 50), TimesLimit("creatinine", AtMost(1.5)), kNotMet},
         {"in another unit",
          [&](Patient& p) {
            p.age_years = 50;
            p.labs = {LabValue("creatinine", 70, "umol/L")};
          },
          TimesLimit("creatinine", AtMost(1)), kMet},
         {"the limits are those of adults",
          adult(0.8, 17),
          TimesLimit("creatinine", AtMost(1)),
          kUnknown,
          {"labs.creatinine.upper_limit"}},
         {"a lab without such limits",
          [](Patient& p) {
            p.age_years = 50;
            p.labs = {LabValue("lipase", 20, "U/L")};
          },
          TimesLimit("lipase", AtMost(1)),
          kUnknown,
          {"labs.lipase.upper_limit"}}});
  EXPECT_EQ(Ask(TimesLimit("creatinine", AtMost(1.5)), adult(0.7, 50)).because,
            "creatinine is 0.7 mg/dL, by the limits that laboratories use 0.5 to 0.82 x the upper "
            "limit of normal; at most 1.5 x the upper limit of normal allowed");
}

TEST(CompareTest, OldFactsAreUnknown) {
  const Change patient = [](Patient& p) {
    p.as_of = P("2026-01-15");
    p.ecog = 1;
    p.age_years = 50;
    p.labs = {LabValue("anc", 4, "10^9/L")};
  };
  EXPECT_EQ(Ask(Number("ecog", AtMost(1)), patient, "2026-02-14", "2026-02-14").truth, kMet);
  EXPECT_EQ(Ask(Number("ecog", AtMost(1)), patient, "2026-02-15", "2026-02-15").truth, kUnknown);
  EXPECT_EQ(Ask(Number("anc", AtLeast(1.5)), patient, "2026-02-15", "2026-02-15").truth, kUnknown);
  EXPECT_EQ(Ask(Number("age", AtLeast(18)), patient, "2026-02-15", "2026-02-15").truth, kMet);
}

TEST(CompareTest, SaysFactAndNeed) {
  EXPECT_EQ(Ask(Number("ecog", AtMost(1)), Ecog(3)).because, "ECOG is 3; at most 1 allowed");
  EXPECT_EQ(Ask(Number("age", AtLeast(18)), Age(17)).because,
            "age is 17; at least 18 years needed");
}

TEST(CompareTest, BodyMassIndex) {
  const Change patient = [](Patient& p) {
    p.weight_kg = 81;
    p.height_cm = 180;
  };
  Check({{"at", patient, Number("bmi", AtLeast(25)), kMet},
         {"below", patient, Number("bmi", AtLeast(25.1)), kNotMet},
         {"height missing",
          [](Patient& p) { p.weight_kg = 81; },
          Number("bmi", AtLeast(25)),
          kUnknown,
          {"height_cm"}}});
}

}  // namespace
}  // namespace trialmatch::matcher
