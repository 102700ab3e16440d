#include "fetch/json_split.h"

namespace trialmatch::fetch {
namespace {

// The position behind the string whose opening quote is text[at].
size_t SkipString(std::string_view text, size_t at) {
  size_t from = at + 1;
  while (true) {
    const size_t quote = text.find('"', from);
    if (quote == std::string_view::npos) return kNoEnd;
    size_t slashes = 0;
    // Never behind `from`: what stands before it belongs to an earlier escape, so each byte is looked at twice at most.
    while (quote - slashes > from && text[quote - slashes - 1] == '\\') ++slashes;
    if (slashes % 2 == 0) return quote + 1;
    from = quote + 1;
  }
}

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool EndsScalar(char c) { return c == ',' || c == ']' || c == '}' || IsSpace(c); }

}  // namespace

size_t SkipSpace(std::string_view text, size_t at) {
  while (at < text.size() && IsSpace(text[at])) ++at;
  return at;
}

size_t SkipValue(std::string_view text, size_t at) {
  if (at >= text.size()) return kNoEnd;
  if (text[at] == '"') return SkipString(text, at);
  if (text[at] != '{' && text[at] != '[') {
    while (at < text.size() && !EndsScalar(text[at])) ++at;
    return at;
  }
  size_t depth = 0;
  while (at < text.size()) {
    switch (text[at]) {
      case '"':
        at = SkipString(text, at);
        if (at == kNoEnd) return kNoEnd;
        continue;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (--depth == 0) return at + 1;
        break;
      default:
        break;
    }
    ++at;
  }
  return kNoEnd;
}

size_t FindArrayMember(std::string_view text, size_t at, std::string_view key) {
  if (at >= text.size() || text[at] != '{') return kNoEnd;
  at = SkipSpace(text, at + 1);
  while (at < text.size() && text[at] == '"') {
    const size_t name_end = SkipString(text, at);
    if (name_end == kNoEnd) return kNoEnd;
    const bool is_key = text.substr(at + 1, name_end - at - 2) == key;
    at = SkipSpace(text, name_end);
    if (at >= text.size() || text[at] != ':') return kNoEnd;
    at = SkipSpace(text, at + 1);
    if (is_key) return at < text.size() && text[at] == '[' ? at : kNoEnd;
    at = SkipValue(text, at);
    if (at == kNoEnd) return kNoEnd;
    at = SkipSpace(text, at);
    if (at >= text.size() || text[at] != ',') return kNoEnd;
    at = SkipSpace(text, at + 1);
  }
  return kNoEnd;
}

size_t FindRecordStart(std::string_view text, size_t at) {
  constexpr std::string_view kKey = "\"protocolSection\"";
  // An escaped quote before the word means that it stands inside a string.
  for (size_t key = text.find(kKey, at); key != std::string_view::npos; key = text.find(kKey, key + 1)) {
    size_t before = key;
    while (before > at && IsSpace(text[before - 1])) --before;
    if (before > at && text[before - 1] == '{') return before - 1;
  }
  return kNoEnd;
}

}  // namespace trialmatch::fetch
