#ifndef TRIALMATCH_RULES_PARSE_BOUNDS_LAB_RAISE_H_
#define TRIALMATCH_RULES_PARSE_BOUNDS_LAB_RAISE_H_

#include "rules/parse/emit.h"

namespace trialmatch::rules {

// "ALT <= 2.5 x ULN; for patients with liver metastases, ALT <= 5 x ULN": raises the bounds of
// `demand` by what the later `raising` asks of some; false, and nothing changed, when it raises none.
bool RaiseBounds(const Expression& raising, Expression* demand);

// The same for items of one list: "- ALT <= 2.5 x ULN", "- ALT <= 5 x ULN in patients with liver
// metastases". The second stays as it is.
void RaiseBoundsOfNeighbours(OutlineReading* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BOUNDS_LAB_RAISE_H_
