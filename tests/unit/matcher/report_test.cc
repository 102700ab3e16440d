#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/explain/text_report.h"
#include "matcher/explain/words.h"
#include "matcher/report_json.h"
#include "nlohmann/json.hpp"

namespace trialmatch::matcher {
namespace {

using base::Day;
using base::Truth;
using rules::Criterion;
using rules::Topic;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Day kToday = Day::FromCivil(2026, 1, 15);

// One report with a trial of each verdict; kept alive as a whole because results point into studies
// and criteria.
class Sample {
 public:
  Sample() {
    studies_.resize(4);
    criteria_.resize(4);
    report.patient_id = "ex01";
    report.as_of = "2026-01-15";
    report.decided_on = kToday;
    report.registry_source = "test.jsonl";
    report.rules_version = "2026.11-test";
    report.counts = {.likely = 1, .possible = 1, .later = 1, .excluded = 1, .not_recruiting = 7};
    for (int i = 0; i < 4; ++i) {
      fetch::Study& study = studies_[i];
      study.nct_id = "NCT9900000" + std::to_string(i + 1);
      study.brief_title = "Trial " + std::to_string(i + 1);
      study.overall_status = "RECRUITING";
      study.study_type = "INTERVENTIONAL";
      study.phases = {"PHASE1", "PHASE2"};
      study.eligibility_criteria =
          "* ALK \"positive\" \\> 15 %\n* No lorlatinib within 28 days\n* QTcF below 470 ms\n* "
          "Frobnication";
      const std::string& text = study.eligibility_criteria;
      criteria_[i].criteria = {Make("I1", Topic::kBiomarker, text, "ALK \"positive\" \\> 15 %"),
                               Make("E4", Topic::kWashout, text, "No lorlatinib within 28 days"),
                               Make("I7", Topic::kLab, text, "QTcF below 470 ms"),
                               Make("E9", Topic::kOther, text, "Frobnication")};
      TrialResult& trial = report.trials.emplace_back();
      trial.study = &study;
      trial.criteria = &criteria_[i];
      trial.rank = i + 1;
      trial.verdict = static_cast<Verdict>(i);
      trial.score = 0.93;
      trial.signals = {{.name = "driver", .value = 1, .weight = 6, .because = "asks for ALK"},
                       {.name = "sequence",
                        .value = 0.9,
                        .weight = 2,
                        .because = "newer than what came before"}};
      for (const Criterion& criterion : criteria_[i].criteria)
        trial.results.push_back({.criterion = &criterion, .truth = Truth::kMet});
      trial.results[0].reasons = {{.leaf = {2, 5}, .because = "ALK fusion found"}};
    }
    TrialResult& possible = report.trials[1];
    possible.results[2].truth = Truth::kUnknown;
    possible.results[2].reasons = {
        {.leaf = {61, 65}, .because = "QTcF not told", .needs = {"labs.qtcf"}}};
    possible.results[3].truth = Truth::kUnknown;
    possible.unknown = {2};
    possible.not_understood = {3};
    possible.read_in_part = {1};
    possible.text_gap = TextGap::kMostlyUnread;
    possible.checked_at_site = 6;
    possible.cautions = {
        {.id = "minor", .text = "Ask whether minors are taken.", .source = "field"}};
    possible.eligible_until = kToday + 32;

    TrialResult& later = report.trials[2];
    later.cohort = "Phase 2 cohort 2b";
    later.eligible_from = kToday + 2;
    later.results[1].truth = Truth::kNotMet;
    later.results[1].lifts_on = kToday + 2;
    const uint32_t leaf =
        static_cast<uint32_t>(later.study->eligibility_criteria.find("lorlatinib"));
    later.results[1].reasons = {
        {.leaf = {leaf, leaf + 10},
         .because = "lorlatinib ended 2025-12-20, 26 days ago; 28 days needed"}};
    later.blocking = {1};
    NearestSite site;
    site.site.facility = "Clinic";
    site.site.city = "Boston";
    site.site.country = "United States";
    site.site.status = "RECRUITING";
    site.site.contacts.push_back({.name = "A. Person", .phone = "555", .email = "a@example.org"});
    site.country_code = "US";
    site.km = 12.4;
    site.from = {.latitude = 42.36, .longitude = -71.06};
    site.to = {.latitude = 42.47, .longitude = -71.06};
    site.open = true;
    later.nearest_site = site;

    TrialResult& excluded = report.trials[3];
    Criterion age = Make("S.age", Topic::kAgeSex, "  ", "");
    age.source = "maximumAge";
    age.span = age.body = {};
    age.text = "45 Years";
    criteria_[3].criteria.push_back(age);
    criteria_[3].cohorts.push_back({.name = "Part A", .closed = true, .span = {0, 5}});
    excluded.results.clear();
    for (const Criterion& criterion : criteria_[3].criteria)
      excluded.results.push_back({.criterion = &criterion, .truth = Truth::kMet});
    excluded.results[4].truth = Truth::kNotMet;
    excluded.results[4].reasons = {{.because = "46 years old; at most 45"}};
    excluded.blocking = {4};
    excluded.closed_cohorts = {0};
  }
  Sample(const Sample&) = delete;

