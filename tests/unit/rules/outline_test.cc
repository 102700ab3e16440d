#include "rules/text/outline.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rules/text/heading.h"
#include "rules/text/heading_words.h"
#include "rules/text/layout.h"
#include "tests/support/outline_dump.h"

namespace trialmatch::rules {
namespace {

using testing::BrokenOutlineProperty;
using testing::DumpOutline;

struct MarkerCase {
  const char* line;
  MarkerKind kind;
  uint32_t number;
  const char* rest;
};

TEST(Marker, IsToldFromTextThatBeginsLikeOne) {
  const MarkerCase cases[] = {
      {"* Age", MarkerKind::kBullet, 0, "Age"},
      {"\\- Age", MarkerKind::kBullet, 0, "Age"},
      {"-Age", MarkerKind::kBullet, 0, "Age"},
      {"• Age", MarkerKind::kBullet, 0, "Age"},
      {"•Age", MarkerKind::kBullet, 0, "Age"},
      {"o Age", MarkerKind::kBullet, 0, "Age"},
      {"-- Age", MarkerKind::kBullet, 0, "Age"},
      {"12. Age", MarkerKind::kNumber, 12, "Age"},
      {"4.At least", MarkerKind::kNumber, 4, "At least"},
      {"2) Age", MarkerKind::kNumber, 2, "Age"},
      {"(3) Age", MarkerKind::kNumber, 3, "Age"},
      {"1）Age", MarkerKind::kNumber, 1, "Age"},
      {"b. age", MarkerKind::kLetter, 2, "age"},
      {"(c) age", MarkerKind::kLetter, 3, "age"},
      {"A. Age", MarkerKind::kLetter, 1, "Age"},
      {"iv) age", MarkerKind::kLetter, 0, "age"},
      {"2.1 Entry", MarkerKind::kLevels, 2, "Entry"},
      {"*Age", MarkerKind::kNone, 0, "*Age"},  // a footnote or emphasis
      {"**Age** over 18", MarkerKind::kNone, 0, "**Age** over 18"},
      {"1.5 times normal", MarkerKind::kNone, 0, "1.5 times normal"},
      {"1.73 m2", MarkerKind::kNone, 0, "1.73 m2"},
      {"18 years", MarkerKind::kNone, 0, "18 years"},
      {"E. coli", MarkerKind::kNone, 0, "E. coli"},
      {"i.e. none", MarkerKind::kNone, 0, "i.e. none"},
      {"> 18 years", MarkerKind::kNone, 0, "> 18 years"},
      {"-5 to 5", MarkerKind::kNone, 0, "-5 to 5"},
      {"or both", MarkerKind::kNone, 0, "or both"},
  };
  for (const MarkerCase& test : cases) {
    SCOPED_TRACE(test.line);
    const Marker marker = ReadMarker(test.line);
    EXPECT_EQ(marker.kind, test.kind);
    if (test.kind != MarkerKind::kLevels) {
      EXPECT_EQ(marker.number, test.number);
    }
    EXPECT_EQ(std::string_view(test.line).substr(marker.size), test.rest);
  }
}

struct HeadingCase {
  const char* line;
  HeadingReading::Form form;
  Section section = Section::kInclusion;
};

TEST(Heading, IsReadFromItsWords) {
  using enum HeadingReading::Form;
  using enum Section;
  const HeadingCase cases[] = {
      {"Inclusion Criteria", kSection},
      {"INCLUSION CRITERIA:", kSection},
      {"Main inclusion criteria :", kSection},
      {"Key Exclusion Criteria:", kSection, kExclusion},
      {"NON-INCLUSION CRITERIA", kSection, kExclusion},
      {"Criteria for exclusion", kSection, kExclusion},
      {"Exclusion criteria for Part B:", kSection, kExclusion},
      {"Cohort A Inclusion criteria", kSection},
      {"Exclusion Criteria - Part B", kSection, kExclusion},
      {"Additional Key Exclusion for Sub-Protocol C:", kSection, kExclusion},
      {"Exclusion:", kSection, kExclusion},
      {"Exclusion criteria：", kSection, kExclusion},
      {"**Exclusion Criteria:**", kSection, kExclusion},
      {"Exclusion criteria include, but are not limited to, the following:", kSection, kExclusion},
      {"Exclusion conditions:", kSection, kExclusion},
      {"Subjects will be excluded if", kSentence, kExclusion},
      {"Patients must not have any of the following:", kSentence, kExclusion},
      {"Ineligible if:", kSentence, kExclusion},
      {"Patients with the following symptoms or conditions are excluded:", kSentence, kExclusion},
      {"Excluded within 30 days of study entry:", kSentence, kExclusion},
      {"You may be eligible for this study if you:", kSentence},
      {"Patients must meet all of the following criteria:", kSentence},
      {"Subjects must meet the following exclusion criteria to be eligible for the study.",
       kSentence, kExclusion},
      {"Eligibility Criteria:", kEligibility},
      {"PATIENT CHARACTERISTICS:", kMajor},
      {"--Prior/Concurrent Therapy--", kMajor},
      {"Phase II part:", kScope},
      {"Part A / Part B:", kScope},
      {"For women of childbearing potential:", kScope},
      {"Healthy volunteers:", kScope},
      {"Step 2", kScope},
      {"Additional criteria for expansion cohorts:", kEligibility},
      {"Cardiac:", kSubject},
      {"Prior medication:", kSubject},
      {"KEY ENTRY DATA", kTitle},
      // Statements.
      {"Any of the following cardiac criteria:", kNone},
      {"Patients must have one of the following:", kNone},
      {"Patients must have adequate organ function as follows:", kNone},
      {"Inclusion of women", kNone},
      {"Other protocol-defined inclusion/exclusion criteria may apply", kNone},
      {"Known infected persons with a low count of cells are not eligible if any of the following "
       "criteria apply:",
       kNone},
      {"Patients with psoriasis are eligible provided that (arthritis is excluded):", kNone},
      {"RAD50, RAD51, RAD54B", kNone},
      {"Age: 18 and over", kNone},
      {"criteria for inclusion in the second part", kNone},
      {"History of:", kNone},
  };
  for (const HeadingCase& test : cases) {
    SCOPED_TRACE(test.line);
    const HeadingReading reading = ReadHeading(test.line, {});
    EXPECT_EQ(reading.form, test.form);
    EXPECT_EQ(reading.section, test.section);
    if (test.form != kNone) {
      EXPECT_EQ(reading.size, std::string_view(test.line).size());
    }
  }
}

TEST(Heading, OfAListItemIsOnlyPlainSectionWords) {
  EXPECT_EQ(ReadHeading("Exclusion Criteria:", {.marked = true}).form,
            HeadingReading::Form::kSection);
  EXPECT_EQ(ReadHeading("Exclusion: prior cancer", {.marked = true}).form,
            HeadingReading::Form::kNone);
  EXPECT_EQ(ReadHeading("Cohort A:", {.marked = true}).form, HeadingReading::Form::kNone);
  EXPECT_EQ(ReadHeading("Meets the exclusion criteria of the parent study", {.marked = true}).form,
            HeadingReading::Form::kNone);
}

TEST(Heading, EndsWhereTheLineGoesOnBehindItsColon) {
  EXPECT_EQ(ReadHeading("Exclusion: persons with dialysis", {}).size, 10u);
  EXPECT_EQ(ReadHeading("inclusion criteria: Dose Escalation Cohort", {}).size, 42u);
  EXPECT_EQ(ReadHeading("[exclusion] Dialysis", {}).section, Section::kExclusion);
}

TEST(Heading, WordsAreSorted) {
  for (size_t i = 1; i < std::size(kHeadingWords); ++i)
    EXPECT_LT(kHeadingWords[i - 1].word, kHeadingWords[i].word);
}

TEST(Outline, SpansHoldTheMarkerAndBodiesDoNot) {
  const std::string_view text = "  * Age over 18  \n    and under 80\n";
  const Outline outline = ReadOutline(text);
  ASSERT_EQ(outline.items.size(), 1u);
  EXPECT_EQ(base::Slice(text, outline.items[0].span), "* Age over 18  \n    and under 80");
  EXPECT_EQ(base::Slice(text, outline.items[0].body), "Age over 18  \n    and under 80");
}

TEST(Outline, OfNothingIsEmpty) {
  for (const char* text : {"", " \n\t\r\n ", "\xC2\xA0"}) {
    const Outline outline = ReadOutline(text);
    EXPECT_TRUE(outline.items.empty() && outline.headings.empty());
  }
}

TEST(Outline, ListBetweenParagraphsEndsItsHeading) {
  EXPECT_EQ(DumpOutline("", ReadOutline("")), "");
  const std::string_view text =
      "Age over 18\n\nWomen will be excluded if:\n\n* pregnant\n* nursing\n\nSigned consent\n";
  EXPECT_EQ(DumpOutline(text, ReadOutline(text)),
            "- inclusion [Age over 18]\n"
            "# section exclusion [Women will be excluded if:]\n"
            "- exclusion [pregnant]\n"
            "- exclusion [nursing]\n"
            "- inclusion [Signed consent]\n");
}

// Hostile texts: the bytes are covered, and it takes no more than linear time (a generous bound, for slow machines and sanitizers).
TEST(Outline, IsLinearOnHostileTexts) {
  std::string nested;
  for (int i = 0; i < 2000; ++i) nested += std::string(static_cast<size_t>(i), ' ') + "* a\n";
  std::string bullets;
  for (int i = 0; i < 100000; ++i) bullets += "* item:\n";
  std::string levels;
  for (int i = 0; i < 100000; ++i) levels += i % 2 == 0 ? "1. a:\n" : "- b:\n";
  std::string line = "Inclusion Criteria: ";
  while (line.size() < 10'000'000) line += "a) text (1) Exclusion and inclusion: criteria • No ";
  std::string rules;
  for (int i = 0; i < 100000; ++i) rules += "---\nText of a line\n";
  std::string nci = "DISEASE CHARACTERISTICS: ";
  while (nci.size() < 1'000'000) nci += "Age: No ( At Other: ";
  std::string headings;
  for (int i = 0; i < 50000; ++i) headings += "Cohort A:\nExclusion Criteria:\n";
  const std::string texts[] = {std::string(1'000'000, '['),
                               std::string(1'000'000, '('),
                               std::string(1'000'000, '*'),
                               std::string(1'000'000, '\\'),
                               std::string(1'000'000, ':'),
                               nested,
                               bullets,
                               levels,
                               line,
                               rules,
                               nci,
                               headings};
  for (const std::string& text : texts) {
    SCOPED_TRACE(text.substr(0, 40));
    const auto begin = std::chrono::steady_clock::now();
    const Outline outline = ReadOutline(text);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    EXPECT_LT(seconds, 10.0);
    EXPECT_EQ(BrokenOutlineProperty(text, outline), "");
  }
}

// The texts of a file of the shared corpora; empty when the file is not there.
std::vector<std::string> SharedTexts(const std::string& name) {
  std::ifstream in(std::string(TRIALMATCH_SOURCE_DIR) + "/../shared/" + name);
  std::vector<std::string> texts;
  for (std::string line; std::getline(in, line);) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_discarded()) continue;
    if (json.contains("eligibility") && json["eligibility"].is_string())
      texts.push_back(json["eligibility"]);
    const auto path =
        nlohmann::json::json_pointer("/protocolSection/eligibilityModule/eligibilityCriteria");
    if (json.contains(path) && json[path].is_string()) texts.push_back(json[path]);
  }
  return texts;
}

