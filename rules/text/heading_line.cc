#include "rules/text/heading_line.h"

#include <algorithm>

#include "base/ascii.h"

namespace trialmatch::rules {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsWordByte(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0xC3;
}

bool IsDecoration(char c) {
  return c == '*' || c == '_' || c == '#' || c == '\\' || c == '"' || c == '\'';
}

// Without emphasis, quotation marks and dashes at its end.
std::string_view Undecorated(std::string_view line) {
  while (!line.empty()) {
    const char c = line.back();
    if (IsDecoration(c) || c == '-' || c == ' ' || c == '\t' || c == '=') {
      line.remove_suffix(1);
    } else if (line.ends_with("–") || line.ends_with("—")) {
      line.remove_suffix(3);
    } else if (line.ends_with("\xC2\xA0")) {
      line.remove_suffix(2);
    } else {
      break;
    }
  }
  return line;
}

}  // namespace

HeadingLine::HeadingLine(std::string_view line) : lower_(line) {
  bool in_word = false;
  size_t begin = 0;
  words.reserve(lower_.size() / 5 + 4);
  for (char& c : lower_) {
    if (IsUpper(c)) c = static_cast<char>(c | 0x20);
  }
  for (size_t i = 0; i <= lower_.size(); ++i) {
    bool part = i < lower_.size() && IsWordByte(lower_[i]);
    // Full-width signs (U+FF00..) and dashes (U+2010..) are three bytes that begin with EF BC or E2 80.
    if (part && static_cast<unsigned char>(lower_[i]) >= 0xE2 && lower_.size() - i >= 3 &&
        (lower_.compare(i, 2, "\xEF\xBC") == 0 || lower_.compare(i, 2, "\xE2\x80") == 0)) {
      if (in_word) words.push_back({std::string_view(lower_).substr(begin, i - begin)});
      in_word = false;
      i += 2;
      continue;
    }
    if (part == in_word) continue;
    if (part) begin = i;
    if (!part) words.push_back({std::string_view(lower_).substr(begin, i - begin)});
    in_word = part;
  }
  for (HeadingToken& word : words) word.classes = HeadingClasses(word.text);
}

bool HeadingLine::Has(uint32_t classes, size_t from, size_t to) const {
  for (size_t i = from; i < std::min(to, words.size()); ++i) {
    if (words[i].classes & classes) return true;
  }
  return false;
}

// All names of sections, misspelt ones too, go on behind "xc", "nc", "xl" or "nl" as they do here;
// "ineligibility" apart.
bool MayNameSection(std::string_view line) {
  const auto letter = [line](size_t i) { return static_cast<char>(line[i] | 0x20); };
  for (size_t i = 1; i + 3 < line.size(); ++i) {
    const char c = letter(i);
    if ((c != 'c' && c != 'l') || (letter(i - 1) != 'x' && letter(i - 1) != 'n')) continue;
    const char next = letter(i + 1), third = letter(i + 2), fourth = letter(i + 3);
    if (next == 'u' && third == 's') return true;                                           // "exlusion", "excusion"
    if (c == 'c' && next == 'l' && third == 's') return true;                               // "exclsion"
    if (c == 'c' && next == 'l' && third == 'u' && (fourth == 's' || fourth == 't')) return true;
  }
  return line.size() > 10 &&
         (line[0] == '[' || line[0] == '\\' || line.find("neligib") != line.npos);
}

bool IsTitleOfStep(std::string_view line) {
  constexpr size_t kLongest = 70, kNumber = 5;
  if (line.size() > kLongest || line.size() <= kNumber || !EndsWithColon(line)) return false;
  const bool step = line.starts_with("STEP ") || line.starts_with("Step ");
  return step && line[kNumber] >= '0' && line[kNumber] <= '9' &&
         (base::ContainsIgnoreCase(line, "registration") || base::ContainsIgnoreCase(line, "randomi"));
}

bool IsOpenEnded(std::string_view body) {
  return body.ends_with(';') || body.ends_with(',') || body.ends_with(" or") ||
         body.ends_with(" and") || body.ends_with(" OR") || body.ends_with(" AND");
}

bool EndsWithColon(std::string_view line) {
  line = Undecorated(line);
  return line.ends_with(':') || line.ends_with("：");
}

}  // namespace trialmatch::rules
