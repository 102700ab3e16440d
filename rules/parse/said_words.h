#ifndef TRIALMATCH_RULES_PARSE_SAID_WORDS_H_
#define TRIALMATCH_RULES_PARSE_SAID_WORDS_H_

#include <string>

#include "rules/parse/domains.h"
#include "rules/parse/part.h"

namespace trialmatch::rules {

// "Pleural effusion that is not readily amenable to drainage", "craniospinal irradiation": words beside an
// illness or a treatment that limit it and that no row knows stand in its leaf as they are (`said`). Who does
// not have the illness is not concerned; of who has it they must be weighed by a person. Words that may name
// another thing, widen the one named, or tell a time stay unread. Asked after the domains and the asides.
void KeepWordsBeside(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

// What stands behind a turn ("unless", "if"), for what stands before it.
struct TurnReading {
  Expression content;
  bool read = false;
};

// `part`, where it was understood. "..., unless the disease came back", behind an illness, a metastasis or a
// treatment: those that the words fit; marks them. Else opaque: `before` holds other things as well, or the words
// are too many. The turn is the first item of the clause.
TurnReading ReadTurn(Reading& reading, const Part& part, Clause turn, const Expression& before);

// The words of [first, end) as they stand, in small letters.
std::string AsSaid(const Reading& reading, int first, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_SAID_WORDS_H_
