#ifndef TRIALMATCH_RULES_TEXT_STEMS_H_
#define TRIALMATCH_RULES_TEXT_STEMS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/ascii.h"

namespace trialmatch::rules {

// Beginnings or parts of words, in lower case, of which a text is asked whether any of them stands
// in it. The text is walked once, however many they are: only where two neighbouring letters start
// one of them are the letters compared. Made at compile time.
template <size_t n>
class Stems {
 public:
  consteval Stems(
      const std::string_view (&stems)[n]) {  // NOLINT: a list stands where stems are asked for
    for (size_t i = 0; i < n; ++i) {
      stems_[i] = stems[i];
      starts_[Pair(stems[i][0], stems[i][1])] = true;  // a stem has two letters at least
    }
  }

  // Without regard to case.
  bool AnyIn(std::string_view text) const {
    if (text.empty()) return false;
    char before = base::ToLower(text[0]);
    for (size_t at = 1; at < text.size(); ++at) {
      const char letter = base::ToLower(text[at]);
      if (starts_[Pair(before, letter)] && StartsOne(text.substr(at - 1))) return true;
      before = letter;
    }
    return false;
  }

 private:
  static constexpr size_t kPairs = 1024;  // five bits of each letter
  static constexpr size_t Pair(char first, char second) {
    return (static_cast<size_t>(first) & 31) << 5 | (static_cast<size_t>(second) & 31);
  }
  bool StartsOne(std::string_view text) const {
    for (const std::string_view stem : stems_) {
      if (base::StartsWithIgnoreCase(text, stem)) return true;
    }
    return false;
  }

  std::string_view stems_[n];
  bool starts_[kPairs] = {};
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_STEMS_H_