  MatchReport report;

 private:
  static Criterion Make(std::string id, Topic topic, const std::string& text,
                        const std::string& body) {
    Criterion criterion;
    criterion.id = std::move(id);
    criterion.topic = topic;
    criterion.body.begin = static_cast<uint32_t>(text.find(body));
    criterion.body.end = criterion.body.begin + static_cast<uint32_t>(body.size());
    criterion.span = {criterion.body.begin - 2, criterion.body.end};
    return criterion;
  }
  std::vector<fetch::Study> studies_;
  std::vector<rules::TrialCriteria> criteria_;
};

TEST(ReportJson, KeepsTheShapeOfTheDesign) {
  const Sample sample;
  const std::string text = MatchReportJson(sample.report, {});
  const auto json = nlohmann::ordered_json::parse(text);
  const auto keys = [](const nlohmann::ordered_json& object) {
    std::vector<std::string> out;
    for (const auto& [key, value] : object.items()) out.push_back(key);
    return out;
  };
  EXPECT_THAT(keys(json), ElementsAre("patient_id", "as_of", "decided_on", "registry",
                                      "rules_version", "profile_sha256", "counts", "trials"));
  EXPECT_THAT(keys(json["counts"]),
              ElementsAre("likely", "possible", "later", "excluded", "not_recruiting"));
  const auto& later = json["trials"][2];
  EXPECT_THAT(keys(later),
              ElementsAre("nct_id", "rank", "verdict", "score", "cohort", "eligible_from",
                          "eligible_until", "needs_stop", "title", "status", "study_type", "phases",
                          "nearest_site", "signals", "cautions", "blocking", "unknown",
                          "not_understood", "read_in_part", "text_gap", "checked_at_site"));
  EXPECT_THAT(keys(later["nearest_site"]),
              ElementsAre("facility", "city", "country", "km", "status", "open", "contact"));
  EXPECT_THAT(keys(later["blocking"][0]),
              ElementsAre("id", "topic", "source", "text", "begin", "end", "leaf_begin", "leaf_end",
                          "because", "lifts_on"));
  EXPECT_EQ(text.find('\n'), std::string::npos);
}

TEST(ReportJson, SaysWhatTheReportHolds) {
  const Sample sample;
  const auto json = nlohmann::json::parse(MatchReportJson(sample.report, {}));
  EXPECT_EQ(json["counts"]["not_recruiting"], 7);
  const auto& possible = json["trials"][1];
  EXPECT_EQ(possible["verdict"], "possible");
  EXPECT_EQ(possible["unknown"][0]["needs"], std::vector<std::string>{"labs.qtcf"});
  EXPECT_EQ(possible["not_understood"][0]["text"], "Frobnication");
  EXPECT_EQ(possible["read_in_part"][0]["id"], sample.report.trials[1].results[1].criterion->id);
  EXPECT_EQ(possible["text_gap"], "mostly_unread");
  EXPECT_EQ(json["trials"][2]["text_gap"], nullptr);
  EXPECT_EQ(possible["eligible_until"], "2026-02-16");
  EXPECT_EQ(possible["nearest_site"], nullptr);
  EXPECT_EQ(possible["checked_at_site"], 6);
  const auto& later = json["trials"][2];
  EXPECT_EQ(later["eligible_from"], "2026-01-17");
  EXPECT_EQ(later["nearest_site"]["country"], "US");
  EXPECT_EQ(later["nearest_site"]["km"], 12);
  EXPECT_EQ(later["blocking"][0]["lifts_on"], "2026-01-17");
}

TEST(ReportJson, AQuotedTextIsTheBytesOfItsSpan) {
  const Sample sample;
  const auto json = nlohmann::json::parse(MatchReportJson(sample.report, {}));
  const std::string& text = sample.report.trials[2].study->eligibility_criteria;
  const auto& block = json["trials"][2]["blocking"][0];
  EXPECT_EQ(block["text"],
            text.substr(block["begin"], block["end"].get<size_t>() - block["begin"].get<size_t>()));
  EXPECT_EQ(text.substr(block["leaf_begin"], 10), "lorlatinib");
}

TEST(ReportJson, OtherFieldsHaveNoSpanAndClosedPartsAreNamed) {
  const Sample sample;
  const auto json = nlohmann::json::parse(MatchReportJson(sample.report, {}));
  const auto& blocking = json["trials"][3]["blocking"];
  ASSERT_EQ(blocking.size(), 2u);
  EXPECT_EQ(blocking[0]["id"], "closed");
  EXPECT_EQ(blocking[1]["source"], "maximumAge");
  EXPECT_EQ(blocking[1]["text"], "45 Years");
  EXPECT_FALSE(blocking[1].contains("begin"));
  EXPECT_FALSE(blocking[1].contains("leaf_begin"));
}

TEST(ReportJson, NumbersHaveAFixedCountOfDigits) {
  const Sample sample;
  const std::string text = MatchReportJson(sample.report, {});
  EXPECT_THAT(text, HasSubstr("\"score\": 0.9300,"));
  EXPECT_THAT(text, HasSubstr("\"signals\": {\"driver\": 1.00, \"sequence\": 0.90}"));
}

TEST(ReportJson, TopCutsTheListNotTheCounts) {
  const Sample sample;
  const auto json = nlohmann::json::parse(MatchReportJson(sample.report, {.top = 2}));
  EXPECT_EQ(json["trials"].size(), 2u);
  EXPECT_EQ(json["counts"]["later"], 1);
  EXPECT_FALSE(json["trials"][0].contains("criteria"));
}

TEST(ReportJson, CriteriaListsEveryCriterion) {
  Sample sample;
  sample.report.trials[1].results[1].decides = false;
  const auto json = nlohmann::json::parse(
      MatchReportJson(sample.report, {.criteria = ReportJsonOptions::Criteria::kAll}));
  const auto& criteria = json["trials"][1]["criteria"];
  ASSERT_EQ(criteria.size(), 4u);
  EXPECT_EQ(criteria[0]["verdict"], "met");
  EXPECT_EQ(criteria[0]["because"], "ALK fusion found");
  EXPECT_EQ(criteria[0]["text"], "ALK \"positive\" \\> 15 %");
  EXPECT_EQ(criteria[1]["verdict"], "checked_at_site");
  EXPECT_EQ(criteria[2]["verdict"], "unknown");
}

TEST(ReportJson, BytesThatAreNoTextStayValidJson) {
  Sample sample;
  const_cast<fetch::Study*>(sample.report.trials[0].study)->brief_title = "a\xff\x01\"\\\xc3\xa9";
  const auto json = nlohmann::json::parse(MatchReportJson(sample.report, {}));
  EXPECT_EQ(json["trials"][0]["title"], "a\xef\xbf\xbd\x01\"\\\xc3\xa9");
}

TEST(MatchText, CanBeReadByALayperson) {
  const Sample sample;
  const std::string text = RenderMatchText(sample.report, {});
  for (const char* part :
       {"decided on 15 January 2026",
        "1 trial likely to fit, 1 possible with something to find out, 1 later, 1 not",
        "7 studies take no new patients",
        "LIKELY FITS",
        "POSSIBLE, SOMETHING TO FIND OUT",
        "LATER",
        "NOT NOW: 1 trial, the nearest misses",
        "NCT99000001, phase 1/2, recruiting",
        "Asks for ALK",
        "The QTc interval of a recent ECG",
        "Not understood by this program, please read",
        "\"Frobnication\"",
        "This door closes after 16 February 2026.",
        "Not yet: could fit from 17 January 2026.",
        "Part of the study: Phase 2 cohort 2b",
        "Nearest open site: Clinic, Boston, United States, 12 km",
        "Contact: A. Person, 555, a@example.org",
        "Lifts on 17",
        "Ask whether minors are taken.",
        "this part is closed to new",
        "46 years old; at most 45",
        "The study site checks 6 more points",
        "Only the study team can decide"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("you are eligible")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\\>")));
}

TEST(MatchText, KeepsToTheWidthAndColorsOnlyOnDemand) {
  const Sample sample;
  for (const size_t width : {40, 60, 100}) {
    const std::string text = RenderMatchText(sample.report, {.width = width});
    size_t begin = 0;
    for (size_t end = text.find('\n'); end != std::string::npos;
         begin = end + 1, end = text.find('\n', begin)) {
      EXPECT_LE(DisplayWidth(std::string_view(text).substr(begin, end - begin)), width);
    }
  }
  EXPECT_THAT(RenderMatchText(sample.report, {.color = TextOptions::Color::kAnsi}),
              HasSubstr("\x1b[1;32mLIKELY FITS\x1b[0m"));
}

TEST(MatchText, TopLeavesOutAndSaysSo) {
  const Sample sample;
  const std::string text = RenderMatchText(sample.report, {.top = 1, .near_misses = 0});
  EXPECT_THAT(text, HasSubstr("NCT99000001"));
  EXPECT_THAT(text, Not(HasSubstr("NCT99000002")));
  EXPECT_THAT(text, HasSubstr("1 trial not listed here"));
  EXPECT_THAT(text, Not(HasSubstr("NOT NOW")));
}

TEST(ExplainText, EveryCriterionWithItsMark) {
  Sample sample;
  sample.report.trials[1].results[1].decides = false;
  const PlainWords words(rules::Lexicon::BuiltIn());
  const TextOptions below{.layout = TextOptions::Layout::kBelow};
  const std::string text = RenderExplainText(sample.report.trials[1], words, below);
  for (const char* part :
       {"[met] I1\n  The registry says: \"ALK \"positive\" > 15 %\"", "For you: ALK fusion found.", "[site checks] E4\n",
        "[not known] I7\n", "To find out: The QTc interval of a recent ECG. Look in your ECG report.",
        "[not read] E9\n  The registry says: \"Frobnication\"", "Fit of the study: 93 of 100"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(RenderExplainText(sample.report.trials[2], words, below),
              HasSubstr("[not met] E4\n  The registry says: \"No lorlatinib within 28 days\""));
}

TEST(Words, NeedsAsALaypersonWouldAsk) {
  const std::pair<const char*, const char*> rows[] = {
      {"labs.qtcf", "the QTc interval of a recent ECG"},
      {"labs.urine_protein", "protein in the urine"},
      {"labs.alt.upper_limit", "the laboratory's limit of normal for the liver value ALT"},
      {"treatments.0.end", "when a treatment ended"},
      {"treatments.chemotherapy", "whether this was given: chemotherapy"},
      {"treatments[2].outcome", "how a treatment ended (growth, side effects, completed)"},
      {"treatments", "all treatments so far, with dates and how each ended"},
      {"biomarkers", "which gene tests of the tumour were done, and their results"},
      {"biomarkers.EGFR", "whether the tumour was tested for EGFR, and the result"},
      {"facts.can_swallow", "whether tablets can be swallowed"},
      {"conditions.hiv", "whether there is or was: hiv"},
      {"unheard.of_path", "unheard of path"},
      {"", "more about the patient"},
  };
  for (const auto& [path, words] : rows) EXPECT_EQ(NeedInWords(path), words) << path;
}

TEST(Words, OneLineTakesMarkupAndControlBytesOut) {
  EXPECT_EQ(OneLine("  a\n\n b\\> \x1b[31mc ", 80), "a b> [31mc");
  EXPECT_EQ(OneLine("one two three four", 12), "one two...");
  EXPECT_EQ(OneLine("\xc3\xa9\xc3\xa9\xc3\xa9", 3), "\xc3\xa9\xc3\xa9\xc3\xa9");
}

TEST(Words, WrapHangsUnderTheFirstWord) {
  EXPECT_EQ(Wrap("aa bb cc dd", "- ", "  ", 8), "- aa bb\n  cc dd\n");
  EXPECT_EQ(Wrap("", "- ", "  ", 8), "- \n");
  EXPECT_EQ(Wrap("muchtoolongforthis x", "", "", 8), "muchtoolongforthis\nx\n");
}

}  // namespace
}  // namespace trialmatch::matcher
