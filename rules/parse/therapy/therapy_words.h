#ifndef TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_WORDS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_WORDS_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Words that name a therapy, and that tell how a medicine is taken.

// The drug or class of the item, else nullptr; "medication" names none.
const Entry* TherapyAt(const Reading& reading, int i);

// "Systemic therapy", "any therapy": a therapy of no kind of its own.
bool OfAnyKind(const Entry& therapy);

// "Any other systemic treatment", at its item `i`.
bool IsAnyOther(const Reading& reading, int i);

// "Unable or unwilling to", "cannot be", "not able to".
bool IsInability(const Reading& reading, int i);

// "Not indicated for, or failed, EGFR targeted therapy": the words at item `i` are the second of two ways, and the first is that it
// does not suit.
bool IsAfterNotIndicated(const Reading& reading, int i);

// "Stop", "be discontinued", "switch".
bool IsStopping(const Reading& reading, int i);

// Where the clause speaks of a stable dose, or -1: "for at least 2 weeks" beside it tells how the medicine is taken.
int FindStableDose(const Reading& reading, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_THERAPY_WORDS_H_
