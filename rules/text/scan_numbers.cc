#include <charconv>
#include <cmath>
#include <limits>

#include "rules/text/scanner.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kNoPoint = std::numeric_limits<uint32_t>::max();

double ParseDigits(const char* begin, const char* end) {
  double value = 0;
  const auto result = std::from_chars(begin, end, value);
  if (result.ec != std::errc() || !std::isfinite(value)) return std::numeric_limits<double>::max();
  return value;
}

}  // namespace

void Scanner::ScanNumber() {
  const uint32_t begin = at_;
  uint32_t at = DigitsEnd(begin);
  uint32_t point = kNoPoint;
  // "1,500": groups of three behind one to three digits.
  if (at < end_ && text_[at] == ',' && at - begin >= 1 && at - begin <= 3) {
    while (at < end_ && text_[at] == ',' && DigitsEnd(at + 1) == at + 4) at += 4;
  }
  if (IsDigit(at + 1) && text_[at] == '.') {
    point = at;
    at = DigitsEnd(at + 1);
  } else if (IsDigit(at + 2) && text_.substr(at, 2) == "\xC2\xB7") {
    point = at;
    at = DigitsEnd(at + 2);
  }
  if (DigitsEnd(begin) == at) return ScanPlainDigits(at);

  char digits[Vocabulary::kMaxWordBytes];
  size_t size = 0;
  if (point == begin) digits[size++] = '0';
  for (uint32_t i = begin; i < at && size < sizeof digits; ++i) {
    if (i == point)
      digits[size++] = '.';
    else if (Class(i) == kDigitByte)
      digits[size++] = text_[i];
  }
  const uint32_t word = WordId({digits, size});
  Token& token = Add(TokenKind::kNumber, begin, at);
  token.word = word;
  token.number = ParseDigits(digits, digits + size);
}

void Scanner::ScanPlainDigits(uint32_t digits_end) {
  const uint32_t begin = at_;
  const uint32_t letters_end = [&] {
    uint32_t at = digits_end;
    while (at < end_ && Class(at) == kLetterByte) ++at;
    return at;
  }();
  const bool times = letters_end == digits_end + 1 && (text_[digits_end] | 0x20) == 'x';
  if (letters_end > digits_end && IsDigit(letters_end) && !times) {
    // Digits, letters, digits: one word ("22C3"), but a number and its unit when only the unit is
    // known ("1000mm3").
    const uint32_t run_end = AlnumEnd(letters_end, end_);
    const uint32_t word = RunId(begin, run_end);
    if (word != 0 || RunId(digits_end, run_end) == 0) {
      Add(TokenKind::kWord, begin, run_end).word = word;
      return;
    }
  }
  const uint32_t word = RunId(begin, digits_end);
  Token& token = Add(TokenKind::kNumber, begin, digits_end);
  token.word = word;
  if (digits_end - begin <= 15) {
    uint64_t value = 0;
    for (uint32_t i = begin; i < digits_end; ++i)
      value = value * 10 + static_cast<uint64_t>(text_[i] - '0');
    token.number = static_cast<double>(value);
  } else {
    token.number = ParseDigits(text_.data() + begin, text_.data() + digits_end);
  }
}

// Superscript, subscript and full-width digits: a number of its own.
void Scanner::ScanDigitsInOtherDress(Character first) {
  const uint32_t begin = at_;
  char digits[Vocabulary::kMaxWordBytes];
  size_t size = 0;
  uint32_t at = begin;
  while (at < end_ && size < sizeof digits) {
    const CodePoint point = DecodeUtf8(text_, at);
    const Character character = Classify(point.value);
    if (character.kind != first.kind || point.value < 0x80) break;
    digits[size++] = character.mark;
    at += point.bytes;
  }
  const uint32_t word = WordId({digits, size});
  Token& token = Add(TokenKind::kNumber, begin, at);
  token.word = word;
  token.number = ParseDigits(digits, digits + size);
}

// One comparison of several characters: "<", "\<", "≥/=", "> =", "=<", "> or =".
bool Scanner::ScanComparison(const Glyph& first) {
  bool less = false, greater = false, equal = false;
  const auto take = [&](char mark) {
    less |= mark == '<' || mark == 'l';
    greater |= mark == '>' || mark == 'g';
    equal |= mark == '=' || mark == 'l' || mark == 'g';
    return less || greater || equal;
  };
  if (first.character.kind != CharacterClass::kSymbol || !take(first.character.mark)) return false;
  const uint32_t begin = at_;
  uint32_t end = first.end;
  // What completes a "<" or ">" is "="; what completes a "=" is "<" or ">", or makes it "==".
  const bool starts_equal = !less && !greater;
  const auto completes = [&](const Glyph& second) {
    if (second.character.kind != CharacterClass::kSymbol) return false;
    const char mark = second.character.mark;
    return starts_equal ? mark == '<' || mark == '>' || (mark == '=' && second.end == end + 1)
                        : mark == '=';
  };
  uint32_t next = SkipSpaces(end, 1);
  Glyph glyph = GlyphAt(next);
  if (glyph.character.mark == '/' && glyph.character.kind == CharacterClass::kSymbol) {
    next = SkipSpaces(glyph.end, 1);
    glyph = GlyphAt(next);
  } else if (next + 2 < end_ && (text_[next] | 0x20) == 'o' && (text_[next + 1] | 0x20) == 'r' &&
             !IsAlnum(next + 2)) {
    glyph = GlyphAt(SkipSpaces(next + 2, 1));
  }
  if (completes(glyph)) {
    take(glyph.character.mark);
    end = glyph.end;
  }
  Token& token = Add(TokenKind::kComparison, begin, end);
  token.comparison = less      ? (equal ? Comparison::kLessEqual : Comparison::kLess)
                     : greater ? (equal ? Comparison::kGreaterEqual : Comparison::kGreater)
                               : Comparison::kEqual;
  return true;
}

}  // namespace trialmatch::rules
