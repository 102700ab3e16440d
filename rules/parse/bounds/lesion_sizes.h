#ifndef TRIALMATCH_RULES_PARSE_BOUNDS_LESION_SIZES_H_
#define TRIALMATCH_RULES_PARSE_BOUNDS_LESION_SIZES_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Measurable disease, defined as a lesion of > 20 mm with conventional techniques or > 10 mm with spiral CT":
// what RECIST calls measurable, told again behind the word. Marks it as an aside; a size that asks for more,
// and any other matter, leaves the words unread.
void MarkSizesOfMeasurable(Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BOUNDS_LESION_SIZES_H_
