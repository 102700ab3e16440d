#include <string>

#include "base/diagnostic.h"
#include "base/sha256.h"
#include "base/span.h"
#include "base/utf8.h"
#include "gtest/gtest.h"

namespace trialmatch::base {
namespace {

using namespace std::string_literals;

TEST(Utf8, ReplacesEachIllFormedSequenceOnce) {
  struct {
    const char* name;
    std::string text;
    std::string repaired;   // '?' for the replacement
  } const kRows[] = {
      {"empty", "", ""},
      {"ascii", "ALK-positive NSCLC", "ALK-positive NSCLC"},
      {"two, three and four bytes", "µ ≥ 𝛼", "µ ≥ 𝛼"},
      {"the greatest code point", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
      {"above it", "\xF4\x90\x80\x80", "????"},
      {"stray continuation", "a\x80z", "a?z"},
      {"Latin-1 micro sign", "10 \xB5g/ml", "10 ?g/ml"},
      {"overlong slash", "\xC0\xAF", "??"},
      {"overlong in three bytes", "\xE0\x80\xAF", "???"},
      {"surrogate half", "\xED\xA0\x80", "???"},
      {"last before the surrogates", "\xED\x9F\xBF", "\xED\x9F\xBF"},
      {"cut off in two", "x\xC2", "x?"},
      {"cut off in three", "x\xE2\x89", "x?"},
      {"cut off in four", "x\xF0\x9D\x9B", "x?"},
      {"cut off before a letter", "\xE2\x89x", "?x"},
      {"a start behind a start", "\xE2\xE2\x89\xA5", "?\xE2\x89\xA5"},
      {"never a lead", "\xFE\xFF\xF5", "???"},
      {"zero byte", "a\0b"s, "a\0b"s},
      {"behind a block of eight", "12345678\xFF""1234567890\xFF", "12345678?1234567890?"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(ReplaceInvalidUtf8(row.text, "?"), row.repaired) << row.name;
    EXPECT_EQ(IsValidUtf8(row.text), row.text == row.repaired) << row.name;
    EXPECT_TRUE(IsValidUtf8(ReplaceInvalidUtf8(row.text))) << row.name;
  }
  EXPECT_EQ(ReplaceInvalidUtf8("a\xFF"), "a\xEF\xBF\xBD");
}

TEST(Utf8, LongHostileTextIsLinear) {
  const std::string text(20'000'000, '\xE2');
  EXPECT_FALSE(IsValidUtf8(text));
  EXPECT_EQ(ReplaceInvalidUtf8(text, "?"), std::string(text.size(), '?'));
}

TEST(Sha256, KnownVectors) {
  // FIPS 180-4 examples.
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Sha256Hex(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_EQ(Sha256Hex("\0"s), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(Diagnostic, PrintsWithoutItsEmptyParts) {
  Diagnostic diagnostic{Severity::kWarning, "study.duplicate", "a.jsonl:7", std::nullopt, "stands twice"};
  EXPECT_EQ(ToString(diagnostic), "a.jsonl:7: warning: stands twice [study.duplicate]");
  diagnostic.where.clear();
  EXPECT_EQ(ToString(diagnostic), "warning: stands twice [study.duplicate]");
  diagnostic.span = Span{3, 9};
  diagnostic.severity = Severity::kNote;
  EXPECT_EQ(ToString(diagnostic), "[3, 9): note: stands twice [study.duplicate]");
  EXPECT_EQ(ToString(Diagnostic{Severity::kError, "", "", std::nullopt, ""}), "error");
}

TEST(Span, SliceCoverAndOverlap) {
  EXPECT_EQ(Slice("ECOG 0-1", {5, 8}), "0-1");
  EXPECT_EQ(Cover({2, 4}, {8, 9}), (Span{2, 9}));
  EXPECT_EQ(Cover({0, 0}, {8, 9}), (Span{8, 9}));
  EXPECT_TRUE((Span{2, 5}.Overlaps({4, 6})));
  EXPECT_FALSE((Span{2, 5}.Overlaps({5, 6}))) << "half-open";
  EXPECT_TRUE((Span{2, 5}.Contains({2, 5})));
}

}  // namespace
}  // namespace trialmatch::base
