#include "rules/text/tokens.h"

#include <gtest/gtest.h>

#include <cmath>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

#include "rules/text/scan.h"
#include "tests/support/small_tables.h"
#include "tests/support/token_dump.h"

namespace trialmatch::rules {
namespace {

TokenStream Read(std::string_view text) { return Tokenize(text, {0, static_cast<uint32_t>(text.size())}, SmallLexicon()); }

struct Row {
  const char* text;
  const char* expected;
};

// See DumpTokens: "#" number, "_" a space before, "|" a line break before.
TEST(TokensTest, Words) {
  const Row rows[] = {
      {"ALK-positive", "ALK '-' positive"},
      {"L858R CYP3A4 22C3", "L858R_CYP3A4_22C3"},
      {"10mg 5HT1 2L 1151Tins", "#10 mg_5HT1_#2 L_#1151 Tins"},
      {"1000mm3 22C3", "#1000 mm3_22C3"},                       // only the unit is a word of the tables
      {"the patient's", "the_patient's"},
      {"the patient’s age", "the_patient’s_age"},
      {"patients' age", "patients '''_age"},
      {"don't", "don't"},
      {"naïve mm² SpO₂", "naïve_mm²_SpO₂"},
      {"5 µg/L β-hCG", "#5_µg '/' L_β '-' hCG"},
      {"first\nsecond\r\n  third", "first|second|third"},
      {"a\xC2\xA0" "b\xE2\x80\x8B" "c", "a_b_c"},               // no-break space, zero-width space
      {"bad \xFF\xC3 byte", "bad_'?' '?'_byte"},
      {"安圣莎 x", "安圣莎_x"},
  };
  for (const Row& row : rows) EXPECT_EQ(DumpTokens(Read(row.text)), row.expected) << row.text;
}

TEST(TokensTest, Numbers) {
  const Row rows[] = {
      {"1,500 100,000 1,500,000", "#1500_#100000_#1500000"},
      {"1.5 1·5 .5 5.", "#1.5_#1.5_#0.5_#5 '.'"},
      {"0,1 or 2", "#0 ',' #1_or_#2"},
      {"1,2345", "#1 ',' #2345"},
      {"1234,567", "#1234 ',' #567"},
      {"1,500.5", "#1500.5"},
      {"2.1.3", "#2.1 '.' #3"},
      {"criteria.5 patients", "criteria '.' #5_patients"},
      {"(.5)", "'(' #0.5 ')'"},
      {"within14 days", "within #14_days"},
      {"withins2 within1a2 thin14", "withins2_within1a2_thin14"},
      {"10^9 10⁹ 10⁻⁹", "#10 '^' #9_#10 #9_#10 '-' #9"},
      {"10\\^9/L", "#10 '^' #9 '/' L"},
      {"1.5x10^9 1.5 x 109/L 1x109", "#1.5 'x' #10 '^' #9_#1.5_'x'_#109 '/' L_#1 'x' #109"},
      {"2.5 × ULN 2.5xULN 2.5 X ULN 3 xULN", "#2.5_'x'_ULN_#2.5 'x' ULN_#2.5_'x'_ULN_#3_'x' ULN"},
      {"2 X-rays, factor X", "#2_X '-' rays ','_factor_X"},
      {"X396 ULN x 3", "'x' #396_ULN_'x'_#3"},                  // an X and digits that no table knows
      {"18-75 50%", "#18 '-' #75_#50 '%'"},
      {"１８", "#18"},
      {"12345678901234567890", "#12345678901234567168"},
  };
  for (const Row& row : rows) EXPECT_EQ(DumpTokens(Read(row.text)), row.expected) << row.text;
}

TEST(TokensTest, Comparisons) {
  const Row rows[] = {
      {"< <= =< > >= = == =>", "LT_LE_LE_GT_GE_EQ_EQ_GE"},
      {"≤5 ≥5 ⩽5 ⩾5 ≦5 ≧5", "LE #5_GE #5_LE #5_GE #5_LE #5_GE #5"},
      {"\\<5 \\>5 \\>=5 \\<\\=5", "LT #5_GT #5_GE #5_LE #5"},
      {"&lt;5 &gt;5 &gt;=5 &le;5 &amp;", "LT #5_GT #5_GE #5_LE #5_'&'"},
      {"≥/=5 >/= 5 </=5 =/<5", "GE #5_GE_#5_LE #5_LE #5"},
      {"> = 18, > or = 18, >or= 18, = or > 18", "GE_#18 ','_GE_#18 ','_GE_#18 ','_GE_#18"},
      {"> orange", "GT_orange"},
      {"+/- ± +/–", "'p'_'p'_'p'"},
      {"a -> b", "a_'-'_b"},
      {"->18 years", "'-' GT #18_years"},
      {"age ³ 18, grade £ 2, £20", "age_GE_#18 ','_grade_LE_#2 ','_LE #20"},
      {"(³18 years) ³Grade 2, 10 ³/L", "'(' GE #18_years ')'_GE Grade_#2 ','_#10_#3 '/' L"},
      {"5 ﹥ 3 ˂ 4", "#5_GT_#3_LT_#4"},
      {"age \xEF\x82\xB3 18", "age_GE_#18"},                    // the Symbol font's private code point
  };
  for (const Row& row : rows) EXPECT_EQ(DumpTokens(Read(row.text)), row.expected) << row.text;
}

TEST(TokensTest, Marks) {
  const Row rows[] = {
      {"a – b — c − d ‐ e", "a_'-'_b_'-'_c_'-'_d_'-'_e"},
      {"• a\n● b\n* c", "'*'_a|'*'_b|'*'_c"},
      {"\\[a\\] \\* \\\\", "'[' a ']'_'*'_'\\'"},
      {"\\a", "'\\' a"},
      {"“a” ‘b’", "'\"' a '\"'_''' b '''"},
      {"2 × 2", "#2_'x'_#2"},
  };
  for (const Row& row : rows) EXPECT_EQ(DumpTokens(Read(row.text)), row.expected) << row.text;
}

TEST(TokensTest, SpansAreExact) {
  const std::string text = "x ANC \\>= 1,500/mm³ in Hodgkin’s";
  const TokenStream stream = Tokenize(text, {2, static_cast<uint32_t>(text.size())}, SmallLexicon());
  std::string joined;
  for (const Token& token : stream.tokens) joined += std::string(base::Slice(text, token.span)) + "~";
  EXPECT_EQ(joined, "ANC~\\>=~1,500~/~mm³~in~Hodgkin’s~");
}

TEST(TokensTest, RangeIsAWall) {
  const std::string text = "lung cancer 1,500 patient's >= 5";
  const TokenStream stream = Tokenize(text, {5, 15}, SmallLexicon());
  EXPECT_EQ(DumpTokens(stream), "cancer_#1 ',' #5");
  EXPECT_EQ(DumpMentions(stream, SmallLexicon()), "[cancer: disease cancer]");
  EXPECT_EQ(DumpTokens(Tokenize(text, {18, 26}, SmallLexicon())), "patient '''");
  EXPECT_EQ(DumpTokens(Tokenize(text, {28, 29}, SmallLexicon())), "GT");
}

TEST(MentionsTest, Table) {
  const Row rows[] = {
      {"non-small cell lung cancer", "[non-small cell lung cancer: disease nsclc]"},
      {"Non Small-Cell\nLung cancers", "[Non Small-Cell\nLung cancers: disease nsclc]"},
      {"non-small, cell lung cancer", "[lung cancer: disease lung_cancer]"},
      {"lung.\ncancer", "[cancer: disease cancer]"},
      {"interstitial lung\n- disease", ""},                      // a bullet, not a hyphen
      {"PD-L1 PD L1 PD‑L1 PDL1 PD/L1",
       "[PD-L1: gene PD_L1] [PD L1: gene PD_L1] [PD‑L1: gene PD_L1] [PDL1: gene PD_L1] [PD/L1: gene PD_L1]"},
      {"ALK+ ALK + ALK\\+ ALK", "[ALK+: gene ALK] [ALK +: gene ALK] [ALK\\+: gene ALK] [ALK: gene ALK]"},
      {"ALK-positive tumours", "[ALK: gene ALK] [positive: alteration positive] [tumours: disease cancer]"},
      {"ALK rearrangements", "[ALK: gene ALK] [rearrangements: alteration fusion]"},
      {"ALK inhibitors", "[ALK inhibitors: drug_class alk_tki]"},  // the longest wording
      {"MET c-Met met mets", "[MET: gene MET] [c-Met: gene MET]"},
      {"MET’s METs", "[MET’s: gene MET]"},
      {"ILD ild", "[ILD: condition ild]"},
      {"pt PT", "[PT: lab pt]"},                                  // "=PT" takes the place of the id
      {"exon 19 deletion, exon 19 deletions, Ex19del, exon-19 deletion",
       "[exon 19 deletion: mutation EGFR-like:exon 19] [exon 19 deletions: mutation EGFR-like:exon 19] [Ex19del: mutation EGFR-like:exon 19] "
       "[exon-19 deletion: mutation EGFR-like:exon 19]"},
      {"X-396 X396 x-396", "[X-396: drug ensartinib] [X396: drug ensartinib] [x-396: drug ensartinib]"},
      {"brain metastases, Hodgkins disease", "[brain metastases: condition brain_metastases] [Hodgkins disease: disease lymphoma]"},
      {"Hodgkin’s Disease anaemia", "[Hodgkin’s Disease: disease lymphoma] [anaemia: condition anemia]"},
      {"locally advanced locally-advanced", "[locally advanced: setting locally_advanced] [locally-advanced: setting locally_advanced]"},
      {"1500/mm3 cells/mm3 /mm³ 5 x10^9/L 10⁹/L G/L g/L 37 °C ºC",
       "[/mm3: unit /uL] [cells/mm3: unit /uL] [/mm³: unit /uL] [x10^9/L: unit 10^9/L] [10⁹/L: unit 10^9/L] [G/L: unit 10^9/L] [g/L: unit g/L] "
       "[°C: unit C] [ºC: unit C]"},
      {"in Norway no", "[Norway: place NO] [no: cue no]"},        // the id of a place is no name
      {"any alteration, c", "[alteration: alteration any]"},
  };
  for (const Row& row : rows) EXPECT_EQ(DumpMentions(Read(row.text), SmallLexicon()), row.expected) << row.text;
}

TEST(MentionsTest, AWordingOfSeveralTablesHasSeveralTerms) {
  std::string text;
  const auto lexicon = Lexicon::Load(SmallTablesWith("cue.tsv", "brain_word\tbrain\ttest", &text));
  ASSERT_TRUE(lexicon.ok()) << lexicon.status();
  EXPECT_EQ(DumpMentions(Tokenize("brain", {0, 5}, *lexicon), *lexicon), "[brain: site brain, cue brain_word]");
}

TEST(NormalizeTest, Table) {
  const Row rows[] = {
      {"metastases", "metastasis"}, {"metastasis", "metastasis"}, {"therapies", "therapy"}, {"biopsies", "biopsy"}, {"diagnoses", "diagnosis"},
      {"tumours", "tumor"}, {"inhibitors", "inhibitor"}, {"this", "this"}, {"pancreas", "pancreas"}, {"status", "status"}, {"class", "class"},
      {"classes", "class"}, {"masses", "mass"}, {"viruses", "virus"}, {"causes", "cause"}, {"doses", "dose"}, {"thromboses", "thrombosis"},
      {"cirrhoses", "cirrhosis"}, {"purposes", "purpose"}, {"diseases", "disease"}, {"cases", "case"}, {"analyses", "analysis"},
      {"crises", "crisis"}, {"nodes", "node"}, {"melanomas", "melanoma"}, {"leukaemias", "leukemia"}, {"AIDS", "aids"}, {"series", "series"},
      {"TKIs", "tki"}, {"PIs", "pi"}, {"CRs", "cr"}, {"pis", "pis"}, {"was", "was"}, {"rashes", "rash"}, {"headaches", "headache"}, {"patches", "patch"}, {"reflexes", "reflex"},
      {"dies", "die"}, {"ratios", "ratio"}, {"chaos", "chaos"}, {"times", "times"}, {"haemoglobin", "hemoglobin"}, {"oesophageal", "esophageal"},
      {"naïve", "naive"}, {"patient's", "patient"}, {"don’t", "dont"}, {"β", "beta"}, {"µL", "ul"}, {"μL", "ul"}, {"Ⅲ", "iii"}, {"signiﬁcant", "significant"}, {"㎕", "ul"}, {"G12C", "g12c"},
      {"1.5", "1.5"}, {"SpO₂", "spo2"}, {"mm³", "mm3"}, {"ＡＬＫ", "alk"}, {"", ""}, {"s", "s"}, {"'s", ""}, {"fibres", "fiber"},
  };
  for (const Row& row : rows) EXPECT_EQ(SmallLexicon().Normalize(row.text), row.expected) << row.text;
}

TEST(NormalizeTest, IsIdempotent) {
  std::mt19937 random(7);
  const std::string_view pieces[] = {"s", "es", "ies", "oses", "ases", "sses", "is", "us", "as", "os", "aemia", "haem", "tumour", "fibre", "oe",
                                     "e", "a", "i", "'s", "’", "é", "ß", "\xFF", "\xC3", "\xCC\x81", "1", ".", "x", "ch", "d", "om", "r"};
  for (int i = 0; i < 20000; ++i) {
    std::string word;
    for (uint32_t n = 1 + random() % 6; n > 0; --n) word += pieces[random() % std::size(pieces)];
    const std::string once = SmallLexicon().Normalize(word);
    ASSERT_EQ(SmallLexicon().Normalize(once), once) << word;
  }
}

TEST(NormalizeTest, PlainLetters) {
  const Row rows[] = {
      {"treatment naïve", "treatment naive"}, {"brain  metastases", "brain metastases"}, {"brain\n   metastases", "brain metastases"},
      {"pre\u2011treated", "pre-treated"}, {"patient’s", "patient's"}, {"5\u00A0days", "5 days"}, {"NYHA Ⅲ", "NYHA iii"}, {"SIRPα", "SIRPα"}, {"≥ 3 × ULN", "≥ 3 × ULN"}, {"", ""},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(InPlainLetters(row.text), row.expected) << row.text;
    EXPECT_TRUE(!IsPlain(row.text) || row.text == row.expected) << row.text;
  }
  EXPECT_TRUE(IsPlain("ALK-positive, stage IV (M1c)"));
  EXPECT_FALSE(IsPlain("two  blanks"));
}

TEST(NormalizeTest, OneSpellingKeepsCapitals) {
  Spelling spelling;
  spelling.Add("tumour", "tumor");
  spelling.AddSynonym("participants", "patients");
  spelling.AddSynonym("people", "patients");
  const Row rows[] = {
      {"Participants with tumours", "Patients with tumors"}, {"PARTICIPANTS", "PATIENTS"}, {"some people", "some patients"}, {"participantship", "participantship"}, {"ALK+ NSCLC", "ALK+ NSCLC"}, {"", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(spelling.InOneSpelling(row.text), row.expected) << row.text;
}

// What the scanner calls a word and what NormalizeWord makes of its bytes must be the same word of the vocabulary.
TEST(NormalizeTest, AgreesWithTheScanner) {
  for (const char* word : {"tumours", "Hodgkin’s", "naïve", "mm³", "SpO₂", "β", "leukaemias", "L858R", "patients", "don't", "Ⅲ"}) {
    Vocabulary vocabulary;
    std::vector<Token> tokens;
    ScanWording(word, &vocabulary, SmallLexicon().spelling(), &tokens);
    ASSERT_EQ(tokens.size(), 1u) << word;
    EXPECT_EQ(vocabulary.word(tokens[0].word), SmallLexicon().Normalize(word)) << word;
  }
}

// Any bytes: spans in order, inside the range, never blank-ended, mentions in order.
TEST(TokensTest, AnyBytesGiveOrderedSpans) {
  std::mt19937 random(11);
  const std::string_view pieces[] = {"lung", " ", "\n", "-", "/", "non", "small", "cell", "cancer", "1", ",", "500", ".", "x", "10", "<", "=", "\\",
                                     "&lt;", "≥", "⁹", "²", "’", "'", "s", "é", "\xFF", "\xE2\x89", "or", "+", "ALK", "°", "１", "³", "£ 2", "ULN"};
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (uint32_t n = random() % 12; n > 0; --n) text += pieces[random() % std::size(pieces)];
    const uint32_t begin = text.empty() ? 0 : static_cast<uint32_t>(random() % text.size());
    const uint32_t size = static_cast<uint32_t>(text.size()) - begin;
    const base::Span range = {begin, begin + static_cast<uint32_t>(random() % (size + 1))};
    const TokenStream stream = Tokenize(text, range, SmallLexicon());
    uint32_t at = range.begin;
    for (const Token& token : stream.tokens) {
      ASSERT_LE(at, token.span.begin) << text;
      ASSERT_LT(token.span.begin, token.span.end) << text;
      at = token.span.end;
    }
    ASSERT_LE(at, range.end) << text;
    uint32_t next = 0;
    for (const Mention& mention : stream.mentions) {
      ASSERT_LE(next, mention.first);
      ASSERT_LE(mention.first, mention.last);
      ASSERT_LT(mention.last, stream.tokens.size());
      ASSERT_FALSE(mention.terms.empty());
      next = mention.last + 1;
    }
  }
}

TEST(TokensTest, LongRunsAreCheapAndHarmless) {
  for (const char* piece : {"a", "1", "<", "\\", "&", "é", "'s", "1a", "1,000", "-", "x10", " or = "}) {
    std::string text;
    while (text.size() < 200000) text += piece;
    const TokenStream stream = Read(text);
    EXPECT_FALSE(stream.tokens.empty()) << piece;
    EXPECT_TRUE(std::isfinite(stream.tokens[0].number)) << piece;
  }
  const std::string digits = "x" + std::string(1000, '7');
  EXPECT_EQ(Read(digits).tokens.size(), 2u);
}

}  // namespace
}  // namespace trialmatch::rules
