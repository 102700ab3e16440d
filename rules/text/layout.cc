#include "rules/text/layout.h"

#include <algorithm>
#include <cstring>

namespace trialmatch::rules {
namespace {

constexpr uint32_t kWrapColumn = 100;  // the old layout breaks its lines before this column
constexpr uint32_t kWrapTolerance =
    12;  // a line that ended this much earlier than it had to was broken by its author
constexpr uint32_t kLongLine =
    60;  // an unmarked line that goes on in lower case is wrapped text only behind a line so long

struct Line {
  base::Span span;  // without blank ends; empty for a blank line
  uint32_t column = 0;
  uint32_t width = 0;  // column behind the last character, in code points
};

// The white space that text[begin, end) ends with: the size of its last character, 0 when there is none.
uint32_t SpaceBefore(std::string_view text, size_t begin, size_t end) {
  for (uint32_t size = 1; size <= 3 && begin + size <= end; ++size) {
    if (SpaceAt(text.substr(0, end), end - size) == size) return size;
  }
  return 0;
}

// Most lines are ASCII: eight bytes are looked at together.
uint32_t CodePointsIn(std::string_view line) {
  uint32_t continuation_bytes = 0;
  size_t i = 0;
  const auto count_to = [&](size_t end) {
    for (; i < end; ++i) continuation_bytes += (static_cast<unsigned char>(line[i]) & 0xC0) == 0x80 ? 1 : 0;
  };
  while (i + 8 <= line.size()) {
    uint64_t bytes;
    std::memcpy(&bytes, line.data() + i, sizeof bytes);
    if ((bytes & 0x8080808080808080u) == 0)
      i += 8;
    else
      count_to(i + 8);
  }
  count_to(line.size());
  return static_cast<uint32_t>(line.size()) - continuation_bytes;
}

// Reads the line that begins at `at` and moves `at` behind its line break.
Line ReadLine(std::string_view text, size_t& at) {
  Line line;
  size_t stop = std::min(text.find('\n', at), text.size());
  stop = std::min(text.substr(0, stop).find('\r', at), stop);
  size_t begin = at;
  while (begin < stop) {
    const uint32_t size = SpaceAt(text, begin);
    if (size == 0 || begin + size > stop) break;
    line.column = text[begin] == '\t' ? (line.column / 4 + 1) * 4 : line.column + 1;
    begin += size;
  }
  size_t end = stop;
  while (end > begin) {
    const uint32_t size = SpaceBefore(text, begin, end);
    if (size == 0) break;
    end -= size;
  }
  line.width = line.column + CodePointsIn(text.substr(begin, end - begin));
  line.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  at = stop;
  if (at < text.size()) at += text.substr(at, 2) == "\r\n" ? 2 : 1;
  return line;
}

bool HasWord(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
           static_cast<unsigned char>(c) >= 0xC3;
  });
}

// True when a line of the old layout that ends in column `width` was not broken because `next` did not fit.
bool BrokenByAuthor(uint32_t width, std::string_view next) {
  const size_t word = std::min(next.find(' '), next.size());
  return width + 1 + word + kWrapTolerance <= kWrapColumn;
}

bool EndsSentence(char c) { return c == '.' || c == ';' || c == ':'; }

// The old layout with its indents lost: every line but the first stands one column from the margin, and long ones are broken before the
// column where they were once.
constexpr uint32_t kFlatWrap = 82;        // of a nested item
constexpr uint32_t kFlatWrapOfPage = 92;  // of a paragraph at the margin

bool IsFlat(const std::vector<Line>& lines, uint32_t widest) {
  constexpr uint32_t kLong = 75;
  constexpr size_t kFewest = 6;
  if (widest > kWrapColumn + 10) return false;
  size_t count = 0, long_lines = 0;
  for (size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].span.empty()) continue;
    if (lines[i].column != 1) return false;
    ++count;
    long_lines += lines[i].width > kLong ? 1 : 0;
  }
  return count >= kFewest && long_lines >= 2;
}

// The line ends in the middle of a phrase: "..., ALK,", "must have a".
bool EndsInPhrase(std::string_view line) {
  if (line.ends_with(',')) return true;
  const size_t blank = line.rfind(' ');
  const std::string_view last = blank == std::string_view::npos ? line : line.substr(blank + 1);
  constexpr std::string_view kJoins[] = {"a", "an", "the", "of", "with", "who", "in", "and", "or", "to", "for", "by", "on", "from", "as", "at", "than", "have", "has", "must", "prior", "and/or"};
  return std::find(std::begin(kJoins), std::end(kJoins), last) != std::end(kJoins);
}

// "... (e.g." at the end of a line ends no sentence.
bool EndsInAbbreviation(std::string_view line) { return line.ends_with("e.g.") || line.ends_with("i.e."); }

struct Reader {
  std::string_view text;
  bool hard_wrapped = false;
  bool flat = false;
  std::vector<Block> blocks;
  uint32_t last_width = 0;  // of the line before
  uint32_t last_line = 0;   // where the line before began

