#include <algorithm>
#include <array>

#include "rules/text/layout.h"

namespace trialmatch::rules {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLetter(char c) { return IsLower(c) || IsUpper(c); }

struct Glyph {
  std::string_view bytes;
  char style;  // '*' main level, 'o' inner level
};

// Bullets outside ASCII.
constexpr std::array kGlyphs = {
    Glyph{"•", '*'},      Glyph{"·", '*'},      Glyph{"∙", '*'},  Glyph{"●", '*'},
    Glyph{"▪", '*'},      Glyph{"■", '*'},      Glyph{"□", '*'},  Glyph{"➢", '*'},
    Glyph{"❖", '*'},      Glyph{"✓", '*'},      Glyph{"✔", '*'},  Glyph{"‣", 'o'},
    Glyph{"⁃", 'o'},      Glyph{"►", '*'},      Glyph{"▶", '*'},  Glyph{"\uF0B7", '*'},
    Glyph{"\uF0A7", '*'}, Glyph{"\uF0D8", '*'}, Glyph{"◦", 'o'},  Glyph{"○", 'o'},
    Glyph{"–", 'o'},      Glyph{"—", 'o'},      Glyph{"－", 'o'}, Glyph{"−", 'o'},
};

uint32_t Spaces(std::string_view line, size_t at) {
  uint32_t size = 0;
  while (at + size < line.size()) {
    const uint32_t step = SpaceAt(line, at + size);
    if (step == 0) break;
    size += step;
  }
  return size;
}

// "iv" = 4; 0 when it is no Roman number below 40.
uint32_t RomanValue(std::string_view letters) {
  uint32_t value = 0;
  uint32_t last = 0;
  for (size_t i = letters.size(); i-- > 0;) {
    const char c = static_cast<char>(letters[i] | 0x20);
    const uint32_t digit = c == 'i' ? 1 : c == 'v' ? 5 : c == 'x' ? 10 : 0;
    if (digit == 0) return 0;
    value = digit < last ? value - digit : value + digit;
    if (digit > last) last = digit;
  }
  return value < 40 ? value : 0;
}

Marker BulletAt(std::string_view line) {
  Marker marker;
  size_t size = 0;
  char style = 0;
  bool needs_space = true;
  const bool escaped = line[0] == '\\';
  const size_t first = escaped ? 1 : 0;
  if (first >= line.size()) return marker;
  const char c = line[first];
  if (c == '*' || c == '+' || c == '-') {
    size = first + 1;
    while (size < line.size() && size < first + 4 && line[size] == c) ++size;
    style = escaped || size > first + 1 ? 'o' : '*';
    if (c == '+' && style == 'o') return marker;
    needs_space = !(c == '-' && size < line.size() && IsLetter(line[size]));
    marker.glyph = static_cast<unsigned char>(c) + (style == 'o' ? 256u : 0u);
  } else if (c == 'o' && !escaped) {
    size = 1;
    style = 'o';
    marker.glyph = 'o';
  } else if (static_cast<unsigned char>(c) >= 0x80) {
    for (const Glyph& glyph : kGlyphs) {
      if (!line.substr(first).starts_with(glyph.bytes)) continue;
      size = first + glyph.bytes.size();
      style = glyph.style;
      // A dash may be a sign or a range; the others are never anything but bullets.
      const bool dash =
          glyph.bytes == "–" || glyph.bytes == "—" || glyph.bytes == "−" || glyph.bytes == "－";
      needs_space = dash && !(size < line.size() && IsLetter(line[size]));
      marker.glyph = static_cast<uint32_t>(&glyph - kGlyphs.data()) + 1024u;
      break;
    }
  }
  if (size == 0) return marker;
  const uint32_t spaces = Spaces(line, size);
  if (needs_space && spaces == 0 && size < line.size()) return marker;
  marker.kind = MarkerKind::kBullet;
  marker.style = style;
  marker.size = static_cast<uint32_t>(size) + spaces;
  return marker;
}

// The dash of "3-1)".
bool DashedNumberAt(std::string_view line, size_t at) {
  if (at + 2 >= line.size() || line[at] != '-' || !IsDigit(line[at + 1])) return false;
  return line[at + 2] == ')' || (IsDigit(line[at + 2]) && at + 3 < line.size() && line[at + 3] == ')');
}

// "2.1 Registration", "1.2.3. Text", "3-1) Text"; not "1.5 times".
Marker LevelsAt(std::string_view line) {
  Marker marker;
  size_t at = 0;
  int parts = 0;
  while (at < line.size() && IsDigit(line[at])) {
    const size_t begin = at;
    while (at < line.size() && IsDigit(line[at])) ++at;
    if (at - begin > 2) return {};
    ++parts;
    if (at < line.size() && line[at] == '.') ++at;
    else if (parts == 1 && DashedNumberAt(line, at)) ++at;
  }
  if (at < line.size() && line[at] == ')' && line.substr(0, at).find('-') != line.npos) ++at;
  const uint32_t spaces = Spaces(line, at);
  if (parts < 2 || spaces == 0 || at + spaces >= line.size()) return {};
  if (parts == 2 && !IsUpper(line[at + spaces])) return {};
  marker.kind = MarkerKind::kLevels;
  marker.number = static_cast<uint32_t>(parts);
  marker.size = static_cast<uint32_t>(at) + spaces;
  return marker;
}

// The closing mark of a number or letter at line[at], '.' or ')', and its size in bytes; 0 when there is none. Full-width forms count.
char CloserAt(std::string_view line, size_t at, size_t* size) {
  const std::string_view rest = line.substr(std::min(at, line.size()));
  *size = 1;
  if (rest.starts_with('.') || rest.starts_with(')')) return rest[0];
  *size = 3;
  if (rest.starts_with("）")) return ')';
  if (rest.starts_with("．") || rest.starts_with("、")) return '.';
  return 0;
}

Marker EnumerationAt(std::string_view line) {
  Marker marker;
  size_t at = line[0] == '(' ? 1 : line.starts_with("（") ? 3 : 0;
  const bool open = at > 0;
  const size_t begin = at;
  while (at < line.size() && at < begin + 4 && IsDigit(line[at])) ++at;
  const bool number = at > begin;
  if (!number) {
    while (at < line.size() && at < begin + 6 && IsLetter(line[at])) ++at;
  }
  if (at == begin) return {};
  const std::string_view name = line.substr(begin, at - begin);
  if (at < line.size() && line[at] == '\\') ++at;
  size_t size = 0;
  const char closer = CloserAt(line, at, &size);
  if (closer == 0 || (open && closer != ')')) return {};
  marker.style = open ? '(' : closer;
  at += size;
  if (marker.style == '.' && at < line.size() && line[at] == ')') ++at;
  const uint32_t spaces = Spaces(line, at);
  const char next = at + spaces < line.size() ? line[at + spaces] : 0;
  if (number) {
    if (name.size() > 3) return {};
    // "4.At least": a number may touch its text; "1.5" and "18.5" are not markers.
    if (spaces == 0 && next != 0 && !IsLetter(next) && marker.style == '.' && size == 1) return {};
    if (spaces == 0 && open && next != 0 && !IsUpper(next)) return {};
    for (char digit : name) marker.number = marker.number * 10 + static_cast<uint32_t>(digit - '0');
    marker.kind = MarkerKind::kNumber;
  } else {
    marker.roman = RomanValue(name);
    if (name.size() > 1 && marker.roman == 0) return {};
    marker.upper = IsUpper(name[0]);
    if (spaces == 0 && next != 0 && !(marker.style != '.' && IsUpper(next))) return {};
    // "E. coli", "A. baumannii".
    if (marker.upper && marker.style == '.' && IsLower(next)) return {};
    if (name.size() == 1) marker.number = static_cast<uint32_t>((name[0] | 0x20) - 'a') + 1;
    marker.kind = MarkerKind::kLetter;
  }
  marker.size = static_cast<uint32_t>(at) + spaces;
  return marker;
}

}  // namespace

