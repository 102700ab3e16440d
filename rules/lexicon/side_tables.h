#ifndef TRIALMATCH_RULES_LEXICON_SIDE_TABLES_H_
#define TRIALMATCH_RULES_LEXICON_SIDE_TABLES_H_

#include <string_view>

#include "absl/status/status.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// Checks the tables of explanations and lists (label, glossary, who, context, drug_fact, situation,
// reason, doctor_question, regimen, treated_by, viral_load, threshold) against the others:
// InvalidArgument with file and line for a cell that is empty where it must not be, is none of its
// choices, no date, or names an id that no row has. A table that is not there is fine.
absl::Status CheckSideTables(const Lexicon& lexicon);

// What "KIND/ID" in label.tsv and glossary.tsv may stand for: an id of a table, or one of the words
// that sentences have of their own ("word/grade").
bool IsLabelKey(const Lexicon& lexicon, std::string_view key);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_LEXICON_SIDE_TABLES_H_
