#ifndef TRIALMATCH_RULES_PARSE_WORD_SHAPE_H_
#define TRIALMATCH_RULES_PARSE_WORD_SHAPE_H_

#include <array>
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

// A word of a parser, in lower case, with its shape made at compile time. Made of a literal alone,
// and of numbers alone, so that compilers fold lists of them into their code.
struct WordPattern {
  static constexpr size_t kMaxBytes = 32;

  consteval WordPattern(const char* lower);  // NOLINT: a literal stands where a pattern is asked for
  // The bytes of `shape.head` that the pattern has.
  constexpr uint64_t head_mask() const { return size < 8 ? (uint64_t{1} << (8 * size)) - 1 : ~uint64_t{0}; }

  size_t size;
  WordShape shape;
  uint64_t rest[3] = {};  // the bytes behind the first eight, as in WordShape::head
  uint16_t triples[3] = {};  // LetterTriples::IndexOf the first three bytes, three in the middle, the last three
};

// Which three neighbouring letters stand in the words of a reading, without regard to case: whether
// a word of a parser can stand in it at all is answered from these, without looking at the words.
class LetterTriples {
 public:
  // Of three bytes in lower case: their low five bits, weighed. Below kSize.
  static constexpr uint32_t kSecond = 11, kThird = 120, kSize = 4096;
  static constexpr uint16_t IndexOf(uint8_t first, uint8_t second, uint8_t third) {
    return static_cast<uint16_t>((first & 31u) + (second & 31u) * kSecond + (third & 31u) * kThird);
  }
  void Insert(uint64_t index) { seen_[index] = now_; }
  // False: the pattern stands in none of the words.
  [[gnu::always_inline]] bool MayHold(const WordPattern& p) const {
    return p.size < 3 || (seen_[p.triples[0]] == now_ && seen_[p.triples[2]] == now_ && seen_[p.triples[1]] == now_);
  }
  void Clear() {
    if (++now_ != 0) return;
    seen_ = {};
    now_ = 1;
  }

 private:
  std::array<uint8_t, kSize> seen_ = {};  // by index: `now_` where it stands
  uint8_t now_ = 1;
};

consteval WordPattern::WordPattern(const char* lower)
    : size(std::string_view(lower).size()), shape(WordShape::Of(lower)) {
  if (size == 0 || size > kMaxBytes) throw "no such pattern";  // does not compile
  const auto byte = [lower](size_t i) { return static_cast<uint8_t>(lower[i]); };
  for (size_t i = 8; i < size; ++i) rest[i / 8 - 1] |= uint64_t{byte(i)} << (8 * (i % 8));
  if (size < 3) return;
  const size_t starts[] = {0, (size - 3) / 2, size - 3};
  for (size_t k = 0; k < 3; ++k)
    triples[k] = LetterTriples::IndexOf(byte(starts[k]), byte(starts[k] + 1), byte(starts[k] + 2));
}

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_WORD_SHAPE_H_
