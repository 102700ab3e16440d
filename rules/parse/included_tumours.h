#ifndef TRIALMATCH_RULES_PARSE_INCLUDED_TUMOURS_H_
#define TRIALMATCH_RULES_PARSE_INCLUDED_TUMOURS_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "A malignancy, including: solid tumours that failed two lines; ovarian cancer after a platinum; mesothelioma": any of them, each
// with what is asked of it. `from` holds the first statement of each sentence, and the end.
void JoinIncludedTumours(const Reading& reading, const Clauses& sentences, const std::vector<size_t>& from, std::vector<Statement>* statements);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_INCLUDED_TUMOURS_H_
