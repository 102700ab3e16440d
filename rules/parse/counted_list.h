#ifndef TRIALMATCH_RULES_PARSE_COUNTED_LIST_H_
#define TRIALMATCH_RULES_PARSE_COUNTED_LIST_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Not more than one of the following:", "criteria 1 to 3 and either 4 or 5", among the exclusions "two or more of the
// following:": how many of a list are meant, in a way that no single item of it carries.
bool CountsListOtherwise(const Reading& reading, Clause lead, Section section);

// "Either 3-1) or 3-2)", "one of 1) or 2) must be met": ways in that go by their numbers, and nothing else.
bool NamesWaysByNumber(const Reading& reading, Clause lead);

// "Two or more of: CKD, diabetes, heart failure", among the exclusions: nobody is excluded for one of them. Of the statements
// from `from` on, which were read from the sentence.
void LeaveCountedOpen(const Reading& reading, Clause sentence, size_t from, std::vector<Statement>* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_COUNTED_LIST_H_
