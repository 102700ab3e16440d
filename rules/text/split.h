#ifndef TRIALMATCH_RULES_TEXT_SPLIT_H_
#define TRIALMATCH_RULES_TEXT_SPLIT_H_

#include <string_view>
#include <vector>

#include "rules/text/layout.h"

namespace trialmatch::rules {

// Cuts blocks that hold several headings or items in one paragraph: section headings in mid-line ("… years Exclusion Criteria: - …"), the NCI
// form written as one paragraph, lists numbered inside a line ("1) … 2) … 3) …"), bullets inside a line ("… • …"). Linear time.
std::vector<Block> SplitBlocks(std::string_view text, std::vector<Block> blocks);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_SPLIT_H_
