#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_FLAT_COHORTS_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_FLAT_COHORTS_H_

#include "rules/parse/emit.h"

namespace trialmatch::rules {

// A text of paragraphs without marks: "Cohort E: NSCLC after platinum", then "Participants with ALK
// rearrangement must have had an ALK inhibitor", then "Cohort F: ...". What tells of the tumour or
// of therapies between two parts is of the first; before a part that was named already it is open
// for whom it holds, when it asks for a tumour. Asked when all items are read.
void AskOfPartsAbove(OutlineReading* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_FLAT_COHORTS_H_
