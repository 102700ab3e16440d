#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_LIST_WORDS_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_LIST_WORDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/criterion.h"
#include "rules/parse/emit.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// The words of an item and of all below it, in small letters, or its own where those are too many; nullopt where these are too many
// to stand in a leaf.
std::optional<std::string> WordsOfItem(std::string_view text, const OutlineReading& all, int item);

// With what stands below them, as far as each announces its list: it says more of the same. What a broken layout puts below another is not of it.
std::vector<int> WithListsBelow(const Grammar& grammar, std::string_view text, const OutlineReading& all, std::vector<int> items);

// The item announces the items below it. Where it does not, a list whose layout broke may only be written deeper.
bool OwnsItsList(const Grammar& grammar, std::string_view text, const OutlineReading& all, int item);

// Nothing in it is denied.
bool IsPositive(const Expression& e);

// A leaf for whom `of` speaks of (an illness, metastases of the brain, a treatment), of which the text says
// `words`; nullopt where it speaks of none.
std::optional<Expression> LeafWithWords(const Expression& of, const std::vector<std::string>& words, base::Span span);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_LIST_WORDS_H_
