#ifndef TRIALMATCH_RULES_PARSE_THERAPY_STANDARD_THERAPY_WORDS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_STANDARD_THERAPY_WORDS_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// What is said of the standard therapy at item `therapy`.

// "No (other effective) standard therapy", "standard therapy does not exist": right before the item,
// or right behind it. Told of a tumour, and not of an illness that it would control.
bool NoneExists(const Reading& reading, Clause clause, int therapy);

// "Standard therapy is not considered appropriate": behind the item.
bool NotAppropriate(const Reading& reading, Clause clause, int therapy);

// "Received all available standard therapies": nothing standard is left.
bool ToldOfAll(const Reading& reading, Clause clause, int therapy);

// "For whom no standard therapy is left, or who is intolerant to it": none is, or one was not
// tolerated. False, and nothing is read, of other clauses.
bool ReadNoneLeftOrIntolerant(Reading& reading, Clause clause, Atoms& atoms);

// "Standard treatment is ineffective (e.g. relapse after surgery, progression after chemotherapy)": how it may have failed. Passes over the bracket.
void SetAsideExamples(Reading& reading, Clause clause, int therapy);

// "Recurrent or metastatic following standard treatments": the disease is so in spite of them; whether that stands at item `i`, and was read.
bool ReadExtentInSpite(Reading& reading, int i, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_STANDARD_THERAPY_WORDS_H_
