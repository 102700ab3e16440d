#include "tests/unit/matcher/evaluate_test_support.h"

namespace trialmatch::matcher {
namespace {

using rules::ConditionLeaf;
using Status = rules::ConditionLeaf::Status;

ConditionLeaf Of(std::vector<std::string> conditions, Status status = Status::kEver) { return {.conditions = std::move(conditions), .status = status}; }
ConditionLeaf With(ConditionLeaf leaf, const std::function<void(ConditionLeaf&)>& change) {
  change(leaf);
  return leaf;
}
Change Ill(std::vector<Condition> conditions, bool complete = true) {
  return [=](Patient& p) {
    p.conditions = conditions;
    if (complete) p.complete = {"conditions"};
  };
}

TEST(ConditionTest, PresentAbsentAndUntold) {
  Check({
      {"present", Ill({Illness("hiv", "controlled")}), Of({"hiv"}), kMet},
      {"absent", Ill({}), Of({"hiv"}), kNotMet},
      {"not told", Ill({}, false), Of({"hiv"}), kUnknown, {"conditions.hiv"}},
      {"the child answers the parent", Ill({Illness("pneumonitis", "past")}), Of({"ild"}), kMet},
      {"the parent leaves the child open", Ill({Illness("ild", "past")}), Of({"pneumonitis"}), kUnknown},
      {"except", Ill({Illness("pneumonitis", "past")}), With(Of({"ild"}), [](ConditionLeaf& l) { l.except = {"pneumonitis"}; }), kNotMet},
      {"of relatives", Ill({Illness("hiv", "active")}), With(Of({"hiv"}), [](ConditionLeaf& l) { l.family = true; }), kNotMet},
      {"an illness that nobody knows", Ill({{.name = "strange fever"}}), Of({"hiv"}), kUnknown, {"conditions"}},
  });
}

TEST(ConditionTest, EveryKindIsNamedOnlyWhereTheOthersCannotBe) {
  const ConditionLeaf pneumonitis = Of({"drug_induced_pneumonitis", "idiopathic_pneumonitis"});
  const auto never_irradiated = [](const char* illness) {
    return [=](Patient& p) {
      p.conditions = {Illness(illness, "past")};
      p.complete = {"conditions", "treatments"};
    };
  };
  Check({
      {"a pneumonitis after no radiation", never_irradiated("pneumonitis"), pneumonitis, kMet},
      {"perhaps of radiation", Ill({Illness("pneumonitis", "past")}), pneumonitis, kUnknown},
      {"high blood pressure is no crisis", never_irradiated("hypertension"), Of({"hypertensive_crisis"}), kUnknown},
      {"HIV is no AIDS", never_irradiated("hiv"), Of({"aids", "aids_defining_illness"}), kUnknown},
      {"pneumonitis by a drug, of another kind", never_irradiated("drug_induced_pneumonitis"), Of({"immune_pneumonitis"}), kNotMet},
  });
}

TEST(ConditionTest, StatusTable) {
  struct Case {
    const char* told;
    Status asked;
    base::Truth want;
    bool worry;
  };
  const Case cases[] = {
      {"active", Status::kActive, kMet, false},         {"past", Status::kActive, kNotMet, false},
      {"controlled", Status::kActive, kUnknown, true},  {"", Status::kActive, kUnknown, true},
      {"past", Status::kPast, kMet, false},             {"active", Status::kPast, kUnknown, true},
      {"active", Status::kUncontrolled, kUnknown, true}, {"controlled", Status::kUncontrolled, kNotMet, false},
      {"past", Status::kUncontrolled, kNotMet, false},  {"active", Status::kEver, kMet, false},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(std::string(row.told) + " asked " + std::to_string(static_cast<int>(row.asked)));
    const LeafOutcome outcome = Ask(Of({"seizure"}, row.asked), Ill({Illness("seizure", row.told)}));
    EXPECT_EQ(outcome.truth, row.want);
    EXPECT_EQ(outcome.worry, row.worry);
  }
  EXPECT_EQ(Ask(Of({"hypertension"}, Status::kActive), Ill({Illness("hypertension", "controlled")})).truth, kMet) << "chronic";
  const ConditionLeaf chronic = With(Of({"hepatitis_b"}), [](ConditionLeaf& l) { l.qualities = {"chronic"}; });
  EXPECT_EQ(Ask(chronic, Ill({Illness("hepatitis_b", "controlled")})).truth, kMet);
  EXPECT_EQ(Ask(chronic, Ill({Illness("hepatitis_b", "active")})).truth, kUnknown);
  EXPECT_EQ(Ask(chronic, Ill({Illness("hepatitis_b", "past")})).truth, kNotMet);
  EXPECT_EQ(Ask(Of({"hypertension"}, Status::kUncontrolled), Ill({})).truth, kNotMet);
  Condition suppressed = Illness("hepatitis_b", "controlled");
  EXPECT_EQ(Ask(Of({"hepatitis_b"}, Status::kActive), Ill({suppressed})).truth, kMet);
  suppressed.viral_load_undetectable = true;
  EXPECT_EQ(Ask(Of({"hepatitis_b"}, Status::kActive), Ill({suppressed})).truth, kUnknown)
      << "the protocol says what is active";
  EXPECT_EQ(Ask(Of({"hepatitis_b"}), Ill({suppressed})).truth, kMet);
}

TEST(ConditionTest, TreatmentOfThePast) {
  const ConditionLeaf cancer = With(Of({"other_malignancy"}), [](ConditionLeaf& l) {
    l.qualities = {"needs_treatment"};
    l.window.within = Months(36);
  });
  EXPECT_EQ(Ask(cancer, Ill({Illness("breast_cancer", "past", "2024-05")})).truth, kMet);
  EXPECT_EQ(Ask(cancer, Ill({Illness("breast_cancer", "past", "2020-05")})).truth, kNotMet);
  Condition pneumonitis = Illness("pneumonitis", "past", "2024-09");
  pneumonitis.needed_steroids = true;
  const ConditionLeaf treated =
      With(Of({"pneumonitis"}), [](ConditionLeaf& l) { l.qualities = {"needs_treatment"}; });
  EXPECT_EQ(Ask(treated, Ill({pneumonitis})).truth, kUnknown) << "then, and perhaps not now";
}

TEST(ConditionTest, SixMonthsAfterAnInfarction) {
  const ConditionLeaf leaf = With(Of({"myocardial_infarction"}), [](ConditionLeaf& l) { l.window.within = Months(6); });
  const Change patient = Ill({Illness("myocardial_infarction", "past", "2025-10-20")});
  EXPECT_EQ(Ask(leaf, patient, "2026-04-19").truth, kMet);
  EXPECT_EQ(Ask(leaf, patient, "2026-04-20").truth, kNotMet);
  EXPECT_THAT(Ask(leaf, patient).breakpoints, testing::ElementsAre(D("2026-04-20")));
  Check({{"no date", Ill({Illness("myocardial_infarction", "past")}), leaf, kUnknown, {"conditions.myocardial_infarction.date"}},
         {"straddles", Ill({Illness("myocardial_infarction", "past", "2025-07")}), leaf, kUnknown},
         {"active within", Ill({Illness("myocardial_infarction", "past", "2025-10-20")}),
          With(leaf, [](ConditionLeaf& l) { l.status = Status::kActive; }), kMet},
         {"long ago", Ill({Illness("myocardial_infarction", "past", "2020")}), leaf, kNotMet}});
}

TEST(ConditionTest, Properties) {
  Condition pneumonitis = Illness("ild", "past", "2024-06");
  pneumonitis.grade = 3;
  pneumonitis.needed_steroids = true;
  Condition hiv = Illness("hiv", "controlled");
  hiv.viral_load_undetectable = true;
  hiv.cd4_per_ul = 520;
  Check({
      {"needed steroids", Ill({pneumonitis}), With(Of({"ild"}), [](ConditionLeaf& l) { l.needed_steroids = true; }), kMet},
      {"steroids not told", Ill({Illness("ild", "past")}), With(Of({"ild"}), [](ConditionLeaf& l) { l.needed_steroids = true; }), kUnknown,
       {"conditions.ild.needed_steroids"}},
      {"grade", Ill({pneumonitis}), With(Of({"ild"}), [](ConditionLeaf& l) { l.min_grade = 3; }), kMet},
      {"grade above", Ill({pneumonitis}), With(Of({"ild"}), [](ConditionLeaf& l) { l.min_grade = 4; }), kNotMet},
      {"undetectable", Ill({hiv}), With(Of({"hiv"}), [](ConditionLeaf& l) { l.viral_load_undetectable = true; }), kMet},
      {"CD4 at", Ill({hiv}), With(Of({"hiv"}), [](ConditionLeaf& l) { l.cd4_per_ul = AtLeast(520); }), kMet},
      {"CD4 below", Ill({hiv}), With(Of({"hiv"}), [](ConditionLeaf& l) { l.cd4_per_ul = AtLeast(521); }), kNotMet},
  });
}

TEST(ConditionTest, OtherCancers) {
  const auto patient = [](std::vector<Condition> conditions, std::vector<Treatment> treatments) {
    return [=](Patient& p) {
      p.cancer.type = p.cancer.type_id = "nsclc";
      p.conditions = conditions;
      p.treatments = treatments;
      p.complete = {"conditions", "treatments"};
    };
  };
  Treatment letrozole = Ongoing(Drug("letrozole", "2024-10"));
  letrozole.for_disease = "breast cancer";
  letrozole.for_disease_id = "breast_cancer";
  const ConditionLeaf within_two_years = With(Of({"other_malignancy"}), [](ConditionLeaf& l) { l.window.within = Months(24); });
  Check({
      {"breast cancer", patient({Illness("breast_cancer", "past", "2020-09")}, {}), Of({"other_malignancy"}), kMet},
      {"long ago", patient({Illness("breast_cancer", "past", "2020-09")}, {}), within_two_years, kNotMet},
      {"still treated", patient({Illness("breast_cancer", "past", "2020-09")}, {letrozole}), within_two_years, kMet},
      {"past is not active", patient({Illness("breast_cancer", "past", "2020-09")}, {}), Of({"other_malignancy"}, Status::kActive), kNotMet},
      {"still treated is active", patient({Illness("breast_cancer", "past", "2020-09")}, {letrozole}), Of({"other_malignancy"}, Status::kActive), kMet},
      {"told by its treatment alone", patient({}, {letrozole}), Of({"other_malignancy"}), kMet},
      {"none", patient({}, {}), Of({"other_malignancy"}), kNotMet},
  });
}

}  // namespace
}  // namespace trialmatch::matcher
