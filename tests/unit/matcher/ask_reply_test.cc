// What is typed at a question, as the part of a profile that it becomes, or as what is said back to it.
#include "matcher/ask/reply.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/ask/profile_draft.h"
#include "matcher/ask/question.h"
#include "matcher/ask/weigh.h"

namespace trialmatch::matcher {
namespace {

using ::testing::HasSubstr;

const base::Day kToday = base::Day::FromCivil(2026, 1, 15);
const rules::Lexicon& Tables() { return rules::Lexicon::BuiltIn(); }

absl::StatusOr<Reply> Read(const char* question_id, const char* typed) {
  const Question question = QuestionBank::BuiltIn().Find(question_id).value();
  return IsList(question.kind) ? ReadItem(question, typed, kToday, Tables()) : ReadReply(question, typed, kToday, Tables());
}

struct Row {
  const char* question;
  const char* typed;
  const char* fragment;
};

TEST(Reply, IsThePartOfAProfile) {
  const Row rows[] = {
      {"ecog", "2", R"({"performance":{"ecog":2}})"},   // the scale's own number
      {"ecog", "0", R"({"performance":{"ecog":0}})"},
      {"ecog", "ecog 2", nullptr},
      {"setting", "2", R"({"cancer":{"setting":"locally_advanced","resectable":false}})"},
      {"stage", "0", R"({"cancer":{"stage":"0"}})"},
      {"stage", "1", R"({"cancer":{"stage":"I"}})"},
      {"stage", "stage 3a", R"({"cancer":{"stage":"IIIA"}})"},
      {"stage", "4", R"({"cancer":{"stage":"IV"}})"},
      {"setting", "it was cut out", R"({"cancer":{"setting":"resected"}})"},
      {"stage", "Stage IVB", R"({"cancer":{"stage":"IVB"}})"},
      {"stage", "ivb", R"({"cancer":{"stage":"IVB"}})"},
      {"measurable", "y", R"({"cancer":{"measurable":true}})"},
      {"measurable", "no", R"({"cancer":{"measurable":false}})"},
      {"cancer", "breast cancer", R"({"cancer":{"type":"breast cancer"}})"},
      {"cancer", "! a cancer nobody knows", R"({"cancer":{"type":"a cancer nobody knows"}})"},
      {"alk_resistance", "F1174C", R"({"biomarkers":[{"gene":"ALK","alteration":"mutation","result":"positive","detail":"F1174C"}]})"},
      {"age", "62", R"({"age_years":62})"},
      {"age", "62 years", R"({"age_years":62})"},
      {"age", "1963-05", R"({"birth_date":"1963-05"})"},
      {"weight", "70,5", R"({"weight_kg":70.5})"},
      {"weight", "70 kg.", R"({"weight_kg":70})"},
      {"brain_size", "8", R"({"brain":{"largest_mm":8}})"},
      {"brain_size", "1.2 cm", R"({"brain":{"largest_mm":12}})"},
      {"brain_treated_on", "3 weeks ago", R"({"brain":{"treated_on":"2025-12-25"}})"},
      {"brain_treated_on", "2 months ago", R"({"brain":{"treated_on":"2025-11"}})"},
      {"brain_treated_on", "a year ago", R"({"brain":{"treated_on":"2025"}})"},
      {"place", "us 02115", R"({"location":{"country":"US","postal_code":"02115"}})"},
      {"place", "Germany, Berlin", R"({"location":{"country":"DE","city":"Berlin"}})"},
      {"checks", "none", R"({"facts":{"can_swallow":true,"in_another_trial":false},"pregnancy":{"pregnant":false,"breastfeeding":false},"cancer":{"surgery_planned":false}})"},
      {"checks", "2, 5", R"({"facts":{"can_swallow":true,"in_another_trial":true},"pregnancy":{"pregnant":false,"breastfeeding":false},"cancer":{"surgery_planned":true}})"},
      {"checks", "1 and 2?", R"({"facts":{"can_swallow":false},"pregnancy":{"pregnant":false,"breastfeeding":false},"cancer":{"surgery_planned":false}})"},
      {"treatments", "alectinib, 2022-06 to 2025-12-20, cancer grew",
       R"({"treatments":[{"kind":"drug","name":"alectinib","start":"2022-06","end":"2025-12-20","outcome":"progression"}]})"},
      {"treatments", "Alecensa, since 2024, still taking, line 1", R"({"treatments":[{"kind":"drug","name":"Alecensa","start":"2024","ongoing":true,"line":1}]})"},
      {"treatments", "carboplatin + pemetrexed, 4 cycles", R"({"treatments":[{"kind":"drug","name":"carboplatin","cycles":4},{"kind":"drug","name":"pemetrexed","cycles":4}]})"},
      {"treatments", "ALK inhibitor", R"({"treatments":[{"kind":"drug","name":"ALK inhibitor"}]})"},
      {"treatments", "radiation to the brain, 2025-10-15, SRS", R"({"treatments":[{"kind":"radiation","site":"brain","end":"2025-10-15","technique":"SRS"}]})"},
      {"treatments", "an operation, lobectomy, 2025-11-20", R"({"treatments":[{"kind":"surgery","name":"lobectomy","end":"2025-11-20","major":true}]})"},
      {"genes", "EGFR negative; KRAS G12C",
       R"({"biomarkers":[{"gene":"EGFR","alteration":"any","result":"negative"},{"gene":"KRAS","alteration":"mutation","result":"positive","detail":"G12C"}]})"},
      {"genes", "ROS1 not tested", R"({"biomarkers":[{"gene":"ROS1","alteration":"any","result":"not_tested"}]})"},
      {"metastases", "bone, liver", R"({"cancer":{"metastases":["bone","liver"]}})"},
      {"illnesses", "hepatitis B, kept in check, 2019", R"({"conditions":[{"name":"hepatitis B","status":"controlled","date":"2019"}]})"},
      {"medicines", "amlodipine, omeprazole", R"({"medications":["amlodipine","omeprazole"]})"},
      {"blood_test", "neutrophils 4.2, platelets 230,000 /uL",
       R"({"labs":[{"name":"anc","value":4.2,"unit":"10^9/L"},{"name":"platelets","value":230000,"unit":"/uL"}]})"},
      {"blood_test", "ALT 24 U/L, upper limit 40", R"({"labs":[{"name":"alt","value":24,"unit":"U/L","upper_limit":40}]})"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.question) + ": " + row.typed);
    const absl::StatusOr<Reply> reply = Read(row.question, row.typed);
    if (row.fragment == nullptr) {
      EXPECT_FALSE(reply.ok());
      continue;
    }
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ(reply->fragment, row.fragment);
    ProfileDraft draft = ProfileDraft::New("t");
    ASSERT_TRUE(draft.Merge(reply->fragment, kToday, Tables()).ok());
    EXPECT_TRUE(PatientOf(draft, Tables()).has_value());
  }
}

TEST(Reply, SaysWhatIsWrongAndWhatIsExpected) {
  const Row rows[] = {
      {"ecog", "9", "from 0 to 4"},
      {"stage", "5", "one of 0, I, IA"},
      {"age", "old", "years (62)"},
      {"age", "2030", "not come yet"},
      {"age", "1800", "is no age"},
      {"weight", "heavy", "is no number"},
      {"weight", "7000", "cannot be"},
      {"weight", "70 liters", "cannot turn"},
      {"brain_count", "2.5", "whole number"},
      {"brain_treated_on", "2027-01-01", "not come yet"},
      {"brain_treated_on", "2025-02-30", "no date"},
      {"place", "nowhere", "country first"},
      {"checks", "7", "1 to 5"},
      {"checks", "none, 2", "None, and some as well?"},
      {"checks", "2, 2", "twice"},
      {"checks", "maybe", "none of the numbers"},
      {"cancer", "lnug cancer", "I do not know"},
      {"alk_resistance", "something", "no change as tests write it"},
      {"treatments", "alectnib", "Did you mean alectinib?"},
      {"treatments", "alectinib, 2024 to 2025, still taking", "cannot have ended and still go on"},
      {"treatments", "not sure", "type its kind"},
      {"genes", "EGFR", "What came out for EGFR?"},
      {"genes", "XYZ1 positive", "no gene"},
      {"metastases", "the moon", "I do not know the place"},
      {"illnesses", "99", "from 1 to"},
      {"illnesses", "HIV, purple", "I do not understand"},
      {"medicines", "asprin", "Did you mean"},
      {"blood_test", "hemoglobin 300", "cannot be"},
      {"blood_test", "hemoglobin", "Which number"},
      {"blood_test", "hemoglobin 12 parsec", "do not know the unit"},
      {"blood_test", "sparkle 3", "no lab value"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.question) + ": " + row.typed);
    const absl::StatusOr<Reply> reply = Read(row.question, row.typed);
    ASSERT_FALSE(reply.ok()) << reply->fragment;
    EXPECT_THAT(std::string(reply.status().message()), HasSubstr(row.fragment));
  }
}

