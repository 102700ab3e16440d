#ifndef TRIALMATCH_BASE_UTF8_H_
#define TRIALMATCH_BASE_UTF8_H_

#include <string>
#include <string_view>

namespace trialmatch::base {

inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";   // U+FFFD

// True for well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. Linear time.
bool IsValidUtf8(std::string_view text);

// `text` with each ill-formed sequence (the longest start of a character, else one byte, as the Unicode standard recommends)
// replaced by `replacement`. Linear time.
std::string ReplaceInvalidUtf8(std::string_view text, std::string_view replacement = kReplacementCharacter);

}  // namespace trialmatch::base

#endif  // TRIALMATCH_BASE_UTF8_H_
