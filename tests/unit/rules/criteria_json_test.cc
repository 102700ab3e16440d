// The shape of docs/criteria.md.
#include "rules/criteria_json.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "rules/read_study.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::rules {
namespace {

using nlohmann::ordered_json;
using ::testing::ElementsAre;

std::vector<std::string> Keys(const ordered_json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

base::Bounds AtMost(double high) {
  base::Bounds bounds;
  bounds.high = high;
  bounds.high_inclusive = true;
  return bounds;
}
base::Bounds MoreThan(double low) {
  base::Bounds bounds;
  bounds.low = low;
  bounds.low_inclusive = false;
  return bounds;
}

TEST(CriteriaJson, KeepsItsShape) {
  const std::string text =
      "Inclusion Criteria:\n\n* ALK fusion\n\nCohort A:\n\n* Prior alectinib\n";
  fetch::Study study;
  study.nct_id = "NCT99000000";
  study.eligibility_criteria = text;
  study.minimum_age = "18 Years";
  const std::string line =
      CriteriaToJson(ReadStudy(study, Lexicon::BuiltIn()), Lexicon::BuiltIn());
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const ordered_json json = ordered_json::parse(line);
  EXPECT_THAT(Keys(json), ElementsAre("nct_id", "rules_version", "text_sha256", "cohorts",
                                      "headings", "criteria", "coverage", "diagnostics"));
  EXPECT_EQ(json["rules_version"], RulesVersion(Lexicon::BuiltIn()));
  EXPECT_THAT(Keys(json["cohorts"][0]),
              ElementsAre("name", "kind", "closed", "way_in", "begin", "end"));
  EXPECT_THAT(Keys(json["headings"][0]), ElementsAre("begin", "end", "text"));
  ASSERT_EQ(json["criteria"].size(), 3u);
  const ordered_json& first = json["criteria"][0];
  EXPECT_THAT(Keys(first), ElementsAre("id", "hash", "section", "topic", "source", "begin", "end",
                                       "text", "scope", "mood", "understood", "expression"));
  EXPECT_EQ(first["text"], "* ALK fusion");
  EXPECT_EQ(text.substr(first["begin"], first["end"].get<size_t>() - first["begin"].get<size_t>()),
            "* ALK fusion");
  EXPECT_EQ(first["hash"].get<std::string>().size(), 16u);
  EXPECT_THAT(Keys(first["expression"]), ElementsAre("leaf", "begin", "end", "rule"));
  EXPECT_EQ(json["criteria"][1]["scope"],
            ordered_json::parse(R"([{"kind": "alternative", "name": "Cohort A"}])"));
  const ordered_json& age = json["criteria"][2];
  EXPECT_EQ(age["id"], "S.age_min");
  EXPECT_EQ(age["source"], "minimumAge");
  EXPECT_FALSE(age.contains("begin"));
  EXPECT_THAT(Keys(json["coverage"]),
              ElementsAre("criteria", "full", "partial", "none", "bytes_understood"));
}

TEST(CriteriaJson, Diagnostics) {
  const auto json = ordered_json::parse(
      CriteriaToJson(trialmatch::testing::ReadText(""), Lexicon::BuiltIn()));
  EXPECT_THAT(Keys(json["diagnostics"][0]), ElementsAre("severity", "id", "message"));
  EXPECT_EQ(json["diagnostics"][0]["id"], "study.no_eligibility_text");
  EXPECT_EQ(json["diagnostics"][0]["severity"], "warning");
  EXPECT_EQ(json["criteria"], ordered_json::array());
}

TEST(CriteriaJson, MarksAndControlsStayJson) {
  const std::string text = "* \"ALK\" \\>= 15 %\t<b>\x01\n* \u2265 \u00b5 \ufffd";
  const auto json = ordered_json::parse(
      CriteriaToJson(trialmatch::testing::ReadText(text), Lexicon::BuiltIn()));
  std::string found;
  for (const auto& each : json["criteria"]) found += each["text"].get<std::string>() + "\n";
  EXPECT_EQ(found, text + "\n");
}

TEST(ExpressionJson, Combinators) {
  const Expression alk = Expression::OfLeaf(MarkerLeaf{.genes = {"ALK"}, .alteration = "fusion"},
                                            {2, 5}, "marker");
  const std::string leaf =
      R"({"leaf":{"marker":{"gene":"ALK","alteration":"fusion"}},"begin":2,"end":5,"rule":"marker"})";
  Expression at_least;
  at_least.kind = Expression::Kind::kAtLeast;
  at_least.count = 2;
  at_least.children = {alk, alk, Expression::Opaque({7, 9})};
  const struct {
    const char* name;
    Expression expression;
    std::string json;
  } rows[] = {
      {"leaf", alk, leaf},
      {"not", Expression::Not(alk), R"({"not":)" + leaf + "}"},
      {"all", Expression::All({alk, alk}), R"({"all":[)" + leaf + "," + leaf + "]}"},
      {"any", Expression::Any({alk, alk}), R"({"any":[)" + leaf + "," + leaf + "]}"},
      {"all of one", Expression::All({alk}), leaf},
      {"when", Expression::When(alk, alk),
       R"({"when":{"if":)" + leaf + R"(,"then":)" + leaf + "}}"},
      {"at least", at_least,
       R"({"at_least":{"count":2,"of":[)" + leaf + "," + leaf +
           R"(,{"opaque":true,"begin":7,"end":9}]}})"},
      {"always", Expression::Always({1, 3}, "permission"),
       R"({"always":true,"begin":1,"end":3,"rule":"permission"})"},
      {"opaque without a place", Expression::Opaque({}), R"({"opaque":true})"},
  };
  for (const auto& row : rows) EXPECT_EQ(ExpressionToJson(row.expression), row.json) << row.name;
}

TEST(ExpressionJson, Leaves) {
  Window washout;
  washout.within = base::Duration{14, base::Duration::Unit::kDay};
  washout.half_lives = 5;
  washout.which = Window::Which::kShorter;
  Window closing;
  closing.no_more_than = base::Duration{60, base::Duration::Unit::kDay};
  closing.anchor = Window::Anchor::kSurgery;
  const struct {
    const char* name;
    Leaf leaf;
    const char* json;
  } rows[] = {
      {"compare", CompareLeaf{.quantity = "ecog", .bounds = AtMost(1), .unit = {}, .sex = {}},
       R"({"compare":{"quantity":"ecog","bounds":{"at_most":1.0}}})"},
      {"compare with a limit of normal",
       CompareLeaf{.quantity = "alt",
                   .bounds = AtMost(3),
                   .unit = {},
                   .relative = CompareLeaf::Relative::kTimesUpperLimit,
                   .sex = "female"},
       R"({"compare":{"quantity":"alt","bounds":{"at_most":3.0},"times":"upper_limit_of_normal","sex":"female"}})"},
      {"one of",
       OneOfLeaf{OneOfLeaf::Attribute::kStage, {"IIIB", "IV"}, {"IVB"}, 8},
       R"({"one_of":{"attribute":"stage","values":["IIIB","IV"],"except":["IVB"],"edition":8}})"},
      {"marker",
       MarkerLeaf{.genes = {"ALK", "ROS1"},
                  .except_genes = {},
                  .alteration = "overexpression",
                  .details = {"I1171*"},
                  .score = MoreThan(1),
                  .score_unit = "%",
                  .known_only = true,
                  .resistance = true},
       R"({"marker":{"genes":["ALK","ROS1"],"alteration":"overexpression","details":["I1171*"],"score":{"more_than":1.0},"score_unit":"%","known_only":true,"resistance":true}})"},
      {"treatment",
       TreatmentLeaf{.what = {"alk_tki"}, .except = {"crizotinib"}, .window = washout},
       R"({"treatment":{"quantifier":"any","what":["alk_tki"],"except":["crizotinib"],"window":{"within":"14 days","half_lives":5.0,"whichever":"shorter"}}})"},
      {"treatment of the last line",
       TreatmentLeaf{.quantifier = TreatmentLeaf::Quantifier::kMostRecent,
                     .what = {"lorlatinib"},
                     .outcome = TreatmentLeaf::Outcome::kProgression,
                     .ongoing = false,
                     .window = closing},
       R"({"treatment":{"quantifier":"most_recent","what":["lorlatinib"],"outcome":"progression","ongoing":false,"window":{"no_more_than":"60 days","before":"surgery"}}})"},
      {"condition",
       ConditionLeaf{.conditions = {"ild"},
                     .except = {},
                     .status = ConditionLeaf::Status::kActive,
                     .window = {},
                     .min_grade = 2,
                     .needed_steroids = true},
       R"({"condition":{"conditions":["ild"],"status":"active","min_grade":2,"needed_steroids":true}})"},
      {"brain",
       BrainLeaf{.site = BrainLeaf::Site::kEither,
                 .treated = true,
                 .stable_for = base::Duration{4, base::Duration::Unit::kWeek},
                 .symptomatic = false,
                 .count = AtMost(3),
                 .since_treatment = {}},
       R"({"brain":{"site":"either","treated":true,"stable_for":"4 weeks","symptomatic":false,"count":{"at_most":3.0}}})"},
      {"standard therapy", StandardTherapyLeaf{StandardTherapyLeaf::Kind::kExhausted},
       R"({"standard_therapy":{"kind":"exhausted"}})"},
      {"fact", FactLeaf{"can_swallow"}, R"({"fact":{"fact":"can_swallow"}})"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(ExpressionToJson(Expression::OfLeaf(row.leaf, {}, "")),
              std::string(R"({"leaf":)") + row.json + "}")
        << row.name;
  }
}

}  // namespace
}  // namespace trialmatch::rules