TEST(ProfileDraft, MergesFragments) {
  ProfileDraft draft = ProfileDraft::New("t");
  const auto merge = [&](const char* fragment) { ASSERT_TRUE(draft.Merge(fragment, kToday, Tables()).ok()) << fragment; };
  merge(R"({"labs":[{"name":"ALT","value":20,"unit":"U/L","date":"@-5"}]})");
  merge(R"({"labs":[{"name":"alt","value":30,"unit":"U/L"}],"complete":["treatments","treatments"]})");
  EXPECT_EQ(draft.Text(), R"({"id":"t","labs":[{"name":"alt","value":30,"unit":"U/L"}],"complete":["treatments"]})");
  merge(R"({"treatments":[{"kind":"drug","name":"Alecensa","ongoing":true}]})");
  merge(R"({"treatments":[{"~":"alectinib","end":"@-31"}]})");
  EXPECT_EQ(draft.Part({"treatments"}, Tables()), R"({"complete":["treatments"],"treatments":[{"kind":"drug","name":"Alecensa","end":"2025-12-15"}]})");
  EXPECT_EQ(draft.Part({"treatments.alectinib.end"}, Tables()), R"({"treatments":[{"~":"alectinib","end":"2025-12-15"}]})");
  EXPECT_EQ(draft.Part({"treatments.lorlatinib.end"}, Tables()), "");
  draft.Erase("treatments", Tables());
  draft.Erase("labs.alt", Tables());
  EXPECT_EQ(draft.Part({"treatments", "treatments.*", "labs.alt"}, Tables()), "");
}

