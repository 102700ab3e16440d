#ifndef TRIALMATCH_BASE_ASCII_H_
#define TRIALMATCH_BASE_ASCII_H_

#include <string>
#include <string_view>

namespace trialmatch::base {

// ASCII only; other bytes are left as they are. (Abseil's string_view is not the std one here.)
constexpr char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

inline std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = ToLower(c);
  return out;
}

inline bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (ToLower(a[i]) != ToLower(b[i])) return false;
  }
  return true;
}

inline bool StartsWithIgnoreCase(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && EqualsIgnoreCase(text.substr(0, start.size()), start);
}

inline bool EndsWithIgnoreCase(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && EqualsIgnoreCase(text.substr(text.size() - end.size()), end);
}

// `part` in lower case.
inline bool ContainsIgnoreCase(std::string_view text, std::string_view part) {
  if (part.empty()) return true;
  for (size_t at = 0; at + part.size() <= text.size(); ++at) {
    if (ToLower(text[at]) == part[0] && EqualsIgnoreCase(text.substr(at, part.size()), part)) return true;
  }
  return false;
}

}  // namespace trialmatch::base

#endif  // TRIALMATCH_BASE_ASCII_H_
