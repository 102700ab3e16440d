#ifndef TRIALMATCH_MATCHER_EXPLAIN_PLAIN_PHRASES_H_
#define TRIALMATCH_MATCHER_EXPLAIN_PLAIN_PHRASES_H_

#include <optional>
#include <string>
#include <string_view>

#include "base/quantity.h"
#include "rules/leaf.h"

namespace trialmatch::matcher {

// Numbers and times in words; the parts that the sentences of leaves are made of.

// "at least 9 g/dL", "more than 1.5", "from 2 to 4", "exactly 4"; `unit` stands behind each number.
// Without bounds "".
std::string RangeWords(const base::Bounds& bounds, std::string_view unit);

// The opposite of a range with one end: "at least 9" becomes "less than 9". nullopt for two ends.
std::optional<base::Bounds> Outside(const base::Bounds& bounds);

// How many: "at least 1", "1 or 2", "no" (none), "at most 3".
std::string CountWords(const base::Bounds& count);

// "4 weeks", "1 day".
std::string DurationWords(const base::Duration& duration);

// Behind a treatment or an illness: " in the 4 weeks before you join", " at least 2 years before you
// join"; "" for an empty window.
std::string WindowWords(const rules::Window& window);

// A first capital letter and a full stop.
std::string Sentence(std::string text);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_PLAIN_PHRASES_H_
