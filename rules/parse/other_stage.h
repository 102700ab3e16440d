#ifndef TRIALMATCH_RULES_PARSE_OTHER_STAGE_H_
#define TRIALMATCH_RULES_PARSE_OTHER_STAGE_H_

#include <vector>

#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Stage IV. Patients with stage III disease who are not candidates for ... are also eligible": the last statement, a permission of a
// stage or a setting, opens another way beside those that the statements before it ask for. False, and nothing changes, of others.
bool OpensOtherStage(const Reading& reading, Clause sentence, std::vector<Statement>* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_OTHER_STAGE_H_
