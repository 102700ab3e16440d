#ifndef TRIALMATCH_RULES_AUDIT_QUOTE_H_
#define TRIALMATCH_RULES_AUDIT_QUOTE_H_

#include <limits>
#include <string>
#include <string_view>

#include "base/span.h"

namespace trialmatch::rules {

// The words on one line: white space of any kind is one blank, none at the ends. More than `most`
// bytes are cut between letters, with " ..." behind.
std::string OneLine(std::string_view text, size_t most = std::numeric_limits<size_t>::max());

// text[span] without a part of a UTF-8 letter at either end. Requires span.end <= text.size().
std::string_view WholeLetters(std::string_view text, base::Span span);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_QUOTE_H_
