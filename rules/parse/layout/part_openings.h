#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_PART_OPENINGS_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_PART_OPENINGS_H_

#include <optional>
#include <vector>

#include "rules/criterion.h"
#include "rules/parse/layout/item_context.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Takes words that tell of parts, and are no label, off the begin of an item: "All cohorts except
// Cohort 4: ...", "NSCLC participants in Part D must have ...". What is left; nullopt when the item
// begins with neither. `tumour`: that of the participants.
std::optional<Clause> TakePartOpening(Reading& reading, Clause own, CohortTable* table,
                                      std::vector<Cohort>* cohorts, ItemContext* context,
                                      std::optional<Expression>* tumour);

// "Inclusion criteria: 3+3 drug A combination cohort": the part that the line of a list names behind its colon.
ScopeLabel ReadPartBehindColon(const Reading& reading);

// "A for substudies 1 and 2. B for substudy 3": each sentence of the item is for parts of its own.
bool EachSentenceHasItsPart(const Reading& reading, Clause own);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_PART_OPENINGS_H_
