#ifndef TRIALMATCH_RULES_PARSE_GROUND_H_
#define TRIALMATCH_RULES_PARSE_GROUND_H_

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// Makes the leaves of an item, read from [begin, end), stand on all the words they were made of:
// their windows, counts and denials, not only the name. A leaf grows inside its sentence over what
// a parser has used and what holds a sentence together; a denial counts only when the leaf is
// denied.
// Then an item understood in full that has a telling word outside of every leaf
// (rules/parse/telling.h) becomes one understood in part.
void Ground(const Reading& reading, int begin, int end, Section section, Combined* combined);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_GROUND_H_
