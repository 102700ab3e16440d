#ifndef TRIALMATCH_RULES_PARSE_STATEMENT_LIST_H_
#define TRIALMATCH_RULES_PARSE_STATEMENT_LIST_H_

#include <cstddef>
#include <vector>

#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// How the sentences of one criterion stand to each other.

// Asks for no brain metastases.
bool DeniesBrain(const Expression& e);

// A sentence of which nothing is taken.
Statement Unread(const Reading& reading, Clause sentence, Section section);

// "... Cohort 2: an exon 20 insertion": a sentence inside a criterion that is for a part of the study.
// A criterion has one scope, so what it asks is not taken as asked of all.
bool IsForPart(const Reading& reading, const Clauses& sentences, size_t k);
// How a sentence says for which part it is: "Cohort 2: ...", or "Participants in the expansion cohort must ...", "For Part B, ...".
// kPermits: it says what is allowed there.
enum class PartSentence : uint8_t { kNone, kLabelled, kOfPeople, kPermits };
PartSentence ReadPartSentence(const Reading& reading, Clause sentence);
// "PDAC with wild-type RAS (dose expansion)": the brackets at its end name a part.
bool EndsWithPart(const Reading& reading, Clause sentence);
// "Those who had a PD-1 inhibitor are ineligible for the phase I portion": excluded from a part, and not from the study.
bool ExcludedFromPart(const Reading& reading, Clause sentence);
// "i. NSCLC after immunotherapy, ii. NSCLC naive to ..., iii. solid tumours ...": tumours numbered in one line, with what is asked of each.
bool NumbersTumours(const Reading& reading, int begin, int end);
// Parts behind an announcement: "Requirements of each cohort: Cohort 1: ...". The first item of it, or -1.
int PartBehindColon(const Reading& reading, Clause sentence);

// "Tumour has A and the participant has had B, OR Tumour lacks A ...": cut before each "OR" of a list of
// long alternatives. JoinAlternatives puts them together.
// "Additionally, up to 10 patients with other solid tumour types not listed above": more tumours than those of the sentence before.
bool AddsOtherTumours(const Reading& reading, Clause sentence);

// "Before the first dose: a) has received chemotherapy, b) had surgery (< 3 weeks)" among the exclusions: cut before each letter.
Clauses SplitLettered(const Reading& reading, const Clauses& sentences);

Clauses SplitAlternatives(const Reading& reading, const Clauses& sentences);

// "A RAS mutation; an EGFR mutation; or HER2 overexpression": of tumours told one after the other any.
// "One of the following: A; B", and what SplitAlternatives cut: any of it.
// `from` holds the first statement of each sentence, and the end.
void JoinAlternatives(const Reading& reading, const Clauses& sentences, const std::vector<size_t>& from, std::vector<Statement>* statements);

// "..., as these patients should be offered an inhibitor", "are excluded because of possible interactions": a
// reason asks for nothing, and neither does what is only recommended. Marks its words.
void MarkReason(Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_STATEMENT_LIST_H_
