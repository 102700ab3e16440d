#include "rules/read_study.h"

#include <chrono>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rules/criteria_json.h"
#include "rules/parse/cues.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::rules {
namespace {

using std::string_literals::operator""s;

using ::testing::Contains;
using ::testing::Field;
using ::testing::IsEmpty;
using trialmatch::testing::BrokenReadingProperty;
using trialmatch::testing::ReadText;

constexpr size_t kMaxTextBytes = 1 << 20;

struct NamedText {
  const char* name;
  std::string text;
};

std::vector<NamedText> NastyTexts() {
  return {
      {"crlf", "Inclusion Criteria:\r\n\r\n* ALK fusion\r\n* ECOG 0-1\r\n\r\nExclusion Criteria:\r\n"
               "\r\n* HIV\r\n"},
      {"lone carriage returns", "Inclusion Criteria:\r* ALK fusion\r* ECOG 0-1\r"},
      {"no-break spaces", "Inclusion Criteria:\n\n*\u00a0ALK\u00a0fusion\u00a0\n*\u00a0\n\u00a0"},
      {"zero-width and wide spaces", "\ufeffInclusion\u3000Criteria:\n\n*\u200bALK\u2009fusion"},
      {"bullets only", "*\n*\n*\n"},
      {"bullets of all kinds", "* a\n- b\n+ c\n\u2022 d\n1. e\n2) f\n(3) g\na. h\n"},
      {"a heading only", "Inclusion Criteria:"},
      {"two headings", "Inclusion Criteria:\n\nExclusion Criteria:\n\n"},
      {"a colon only", ":"},
      {"unbalanced open", "* ALK fusion (confirmed by (FISH [or IHC"},
      {"unbalanced closed", "* ALK fusion) confirmed by] FISH)))"},
      {"brackets crossed", "* (ALK [fusion) or ROS1] fusion"},
      {"escapes", "* ANC \\>= 1.5 \\* 10\\^9/L\n* \\[ALK\\]\n* \\"},
      {"entities", "* ANC &gt;= 1.5 &lt;b&gt; &amp; &nbsp; &"},
      {"many bytes a letter", "* ALK\u2011positive \u2265 15 % \u2014 \u00b5L, 10\u2079/L \u00e9\u00df"},
      {"replacement letters", "* ALK \ufffd\ufffd fusion"},
      {"controls", "* ALK\0fusion\x01\x7f\n* ECOG\v0-1\f"s},
      {"deep nesting", "* a\n  * b\n    * c\n      * d\n        * e or\n        * f"},
      {"lead-in without a list", "* One of the following:\n\n* ALK fusion"},
      {"only or", "* or\n* OR\n* ---- or ----"},
      {"label without words", "Cohort A:\n* Cohort B:\n* (Part 2 only)"},
      {"numbers only", "1 2 3\n4.5 >= 6 < 7 x 10^8"},
      {"signs only", ">= <= < > = / - + % , ; : . ( ) [ ]"},
      {"one letter", "x"},
      {"no end", "* No prior ALK inhibitor except"},
  };
}

TEST(ReadStudy, SpansAreTheirBytesAndCoverEverything) {
  for (const auto& [name, text] : NastyTexts()) {
    EXPECT_EQ(BrokenReadingProperty(text, ReadText(text)), "") << name;
  }
}

TEST(ReadStudy, ReadsTheSameTwice) {
  for (const auto& [name, text] : NastyTexts()) {
    EXPECT_EQ(CriteriaToJson(ReadText(text), Lexicon::BuiltIn()),
              CriteriaToJson(ReadText(text), Lexicon::BuiltIn()))
        << name;
  }
}

TEST(ReadStudy, HasNothingFromATextWithoutWords) {
  for (const char* text : {"", " ", "\n\n\t \r\n"}) {
    const TrialCriteria found = ReadText(text);
    EXPECT_THAT(found.criteria, IsEmpty());
    EXPECT_THAT(found.diagnostics,
                Contains(Field(&base::Diagnostic::id, "study.no_eligibility_text")));
  }
}

TEST(ReadStudy, KeepsATextOfOneMegabyteAndRefusesOneByteMore) {
  const std::string sentence = "* No prior treatment with any ALK inhibitor is allowed here.\n";
  std::string text;
  while (text.size() + sentence.size() <= kMaxTextBytes) text += sentence;
  text.resize(kMaxTextBytes, 'x');
  const TrialCriteria longest = ReadText(text);
  EXPECT_GT(longest.criteria.size(), 1000u);
  EXPECT_THAT(longest.diagnostics,
              Not(Contains(Field(&base::Diagnostic::id, "text.too_long"))));

  text += 'x';
  const TrialCriteria refused = ReadText(text);
  ASSERT_EQ(refused.criteria.size(), 1u);
  EXPECT_EQ(refused.criteria[0].expression.kind, Expression::Kind::kOpaque);
  EXPECT_EQ(refused.criteria[0].understood, Understood::kNone);
  EXPECT_THAT(refused.diagnostics, Contains(Field(&base::Diagnostic::id, "text.too_long")));
  EXPECT_EQ(BrokenReadingProperty(text, refused), "");
}

TEST(ReadStudy, NotesATextThatWasNoUtf8) {
  fetch::Study study;
  study.eligibility_criteria = "* ALK \ufffd fusion";
  study.eligibility_criteria_was_utf8 = false;
  EXPECT_THAT(ReadStudy(study, Lexicon::BuiltIn()).diagnostics,
              Contains(Field(&base::Diagnostic::id, "text.not_utf8")));
}

TEST(ReadStudy, CountsEveryCriterionOfTheText) {
  const TrialCriteria found = ReadText(
      "Inclusion Criteria:\n\n* ALK fusion\n* Written informed consent\n* Frobnication of zorgs\n");
  EXPECT_EQ(found.coverage.criteria, 3);
  EXPECT_EQ(found.coverage.full, 2);
  EXPECT_EQ(found.coverage.none, 1);
  EXPECT_GT(found.coverage.bytes_understood, 0.3);
  EXPECT_LT(found.coverage.bytes_understood, 0.8);
}

TEST(ReadStudy, EqualHashesReadTheSame) {
  const auto hash = [](const char* text) { return HashOf(ReadText(text).criteria.at(0)); };
  const uint64_t alk = hash("Inclusion Criteria:\n\n* ALK fusion");
  EXPECT_EQ(alk, hash("Inclusion Criteria:\n\n* ALK fusion\n* ECOG 0-1"));
  EXPECT_NE(alk, hash("Inclusion Criteria:\n\n* ROS1 fusion"));
  EXPECT_NE(alk, hash("Exclusion Criteria:\n\n* ALK fusion"));
}

TEST(ReadStudy, AHashDoesNotKnowItsPlace) {
  const auto hash = [](const char* text) { return HashOf(ReadText(text).criteria.at(0)); };
  EXPECT_EQ(hash("Inclusion Criteria:\n\n* ALK fusion"),
            hash("Key Inclusion Criteria:\n\n* ALK fusion"));
}

std::string Filled(std::string_view unit, size_t bytes) {
  std::string text = "Inclusion Criteria:\n\n* ";
  text.reserve(bytes);
  while (text.size() + unit.size() <= bytes) text += unit;
  return text;
}

// The sanitizers take ten times as long; a tenth of the text shows a square as well.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif
constexpr size_t kHostileBytes = kSanitized ? kMaxTextBytes / 10 : kMaxTextBytes;

void CheckTime(const std::vector<const char*>& units) {
  for (const char* unit : units) {
    const std::string text = Filled(unit, kHostileBytes);
    const auto begin = std::chrono::steady_clock::now();
    const TrialCriteria found = ReadText(text);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(seconds.count(), 20.0) << unit;
    EXPECT_EQ(BrokenReadingProperty(text, found), "") << unit;
  }
}

// Just under the limit, of what invites a reader to look back or ahead too far. The bound is far above what linear work needs.
TEST(ReadStudy, TakesLinearTime) {
  CheckTime({
      "(", "()", "[", ",", "or ", "1", "no ", "if ", "except ", ">= ", ":", "\\",
      "chemotherapy within 4 weeks, ", "brain metastases unless ", "stroke or hiv, ",
      "within 4 weeks ", "Phase 1, ", "* ", "*\n", "a", "\u00a0",
  });
}

// One endless sentence, of what parsers look ahead in.
TEST(ReadStudy, TakesLinearTimeForLongSentences) {
  CheckTime({"1 ", "(ALK ", "ALK/", "ALK, ", "ALK or ", "age 18 to 75 ", "patients with ALK must have ",
             "ANC >= 1.5 x 10^9/L and "});
}

// Many sentences in one item, and many items below one long lead-in.
TEST(ReadStudy, TakesLinearTimeForManySentencesAndLongLeadIns) {
  CheckTime({"but ", "but not ", "(patients must go) ", "No stroke. ", "ALK fusion. ", "Informed consent. ", "Stroke or HIV. Chemotherapy is allowed. "});
  std::string text = "Inclusion Criteria:\n\n* ";
  while (text.size() < kHostileBytes / 2) text += "patients with stroke ";
  text += "and one of the following:\n";
  while (text.size() + 8 < kHostileBytes) text += "  * ALK\n";
  const auto begin = std::chrono::steady_clock::now();
  const TrialCriteria found = ReadText(text);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(seconds.count(), 20.0);
  EXPECT_THAT(found.diagnostics, Contains(Field(&base::Diagnostic::id, "criteria.leads_dropped")));
}

// A text above the limit is kept whole and costs nothing but its copy.
TEST(ReadStudy, TakesNoTimeForALineOfTenMegabytes) {
  std::string text;
  while (text.size() < 10 * kMaxTextBytes) text += "patients with ALK must have ";
  const TrialCriteria found = ReadText(text);
  ASSERT_EQ(found.criteria.size(), 1u);
  EXPECT_EQ(found.criteria[0].text.size(), text.size());
  EXPECT_EQ(found.criteria[0].understood, Understood::kNone);
}

TEST(ReadStudy, ForbidsTheOwnCancerWhereNoneIsStudied) {
  const struct {
    const char* name;
    const char* condition;
    const char* text;
    const char* last;
  } rows[] = {
      {"no cancer anywhere", "Hay Fever", "Inclusion Criteria:\n\n* Rhinitis\n\nExclusion Criteria:\n\n* Any malignancy within 5 years", "NOT (other_malignancy within 5 years OR disease cancer)"},
      {"chemotherapy is no other cancer", "Hay Fever", "Inclusion Criteria:\n\n* Rhinitis\n\nExclusion Criteria:\n\n* Prior chemotherapy\n* Cancer", "NOT (disease cancer)"},
      {"nothing but cancer", "Hay Fever", "Inclusion Criteria:\n\n* Rhinitis\n\nExclusion Criteria:\n\n* Any active cancer or cancer in remission for less than 3 years", "NOT (disease cancer)"},
      {"of a relative", "Hay Fever", "Inclusion Criteria:\n\n* Rhinitis\n\nExclusion Criteria:\n\n* A parent with cancer", "not understood"},
      {"among the conditions", "Lung Cancer", "Inclusion Criteria:\n\n* Rhinitis\n\nExclusion Criteria:\n\n* Any malignancy within 5 years", "NOT (other_malignancy within 5 years)"},
      {"asked for", "Rhinitis", "Inclusion Criteria:\n\n* NSCLC\n\nExclusion Criteria:\n\n* Any malignancy within 5 years", "NOT (other_malignancy within 5 years)"},
      {"another one", "Rhinitis", "Inclusion Criteria:\n\n* Rhinitis\n\nExclusion Criteria:\n\n* Any other malignancy within 5 years", "NOT (other_malignancy within 5 years)"},
      {"another one, right at the start", "Rhinitis", "Inclusion Criteria:\n\nRhinitis\n\nExclusion Criteria:\n\nOther malignancies within 5 years", "NOT (other_malignancy within 5 years)"},
      {"smokers who are screened for it", "Lung Cancer", "Inclusion Criteria:\n\n* Current smoker, eligible for lung cancer screening\n\nExclusion Criteria:\n\n* Active cancer (other than skin cancer)", "NOT (active other_malignancy except skin_cancer OR disease cancer)"},
      {"people at risk of it", "Lung Cancer", "Inclusion Criteria:\n\n* High risk for the development of lung cancer\n\nExclusion Criteria:\n\n* Active cancer (other than skin cancer)", "NOT (active other_malignancy except skin_cancer OR disease cancer)"},
      {"smokers who have it", "Lung Cancer", "Inclusion Criteria:\n\n* Current smoker with lung cancer\n\nExclusion Criteria:\n\n* Active cancer (other than skin cancer)", "NOT (active other_malignancy except skin_cancer)"},
      {"allowed", "Rhinitis", "Inclusion Criteria:\n\n* Rhinitis\n* History of malignancy is allowed\n\nExclusion Criteria:\n\n* Any malignancy within 5 years", "NOT (other_malignancy within 5 years)"},
  };
  for (const auto& row : rows) {
    fetch::Study study;
    study.conditions = {row.condition};
    study.eligibility_criteria = row.text;
    const TrialCriteria found = ReadStudy(study, Lexicon::BuiltIn());
    std::string last;
    for (const Criterion& c : found.criteria) {
      if (c.section == Section::kExclusion && c.source == "eligibilityCriteria") last = Describe(c.expression);
    }
    EXPECT_EQ(last, row.last) << row.name;
  }
}

TEST(Cues, AreTheRowsOfTheTableAndNoOthers) {
  std::vector<std::string> ids, rows;
  for (int i = 0; i < kCueCount; ++i) ids.emplace_back(CueId(static_cast<Cue>(i)));
  for (const Entry& row : Lexicon::BuiltIn().table(TermKind::kCue)) rows.push_back(row.id);
  EXPECT_THAT(ids, ::testing::UnorderedElementsAreArray(rows));
  EXPECT_EQ(CueId(Cue::kNo), "no");
  EXPECT_EQ(CueId(Cue::kWhicheverShorter), "whichever_shorter");
  EXPECT_EQ(CueId(static_cast<Cue>(kCueCount - 1)), "regardless");
}

TEST(Cues, AreFoundByTheirRow) {
  const std::vector<Cue> cues = CueOfRow(Lexicon::BuiltIn());
  const std::vector<Entry>& rows = Lexicon::BuiltIn().table(TermKind::kCue);
  ASSERT_EQ(cues.size(), rows.size());
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(CueId(cues[i]), rows[i].id);
}

}  // namespace
}  // namespace trialmatch::rules
