#ifndef TRIALMATCH_RULES_PARSE_TURNS_H_
#define TRIALMATCH_RULES_PARSE_TURNS_H_

#include <vector>

#include "rules/parse/mood.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Where one sentence says several things, or for whom or under which condition it says one. All by
// its words alone: no domain has read it yet, and nothing is marked.

// Sentences cut where they turn: at "but" and "however", before "participants ...:" inside a list,
// at the comma before a permission. What comes behind has a mood of its own.
Clauses SplitTurns(const Reading& reading, const Clauses& sentences);

// "Patients with ...", "subjects who ...", at item `i`: people, and what they have.
bool IsPeopleWith(const Reading& reading, int i);

// Behind the items of the lead-in at the start of a sentence, when they turn nothing; else `begin`.
int OwnBegin(const Reading& reading, int begin, int end);

// Where a condition at the start of a sentence ends: the colon or comma behind "if ...", "for ...",
// "participants aged ...". -1: there is none.
int PrefixEnd(const Reading& reading, int begin, int end);

// "Patients with EGFR mutations must have progressed on ...": for whom a demand holds. The index of
// the demand, or -1.
int DemandAfterSubject(const Reading& reading, int begin, int end);

// "Tumours *for which* a checkpoint inhibitor has been approved": where it begins, or -1. Who that is, no profile tells.
int ApprovedForWhich(const Reading& reading, int begin, int end);

// "Patients are excluded if ...", in the sentence itself or the lead-in above it: what stands behind is
// what is forbidden. Where it begins, or `begin`.
int BehindBareExclusion(const Reading& reading, int begin, int end);

// "However, no test is asked for": the word at the start of [begin, end) turns from the sentence before, which stands
// for itself; it is passed over. False when there is none.
bool PassOverTurn(Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_TURNS_H_
