#include "tests/unit/matcher/evaluate_test_support.h"

namespace trialmatch::matcher {
namespace {

using rules::ConditionLeaf;

ConditionLeaf With(const char* condition, const std::function<void(ConditionLeaf&)>& change) {
  ConditionLeaf leaf;
  leaf.conditions = {condition};
  change(leaf);
  return leaf;
}
ConditionLeaf Having(const char* condition, std::vector<std::string> qualities) {
  return With(condition, [&](ConditionLeaf& l) { l.qualities = std::move(qualities); });
}
Change Ill(std::vector<Condition> conditions) {
  return [=](Patient& p) {
    p.conditions = conditions;
    p.complete = {"conditions"};
  };
}
Condition Graded(const char* name, int grade) {
  Condition out = Illness(name, "");
  out.grade = grade;
  return out;
}

TEST(QualityTest, ByGradeSteroidsOrStatus) {
  Condition steroids = Illness("ild", "past");
  steroids.needed_steroids = true;
  Check({
      {"severe is grade 3", Ill({Graded("peripheral_neuropathy", 3)}),
       Having("peripheral_neuropathy", {"severe"}), kMet},
      {"grade 2 is not severe", Ill({Graded("peripheral_neuropathy", 2)}),
       Having("peripheral_neuropathy", {"severe"}), kNotMet},
      {"grade 2 is moderate", Ill({Graded("peripheral_neuropathy", 2)}),
       Having("peripheral_neuropathy", {"moderate_or_severe"}), kMet},
      {"no grade told",
       Ill({Illness("peripheral_neuropathy", "")}),
       Having("peripheral_neuropathy", {"severe"}),
       kUnknown,
       {"conditions.peripheral_neuropathy.grade"}},
      {"nobody weighs for the site",
       Ill({Illness("hypertension", "controlled")}),
       Having("hypertension", {"significant"}),
       kUnknown,
       {"conditions.hypertension.status"}},
      {"no illness, nothing to weigh", Ill({}), Having("hypertension", {"significant"}), kNotMet},
      {"steroids are a treatment", Ill({steroids}), Having("ild", {"needs_systemic_treatment"}),
       kMet},
      {"over, so not symptomatic", Ill({Illness("pleural_effusion", "past")}),
       Having("pleural_effusion", {"symptomatic"}), kNotMet},
      {"controlled is stable", Ill({Illness("hypertension", "controlled")}),
       Having("hypertension", {"stable"}), kMet},
      {"both asked, one not so", Ill({Illness("pleural_effusion", "past")}),
       Having("pleural_effusion", {"significant", "symptomatic"}), kNotMet},
      {"lacking", Ill({Illness("hypertension", "controlled")}),
       With("hypertension", [](ConditionLeaf& l) { l.lacking = {"stable"}; }), kNotMet},
      {"active cancer needs treatment", Ill({Illness("breast_cancer", "active")}),
       Having("other_malignancy", {"needs_systemic_treatment"}), kMet},
  });
}

TEST(QualityTest, ADrugTakenForItTellsThatItNeedsOne) {
  const auto takes = [](const char* illness, const char* status, const char* drug) {
    return [=](Patient& p) {
      p.conditions = {Illness(illness, status)};
      p.medications = {{drug, drug}};
      p.complete = {"conditions", "medications"};
    };
  };
  const ConditionLeaf arrhythmia = Having("arrhythmia", {"needs_treatment"});
  const ConditionLeaf systemic = Having("autoimmune_disease", {"needs_systemic_treatment"});
  const ConditionLeaf lately = With("autoimmune_disease", [](ConditionLeaf& l) {
    l.status = ConditionLeaf::Status::kActive;
    l.qualities = {"needs_systemic_treatment"};
    l.window.within = Months(24);
  });
  Check({
      {"for its rate", takes("atrial_fibrillation", "controlled", "diltiazem"), arrhythmia, kMet},
      {"against clots", takes("atrial_fibrillation", "controlled", "apixaban"), arrhythmia, kUnknown, {"conditions.atrial_fibrillation.needed_steroids"}},
      {"over", takes("atrial_fibrillation", "past", "diltiazem"), arrhythmia, kNotMet},
      {"of the sugar", takes("diabetes", "controlled", "metformin"), Having("diabetes", {"needs_treatment"}), kMet},
      {"not of insulin", takes("diabetes", "controlled", "metformin"), Having("diabetes", {"needs_insulin"}), kUnknown, {"conditions.diabetes.status"}},
      {"of insulin", takes("diabetes", "controlled", "insulin_glargine"), Having("diabetes", {"needs_insulin"}), kMet},
      {"of the pressure", takes("diabetes", "controlled", "amlodipine"), Having("diabetes", {"needs_treatment"}), kUnknown, {"conditions.diabetes.needed_steroids"}},
      {"immunosuppressed", takes("rheumatoid_arthritis", "controlled", "methotrexate"), systemic, kMet},
      {"to this day", takes("rheumatoid_arthritis", "controlled", "methotrexate"), lately, kMet},
      {"no longer", takes("rheumatoid_arthritis", "past", "methotrexate"), lately, kUnknown, {"conditions.rheumatoid_arthritis.date", "conditions.rheumatoid_arthritis.needed_steroids"}},
      {"it may flare", takes("rheumatoid_arthritis", "controlled", "methotrexate"), Having("autoimmune_disease", {"may_recur"}), kMet},
      {"insulin replaces", takes("type_1_diabetes", "controlled", "insulin_glargine"), systemic, kUnknown, {"conditions.type_1_diabetes.needed_steroids"}},
      {"so it needs some", takes("psoriasis", "controlled", "methotrexate"), Having("psoriasis", {"no_treatment_needed"}), kNotMet},
  });
}

TEST(QualityTest, WhatMustBeWeighedIsAWorry) {
  EXPECT_TRUE(Ask(Having("ild", {"significant"}), Ill({Illness("ild", "active")})).worry);
  EXPECT_TRUE(
      Ask(Having("hypertension", {"significant"}), Ill({Illness("hypertension", "controlled")}))
          .worry);
}

TEST(QualityTest, ClassOfHeartFailureIsAsked) {
  const ConditionLeaf leaf = With("heart_failure", [](ConditionLeaf& l) { l.nyha_at_least = 3; });
  Check({
      {"heart failure",
       Ill({Illness("heart_failure", "controlled")}),
       leaf,
       kUnknown,
       {"conditions.heart_failure.status"}},
      {"another disease of the heart", Ill({Illness("angina", "active")}), leaf, kNotMet},
      {"none", Ill({}), leaf, kNotMet},
  });
}

// The exception is of the illness, not of the patient: who has another one too is not excused.
TEST(QualityTest, ExceptionsOfTheIllness) {
  const ConditionLeaf autoimmune = With("autoimmune_disease", [](ConditionLeaf& l) {
    l.except = {"vitiligo"};
    l.unless = {Having("autoimmune_thyroid", {"on_treatment"})};
  });
  const ConditionLeaf cancer = With("other_malignancy", [](ConditionLeaf& l) {
    l.unless = {With("other_malignancy", [](ConditionLeaf& e) {
      e.qualities = {"in_remission"};
      e.window.at_least = Months(36);
    })};
  });
  Check({
      {"excepted", Ill({Illness("autoimmune_thyroid", "controlled")}), autoimmune, kNotMet},
      {"not as excepted", Ill({Illness("lupus", "controlled")}), autoimmune, kMet},
      {"one excepted, one not",
       Ill({Illness("autoimmune_thyroid", "controlled"), Illness("lupus", "controlled")}),
       autoimmune, kMet},
      {"the exception is open",
       Ill({Illness("autoimmune_thyroid", "active")}),
       autoimmune,
       kUnknown,
       {"conditions.autoimmune_thyroid.status"}},
      {"cured long ago", Ill({Illness("breast_cancer", "past", "2020-03")}), cancer, kNotMet},
      {"cured lately", Ill({Illness("breast_cancer", "past", "2025-03")}), cancer, kMet},
      {"still there", Ill({Illness("breast_cancer", "active", "2020-03")}), cancer, kMet},
  });
}

}  // namespace
}  // namespace trialmatch::matcher
