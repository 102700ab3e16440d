#ifndef TRIALMATCH_RULES_PARSE_TOLD_GROUPS_H_
#define TRIALMATCH_RULES_PARSE_TOLD_GROUPS_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Group A includes patients without prior TKI. Group B includes patients who progressed on alectinib.": sentences that each tell whom one
// group takes are ways in, of which one is enough. `from`: the first statement of each sentence, and behind the last.
void JoinToldGroups(const Reading& reading, const Clauses& sentences, const std::vector<size_t>& from, std::vector<Statement>* statements);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_TOLD_GROUPS_H_
