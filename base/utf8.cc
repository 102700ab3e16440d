#include "base/utf8.h"

#include <cstdint>
#include <cstring>

namespace trialmatch::base {
namespace {

struct Step {
  size_t size = 1;   // of the character, or of the ill-formed sequence
  bool valid = false;
};

// What stands at text[at]. The bounds of the second byte shut out overlong forms, surrogates and what is above U+10FFFF
// (Unicode 15, table 3-7).
Step StepAt(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(at);
  if (lead < 0x80) return {1, true};
  size_t size = 0;
  uint8_t low = 0x80, high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    size = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {1, false};
  }
  for (size_t i = 1; i < size; ++i) {
    if (at + i >= text.size() || byte(at + i) < low || byte(at + i) > high) return {i, false};
    low = 0x80;
    high = 0xBF;
  }
  return {size, true};
}

// The end of the run of plain ASCII that starts at `at`, eight bytes at a time.
size_t SkipAscii(std::string_view text, size_t at) {
  while (at + 8 <= text.size()) {
    uint64_t block;
    std::memcpy(&block, text.data() + at, 8);
    if (block & 0x8080808080808080u) break;
    at += 8;
  }
  while (at < text.size() && static_cast<uint8_t>(text[at]) < 0x80) ++at;
  return at;
}

}  // namespace

bool IsValidUtf8(std::string_view text) {
  size_t at = SkipAscii(text, 0);
  while (at < text.size()) {
    const Step step = StepAt(text, at);
    if (!step.valid) return false;
    at = SkipAscii(text, at + step.size);
  }
  return true;
}

std::string ReplaceInvalidUtf8(std::string_view text, std::string_view replacement) {
  std::string result;
  result.reserve(text.size());
  size_t kept_to = 0;
  size_t at = SkipAscii(text, 0);
  while (at < text.size()) {
    const Step step = StepAt(text, at);
    if (!step.valid) {
      result.append(text, kept_to, at - kept_to);
      result.append(replacement);
      kept_to = at + step.size;
    }
    at = SkipAscii(text, at + step.size);
  }
  result.append(text, kept_to, text.size() - kept_to);
  return result;
}

}  // namespace trialmatch::base
