#ifndef TRIALMATCH_RULES_TEXT_CHARACTERS_H_
#define TRIALMATCH_RULES_TEXT_CHARACTERS_H_

#include <cstdint>
#include <string_view>

namespace trialmatch::rules {

struct CodePoint {
  uint32_t value = 0;
  uint32_t bytes = 1;
};
inline constexpr uint32_t kInvalidCodePoint = 0xFFFD;

// The code point at `at`; what is not UTF-8 is kInvalidCodePoint of one byte. Requires at <
// text.size().
CodePoint DecodeUtf8(std::string_view text, size_t at);

enum class CharacterClass : uint8_t {
  kBlank,
  kLineBreak,
  kLetter,
  kDigit,
  kSuperscript,
  kSubscript,
  kCombining,
  kSymbol
};

// A symbol's `mark` is its ASCII form: any dash '-', any bullet '*', any quote '\'' or '"'. Not in
// ASCII, and named by a letter here: 'x' times, 'o' degree, 'p' plus-minus, 'l' less or equal, 'g'
// greater or equal. 0: none. A digit's, superscript's or subscript's mark is its ASCII digit.
struct Character {
  CharacterClass kind = CharacterClass::kSymbol;
  char mark = 0;
};
Character Classify(uint32_t code_point);

// A letter without accents and in lower case ("é" is "e", "β" is "beta", "µ" is "u", "Ⅲ" is "iii");
// "" for a letter that stays as it is.
std::string_view FoldLetter(uint32_t code_point);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_CHARACTERS_H_
