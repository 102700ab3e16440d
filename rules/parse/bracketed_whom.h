#ifndef TRIALMATCH_RULES_PARSE_BRACKETED_WHOM_H_
#define TRIALMATCH_RULES_PARSE_BRACKETED_WHOM_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// Brackets that tell for whom the words before them hold.

// "Prior docetaxel (NSCLC only)", "no TKI (ROS1 patients)"; "at least 2 lines (NSCLC) or 1 line (SCLC)": each for those of its
// brackets. False when the sentence has none; it is then not read.
bool ReadForWhomInBrackets(Reading& reading, Clause sentence, Section section, std::vector<Statement>* out);

// "ECOG 0-1 (Part A) or 0-2 (Part B)": brackets inside the sentence name parts of the study.
bool NamesPartsInBrackets(const Reading& reading, Clause sentence, Section section);

// "Prior immunotherapy is required for Cohort 1 and prohibited for Cohort 2", "allowed in Cohort B but not in Cohort A": asked of one part and forbidden in
// another.
bool TurnsBetweenParts(const Reading& reading, Clause sentence);

// What such a sentence asks of whom is left open.
void LeaveTurnOpen(Statement* statement);

// Such a sentence, as it was read: which of its words are asked in which part was not.
void LeaveOpenForParts(Statement* statement);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRACKETED_WHOM_H_