TEST(QuestionBank, TheIllnessesThatAreShownAreKnown) {
  const Question question = QuestionBank::BuiltIn().Find("illnesses").value();
  for (const std::string& name : question.items) EXPECT_FALSE(Tables().ResolveId(rules::TermKind::kCondition, name).empty()) << name;
}

TEST(QuestionBank, FindsTheQuestionsOfAPath) {
  const struct {
    const char* path;
    const char* first;
  } rows[] = {{"labs.anc", "blood_test"}, {"labs.cea", "lab:cea"}, {"cancer.stage", "stage"}, {"treatments.alectinib.outcome", "treatment_outcome:alectinib"},
              {"conditions.hiv.status", "illness_status:hiv"}, {"biomarkers.ALK", "alk"}, {"biomarkers.EGFR", "genes"}, {"facts.can_swallow", "checks"}};
  for (const auto& row : rows) {
    const std::vector<Question> questions = QuestionBank::BuiltIn().For(row.path);
    ASSERT_FALSE(questions.empty()) << row.path;
    EXPECT_EQ(questions.front().id, row.first) << row.path;
    EXPECT_EQ(QuestionBank::BuiltIn().Find(questions.front().id)->ask, questions.front().ask);
  }
  EXPECT_TRUE(QuestionBank::BuiltIn().For("no.such.path").empty());
  EXPECT_THAT(QuestionBank::BuiltIn().Find("treatment_end:alectinib")->ask, HasSubstr("alectinib"));
  EXPECT_FALSE(QuestionBank::BuiltIn().Find("nothing").has_value());
}

TEST(Answers, AreRuledOutByWhatTheProfileSays) {
  const ProfileDraft draft = ProfileDraft::Parse(R"({"id":"t","cancer":{"setting":"metastatic"},"treatments":[]})").value();
  const auto ruled_out = [&](const char* question, const char* answer) {
    const Question asked = QuestionBank::BuiltIn().Find(question).value();
    for (const PossibleAnswer& one : asked.answers) {
      if (one.id == answer) return IsRuledOut(one, draft, Tables());
    }
    ADD_FAILURE() << answer;
    return false;
  };
  EXPECT_TRUE(ruled_out("stage", "stage.IIA"));
  EXPECT_FALSE(ruled_out("stage", "stage.IVB"));
  EXPECT_TRUE(ruled_out("alk_resistance", "alk_resistance.G1202R"));
  EXPECT_TRUE(ruled_out("brain_checks", "brain_checks.none"));   // nobody told whether there are tumors in the brain
  EXPECT_FALSE(ruled_out("brain", "brain.none"));
}

}  // namespace
}  // namespace trialmatch::matcher
