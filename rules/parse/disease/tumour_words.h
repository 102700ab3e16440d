#ifndef TRIALMATCH_RULES_PARSE_DISEASE_TUMOUR_WORDS_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_TUMOUR_WORDS_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "At high risk for the development of *lung cancer*": nobody is asked to have it.
bool IsOnlyRisked(const Reading& reading, int i);

// Words of the sentence itself name a tumour.
bool NamesDisease(const Reading& reading, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_TUMOUR_WORDS_H_
