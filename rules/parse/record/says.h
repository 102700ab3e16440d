#ifndef TRIALMATCH_RULES_PARSE_RECORD_SAYS_H_
#define TRIALMATCH_RULES_PARSE_RECORD_SAYS_H_

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "base/ascii.h"

namespace trialmatch::rules {

// The text of a criterion holds one of the words, in capitals or not.
inline bool Says(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
    return base::ContainsIgnoreCase(text, word);
  });
}

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_SAYS_H_