uint32_t WideSpaceAt(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned c = byte(at);
  if (c == 0xC2) return byte(at + 1) == 0xA0 || byte(at + 1) == 0x85 ? 2 : 0;
  if (c == 0xE2) {
    const unsigned second = byte(at + 1), third = byte(at + 2);
    if (second == 0x80 &&
        ((third >= 0x80 && third <= 0x8F) || third == 0xA8 || third == 0xA9 || third == 0xAF))
      return 3;
    return second == 0x81 && (third == 0x9F || third == 0xA0) ? 3 : 0;
  }
  if (c == 0xE3) return byte(at + 1) == 0x80 && byte(at + 2) == 0x80 ? 3 : 0;
  if (c == 0xEF) return byte(at + 1) == 0xBB && byte(at + 2) == 0xBF ? 3 : 0;
  return 0;
}

Marker ReadMarker(std::string_view line) {
  if (line.empty()) return {};
  if (Marker bullet = BulletAt(line); !bullet.none()) {
    // "* 11. Text", "* (11) Text": the number behind the bullet only counts.
    const std::string_view rest = line.substr(std::min<size_t>(bullet.size, line.size()));
    if (!rest.empty() && (IsDigit(rest[0]) || rest[0] == '(' || rest.starts_with("（"))) {
      const Marker inner = EnumerationAt(rest);
      if (inner.kind == MarkerKind::kNumber) bullet.size += inner.size;
    }
    return bullet;
  }
  if (IsDigit(line[0])) {
    if (Marker levels = LevelsAt(line); !levels.none()) return levels;
  }
  return EnumerationAt(line);
}

bool SameList(const Marker& before, const Marker& next) {
  if (before.kind != next.kind) return false;
  switch (before.kind) {
    case MarkerKind::kNone:
      return true;
    case MarkerKind::kBullet:
      return before.glyph == next.glyph;
    case MarkerKind::kNumber:
      return before.style == next.style;
    case MarkerKind::kLevels:
      return before.number == next.number;
    case MarkerKind::kLetter:
      break;
  }
  if (before.style != next.style || before.upper != next.upper) return false;
  if (before.number != 0 && before.number + 1 == next.number) return true;
  if (before.roman != 0 && before.roman + 1 == next.roman) return true;
  return next.number != 1 && next.roman != 1;
}

bool StartsInnerList(const Marker& before, const Marker& next) {
  if (next.kind == MarkerKind::kLetter) {
    const bool first = next.number == 1 || next.roman == 1;
    return first &&
           (before.kind != MarkerKind::kLetter || before.upper != next.upper || before.number != 0);
  }
  if (next.kind == MarkerKind::kLevels)
    return before.kind == MarkerKind::kLevels ? next.number > before.number
                                              : before.kind == MarkerKind::kNumber;
  if (next.kind == MarkerKind::kBullet && next.style == 'o')
    return before.kind != MarkerKind::kBullet || before.style == '*';
  return false;
}

}  // namespace trialmatch::rules
