#ifndef TRIALMATCH_RULES_TEXT_LOST_HEADING_H_
#define TRIALMATCH_RULES_TEXT_LOST_HEADING_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/span.h"
#include "rules/text/layout.h"

namespace trialmatch::rules {

// Some copies of the registry took the words of the exclusion heading out of the text.
struct LostHeading {
  size_t block = SIZE_MAX;  // the first behind it
  bool is_rest = false;  // that block is what was left of it: "All phases:", "(all participants):"
};

// In a text without exclusion heading whose paragraphs all stand one empty line apart: the only
// gap of several empty lines. No block where there is none.
LostHeading FindLostHeading(std::string_view text, const std::vector<Block>& blocks);

base::Diagnostic NoteOfLostHeading(base::Span span);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_LOST_HEADING_H_
