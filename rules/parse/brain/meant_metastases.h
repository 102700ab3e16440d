#ifndef TRIALMATCH_RULES_PARSE_BRAIN_MEANT_METASTASES_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_MEANT_METASTASES_H_

#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Brain metastases. Treated and stable metastases are allowed", "(patients with treated lesions
// are eligible)": a permission behind a sentence on brain metastases speaks of these, though it
// names no brain. Adds the item of its noun to those that name metastases of the brain.
void AddMeantMetastases(Reading& reading, Clause permission, std::vector<int>* brain);

// "Brain metastases must have been *treated with* radiotherapy and be stable": the words at `i`
// begin a clause that names no metastases, and speak of those that stand before it.
bool ToldOfNamedBefore(const Reading& reading, Clause clause, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_MEANT_METASTASES_H_