  bool Continues(const Line& line, const Marker& marker, bool blank_before) const {
    if (blocks.empty()) return false;
    const Block& last = blocks.back();
    const std::string_view own = text.substr(line.span.begin, line.span.size());
    if (marker.none() && GoesOnWithBound(last, own, blank_before)) return true;
    if (last.filler || blank_before) return false;
    if (last.span.end == last.body) return marker.none();  // a marker that stands alone on its line
    if (hard_wrapped) {
      if (!BrokenByAuthor(last_width, own)) {
        // Wrapped text may begin with a dash or a number; a bullet of this layout has two spaces behind it.
        return marker.kind != MarkerKind::kBullet || marker.size < 3 || line.column > last.column;
      }
      if (!marker.none()) return false;
      return !last.marker.none() ? line.column > last.column && text[last.span.end - 1] != ':'
                                 : false;
    }
    if (!marker.none()) return false;
    const bool lower = own[0] >= 'a' && own[0] <= 'z';
    const char end = text[last.span.end - 1];
    if (flat && !lower && !EndsSentence(end)) return GoesOnFlat(own);
    if (!last.marker.none() && line.column > last.column) return end != ':';
    const bool open = !EndsSentence(end) || EndsInAbbreviation(text.substr(last_line, last.span.end - last_line));
    return lower && open && last.span.end - last_line >= kLongLine;
  }

  // "* Creatinine clearance" and in a line of its own ">= 30 mL/min".
  bool GoesOnWithBound(const Block& last, std::string_view own, bool blank_before) const {
    if (last.filler || last.span.end == last.body || (last.marker.none() && (blank_before || last.span.end - last_line < kLongLine))) return false;
    const char end = text[last.span.end - 1];
    if (end != ')' && !((end | 0x20) >= 'a' && (end | 0x20) <= 'z')) return false;
    size_t at = own.find_first_not_of('\\');
    if (own.starts_with("≥") || own.starts_with("≤")) at = 3;
    else if (at != std::string_view::npos && (own[at] == '<' || own[at] == '>')) ++at;
    else return false;
    at = own.find_first_not_of("= ", at);
    return at != std::string_view::npos && own[at] >= '0' && own[at] <= '9';
  }

  // In capitals ("KRAS mutation"), behind a line that had no room for the next word; a heading begins anew.
  bool GoesOnFlat(std::string_view own) const {
    const Block& last = blocks.back();
    const std::string_view before = text.substr(last_line, last.span.end - last_line);
    if (own.starts_with('(') && !last.marker.none() && before.size() >= kLongLine) return true;
    if (own.find("riteria") != std::string_view::npos || own.ends_with(':')) return false;
    if (before.size() >= kLongLine && EndsInPhrase(before)) return true;
    const size_t word = std::min(own.find(' '), own.size());
    return last_width + 1 + word > (last.marker.none() ? kFlatWrapOfPage : kFlatWrap);
  }

  void Add(const Line& line, bool blank_before) {
    const std::string_view own = text.substr(line.span.begin, line.span.size());
    const Marker marker = ReadMarker(own);
    const bool word = HasWord(own);
    if (word && Continues(line, marker, blank_before)) {
      Block& last = blocks.back();
      if (last.span.end == last.body) last.body = line.span.begin;
      last.span.end = line.span.end;
    } else {
      Block block{.span = line.span,
                  .body = line.span.begin,
                  .column = line.column,
                  .blank_before = blank_before};
      block.filler = !word;
      const bool rule =
          !word && own.size() >= 3 && (own[0] == '*' || own[0] == '-' || own[0] == '+');  // "---"
      if (!marker.none() && !rule && (word || marker.size == own.size())) {
        block.marker = marker;
        block.body = line.span.begin + marker.size;
        block.filler = false;
      }
      blocks.push_back(block);
    }
    last_width = line.width;
    last_line = line.span.begin;
  }
};

}  // namespace

Block BehindHeading(std::string_view text, const Block& block, uint32_t size) {
  Block rest = block;
  rest.span.begin = block.body + size;
  while (rest.span.begin < rest.span.end && SpaceAt(text, rest.span.begin) > 0)
    rest.span.begin += SpaceAt(text, rest.span.begin);
  rest.marker = ReadMarker(base::Slice(text, rest.span));
  rest.body = std::min(rest.span.begin + rest.marker.size, rest.span.end);
  return rest;
}

std::vector<Block> ReadBlocks(std::string_view text, bool* hard_wrapped) {
  std::vector<Line> lines;
  lines.reserve(text.size() / 64 + 8);
  uint32_t least = UINT32_MAX;
  uint32_t widest = 0;
  for (size_t at = 0; at < text.size();) {
    lines.push_back(ReadLine(text, at));
    const Line& line = lines.back();
    if (line.span.empty()) continue;
    least = std::min(least, line.column);
    widest = std::max(widest, line.width);
  }
  Reader reader{.text = text,
                .hard_wrapped = least != UINT32_MAX && least >= 4 && widest <= kWrapColumn + 10};
  reader.flat = !reader.hard_wrapped && IsFlat(lines, widest);
  reader.blocks.reserve(lines.size());
  bool blank = true;
  for (const Line& line : lines) {
    if (!line.span.empty()) reader.Add(line, blank);
    blank = line.span.empty();
  }
  *hard_wrapped = reader.hard_wrapped;
  return std::move(reader.blocks);
}

}  // namespace trialmatch::rules
