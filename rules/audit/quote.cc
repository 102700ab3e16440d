#include "rules/audit/quote.h"

#include "base/ascii.h"

namespace trialmatch::rules {
namespace {

bool Continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

std::string OneLine(std::string_view text, size_t most) {
  std::string out;
  bool space = false;
  for (char c : text) {
    if (base::IsSpace(c)) {
      space = !out.empty();
      continue;
    }
    if (out.size() >= most && !Continues(c)) return out + " ...";
    if (space) out.push_back(' ');
    space = false;
    out.push_back(c);
  }
  return out;
}

std::string_view WholeLetters(std::string_view text, base::Span span) {
  while (span.begin < span.end && Continues(text[span.begin])) ++span.begin;
  while (span.end > span.begin && span.end < text.size() && Continues(text[span.end])) --span.end;
  return base::Slice(text, span);
}

}  // namespace trialmatch::rules
