// The quick ways of looking at words against the plain ones.
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "gtest/gtest.h"
#include "rules/parse/reading.h"
#include "tests/support/small_tables.h"

namespace trialmatch::rules {
namespace {

// Of one letter, of eight and nine, of the longest; with what is not ASCII.
#define PATTERNS                                                                                              \
  {"a", "in", "ova", "age", "alk", "tumor", "patient", "patients", "diseases", "condition", "conditions",     \
   "patients with", "combined positive score", "patients with measurable lesion", "na\xC3\xAFve", "\xE2\x88\xBC"}
constexpr WordPattern kPatterns[] = PATTERNS;
constexpr std::string_view kWords[] = PATTERNS;

constexpr std::string_view kTexts[] = {
    "Patients with measurable lesions in the Ovary, AGE 18 ∼ 75; ALK-positive tumors",
    "conditions condition condition",
    "treatment-NAÏVE participants: naïve; combined positive score, Combined  Positive Score of 10",
    "a",
    "PATIENT",
    "PATIENTS",
    "no xcondition",
    "measured by Combined\n        Positive Score, patients with\r\n  measurable lesions"};

// Old texts break lines within a wording.
TEST(ReadingWords, GoOnBehindAnEndOfLine) {
  const std::string_view text = "Combined\n        Positive\r\nScore";
  Reading r(Grammar::BuiltIn(), text);
  r.Append({0, static_cast<uint32_t>(text.size())}, false);
  ASSERT_EQ(r.size(), 1);
  EXPECT_EQ(r.Word(0), "Combined Positive Score");
  EXPECT_TRUE(r.WordIs(0, "combined positive score"));
  EXPECT_TRUE(r.WordStarts(0, {"combined positive"}));
  EXPECT_TRUE(r.WordContains(0, {"positive score"}));
  EXPECT_EQ(r.Words(0, 0), "Combined Positive Score");
}

TEST(ReadingWords, AskedByShapeAsByLetters) {
  for (std::string_view text : kTexts) {
    Reading r(Grammar::BuiltIn(), text);
    r.Append({0, static_cast<uint32_t>(text.size())}, false);
    ASSERT_GT(r.size(), 0) << text;
    for (int i = 0; i < r.size(); ++i) {
      for (size_t p = 0; p < std::size(kPatterns); ++p) {
        const std::string row = std::string(r.Word(i)) + " / " + std::string(kWords[p]);
        EXPECT_EQ(r.WordIs(i, kPatterns[p]), base::EqualsIgnoreCase(r.Word(i), kWords[p])) << row;
        EXPECT_EQ(r.WordStarts(i, {kPatterns[p]}), base::StartsWithIgnoreCase(r.Word(i), kWords[p])) << row;
        EXPECT_EQ(r.WordContains(i, {kPatterns[p]}), base::ContainsIgnoreCase(r.Word(i), kWords[p])) << row;
      }
      bool is = false, starts = false;
      for (std::string_view word : kWords) {
        is = is || base::EqualsIgnoreCase(r.Word(i), word);
        starts = starts || base::StartsWithIgnoreCase(r.Word(i), word);
      }
      EXPECT_EQ(r.WordIsAny(i, PATTERNS), is) << r.Word(i);
      EXPECT_EQ(r.WordStarts(i, PATTERNS), starts) << r.Word(i);
    }
  }
}

TEST(ReadingWords, NothingStandsOutside) {
  Reading r(Grammar::BuiltIn(), "no stroke");
  r.Append({0, 9}, false);
  for (int i : {-1, r.size(), r.size() + 1000}) {
    EXPECT_FALSE(r.WordIs(i, "no") || r.WordStarts(i, {"no"}) || r.WordContains(i, {"no"})) << i;
    EXPECT_FALSE(r.Is(i, Cue::kNo) || r.IsAnyMark(i, ",") || r.IsTerm(i, TermKind::kCondition)) << i;
  }
}

TEST(ReadingWords, CuesThatAreNotThereAreNotFound) {
  const std::string_view text = "no stroke, and no infarction";
  Reading r(Grammar::BuiltIn(), text);
  r.Append({0, static_cast<uint32_t>(text.size())}, false);
  EXPECT_EQ(r.FindCue(0, r.size(), {Cue::kNo}), 0);
  EXPECT_GT(r.FindCue(1, r.size(), {Cue::kNo}), 1);
  EXPECT_EQ(r.FindCue(1, 3, {Cue::kNo}), -1);
  EXPECT_FALSE(r.MayHoldCue({Cue::kMust}));
  EXPECT_TRUE(r.MayHoldTermOf(KindBit(TermKind::kCondition)));
  r.Clear();
  EXPECT_FALSE(r.MayHoldCue({Cue::kNo}));
  EXPECT_EQ(r.FindCue(0, 9, {Cue::kNo}), -1);
}

// Words are kept with their ids from one text to the next; not from one lexicon to the next.
TEST(ReadingWords, EachLexiconHasItsOwnIds) {
  const std::string_view text = "Tumours of ALK-positive patients, 18 years, metastases";
  const base::Span all = {0, static_cast<uint32_t>(text.size())};
  const auto ids = [&](const Lexicon& lexicon) {
    std::vector<uint32_t> out;
    for (const Token& token : Tokenize(text, all, lexicon).tokens) out.push_back(token.word);
    return out;
  };
  const std::vector<uint32_t> built_in = ids(Lexicon::BuiltIn()), small = ids(SmallLexicon());
  EXPECT_NE(built_in, small);
  EXPECT_EQ(ids(Lexicon::BuiltIn()), built_in);
  EXPECT_EQ(ids(SmallLexicon()), small);
}

TEST(ReadingWords, WordsOfTheVocabularyWithEqualEnds) {
  Vocabulary words;
  const std::string_view rows[] = {"a", "aa", "aba", "aca", "abcdefgh", "abcdefghabcdefgh", "abcdefghxabcdefgh",
                                   "abcdefghyabcdefgh", "abcdefg", "12", "1.5"};
  for (std::string_view row : rows) words.Intern(row);
  uint32_t id = 1;
  for (std::string_view row : rows) {
    EXPECT_EQ(words.Find(row), id) << row;
    EXPECT_EQ(words.word(id++), row);
  }
  EXPECT_EQ(words.Find("abcdefghzabcdefgh"), 0u);
  EXPECT_EQ(words.Find("ada"), 0u);
}

}  // namespace
}  // namespace trialmatch::rules
