#ifndef TRIALMATCH_FETCH_JSON_SPLIT_H_
#define TRIALMATCH_FETCH_JSON_SPLIT_H_

#include <cstddef>
#include <string_view>

namespace trialmatch::fetch {

inline constexpr size_t kNoEnd = std::string_view::npos;

// Cuts JSON text where one value ends, without judging what is inside: so a long array is read an element at a time, and one broken
// element does not take the others along. All functions are iterative and linear in the bytes they pass.

// The first position at or after `at` that is no JSON white space.
size_t SkipSpace(std::string_view text, size_t at);

// The end of the value that starts at text[at]; kNoEnd when the text ends inside it. Brackets are counted, not matched by kind.
size_t SkipValue(std::string_view text, size_t at);

// The start of the array that is the member `key` of the object at text[at]; kNoEnd when there is none. Looks at the object's own
// members only.
size_t FindArrayMember(std::string_view text, size_t at, std::string_view key);

// The next place after `at` that looks like the start of a study record: `{"protocolSection"`. kNoEnd: none.
size_t FindRecordStart(std::string_view text, size_t at);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_JSON_SPLIT_H_
