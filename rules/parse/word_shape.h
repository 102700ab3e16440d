#ifndef TRIALMATCH_RULES_PARSE_WORD_SHAPE_H_
#define TRIALMATCH_RULES_PARSE_WORD_SHAPE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/ascii.h"

namespace trialmatch::rules {

// What tells two words apart at a glance, without regard to case: most questions about a word ("is
// it one of these twenty?") are answered no from it, without reading letters.
struct WordShape {
  uint64_t head = 0;   // the first eight bytes, the first one lowest, zeros behind the end
  uint64_t pairs = 0;  // a bit (PairBit) for each two neighbouring bytes

  static constexpr uint64_t PairBit(uint32_t first, uint32_t second) {
    return uint64_t{1} << ((first * 5 + second) % 64);
  }
  static constexpr WordShape Of(std::string_view word) {
    WordShape shape;
    uint32_t before = 0;
    for (size_t i = 0; i < word.size(); ++i) {
      const uint32_t byte = static_cast<unsigned char>(base::ToLower(word[i]));
      if (i < sizeof shape.head) shape.head |= uint64_t{byte} << (8 * i);
      if (i > 0) shape.pairs |= PairBit(before, byte);
      before = byte;
    }
    return shape;
  }
};

// A word of a parser, in lower case, with its shape made at compile time. Made of a literal alone.
struct WordPattern {
  consteval WordPattern(const char* lower)  // NOLINT: a literal stands where a pattern is asked for
      : text(lower), size(text.size()), shape(WordShape::Of(text)), head_mask(~uint64_t{0}) {
    if (size < sizeof shape.head) head_mask = (uint64_t{1} << (8 * size)) - 1;
  }
  std::string_view text;
  size_t size;
  WordShape shape;
  uint64_t head_mask;  // the bytes of `shape.head` that the pattern has
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_WORD_SHAPE_H_