class SharedCorpus : public ::testing::TestWithParam<const char*> {};

TEST_P(SharedCorpus, EveryTextIsCovered) {
  const std::vector<std::string> texts = SharedTexts(GetParam());
  if (texts.empty()) GTEST_SKIP() << "no ../shared/" << GetParam();
  size_t items = 0, with_exclusion = 0;
  for (const std::string& text : texts) {
    const Outline outline = ReadOutline(text);
    ASSERT_EQ(BrokenOutlineProperty(text, outline), "") << text.substr(0, 300);
    items += outline.items.size();
    bool exclusion = false;
    for (const OutlineHeading& it : outline.headings) {
      exclusion |= it.kind == OutlineHeading::Kind::kSection && it.section == Section::kExclusion;
    }
    with_exclusion += exclusion ? 1 : 0;
  }
  RecordProperty("texts", static_cast<int>(texts.size()));
  RecordProperty("items", static_cast<int>(items));
  RecordProperty("texts_with_exclusion_heading", static_cast<int>(with_exclusion));
  EXPECT_GT(with_exclusion * 10, texts.size() * 7);
}

INSTANTIATE_TEST_SUITE_P(Files, SharedCorpus,
                         ::testing::Values("gold/studies.jsonl", "corpus/lung_studies.jsonl",
                                           "corpus/eligibility_texts.jsonl"));

}  // namespace
}  // namespace trialmatch::rules
