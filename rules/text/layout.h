#ifndef TRIALMATCH_RULES_TEXT_LAYOUT_H_
#define TRIALMATCH_RULES_TEXT_LAYOUT_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace trialmatch::rules {

enum class MarkerKind : uint8_t { kNone, kBullet, kNumber, kLetter, kLevels };

// What stands before an item: "* ", "- ", "1. ", "(a) ", "iv) ", "2.1 ".
struct Marker {
  MarkerKind kind = MarkerKind::kNone;
  char style =
      0;  // of a number or letter: '.', ')' or '(' for both sides; of a bullet: '*' main, 'o' a glyph of inner lists
  bool upper = false;   // a letter in upper case
  uint32_t glyph = 0;   // of a bullet: its character
  uint32_t number = 0;  // of a number; of a letter: its place in the alphabet
  uint32_t roman = 0;   // of a letter or letters that are a Roman number: its value, else 0
  uint32_t size = 0;    // bytes up to the text behind it, white space included

  bool none() const { return kind == MarkerKind::kNone; }
};

// A marked or unmarked piece of text that may become a heading or an item: a line, or soft-wrapped lines joined.
struct Block {
  base::Span span;           // without blank ends
  uint32_t body = 0;         // where the text behind the marker begins
  uint32_t column = 0;       // of the first character, tabs to the next multiple of four
  bool blank_before = true;  // an empty line or the start of the text stands before it
  bool inside_line = false;  // cut out of a line: its column is that of the line
  bool filler = false;       // holds no letter and no digit
  bool part = false;         // numbered, and its text starts with the label of a part ("2. Cohort 2: ...")
  bool subject = false;      // a subject of the NCI form, cut out of its paragraph ("Hepatic:")
  Marker marker;
};

// White space of ASCII or Unicode at text[at]: its size in bytes, 0 when there is none.
uint32_t WideSpaceAt(std::string_view text, size_t at);   // of two bytes or more
inline uint32_t SpaceAt(std::string_view text, size_t at) {
  const unsigned c = at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  return c < 0xC2 ? 0 : WideSpaceAt(text, at);
}

// What stands behind the heading of `size` bytes at the start of the block's text.
Block BehindHeading(std::string_view text, const Block& block, uint32_t size);

// The marker at the start of `line`, which begins with its first visible character. kNone when it has none.
Marker ReadMarker(std::string_view line);

// The list that `next` continues or belongs to: same kind, style and case ("a)" and "b)", not "a)" and "1)").
bool SameList(const Marker& before, const Marker& next);

// True when `next` starts a list of an inner level when it follows an item marked `before` in the same column ("a." or "o" below "1.").
bool StartsInnerList(const Marker& before, const Marker& next);

// The blocks of the text, in order. Every byte that is no white space lies in one block. `hard_wrapped` answers whether the text is the old
// layout, indented and broken into lines of 100 columns, where only an empty line ends a paragraph.
std::vector<Block> ReadBlocks(std::string_view text, bool* hard_wrapped);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_LAYOUT_H_
