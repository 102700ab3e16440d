#ifndef TRIALMATCH_RULES_PARSE_UNREAD_PARTS_H_
#define TRIALMATCH_RULES_PARSE_UNREAD_PARTS_H_

#include "rules/criterion.h"
#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// Something in the expression was not understood.
bool HasOpaque(const Expression& e);

// The same, but for a condition of a part: "stage IIIB with pleural effusion" leaves a qualifier of one
// stage unread.
bool AsksUnread(const Expression& e);

// What a demand of which nothing was read is about, as far as single words tell: "progressed on second line",
// "an alteration of the gene". Whoever it is asked of is not known to fulfil it.
Topic TopicOfUnread(const Reading& reading, Clause sentence);

// Among the words of a demand that nobody has read are some of the course or of what is standard: "NSCLC for which
// no standard is left". Whoever fulfils the rest is not known to fulfil them.
bool LeavesDecisiveUnread(const Reading& reading, Clause sentence);

// "Patients with two primary lung cancers are allowed": more than one, and no other tumour.
bool NamesSeveralPrimaries(const Reading& reading, Clause sentence);

// "EBV-negative nasopharyngeal carcinoma": a kind of the tumour that is told by what nobody has read.
bool LeavesKindOfTumourUnread(const Reading& reading, Clause sentence);

// What was not read limits what is forbidden or allowed: an exception in brackets, where nothing else is unread, the
// therapy before it alone ("chemotherapy, radiotherapy (except to bone) or surgery"); one more agent of an unknown target stands beside the others, and
// that is all where what was not read does not limit (`limits`).
void LimitByUnread(const Reading& reading, Clause sentence, Expression unread, bool limits, Expression* content);

// "SCLC, not treated with chemotherapy except for ...": `unread`, an exception at item `turn` that was not read, opens
// another way beside the demand that it speaks of, of several the last before it; beside all of them where `turn` is no item. Of people with a tumour
// or a gene it leaves out some ("EGFR mutation, excluding atypical ones"), and lets in nobody else.
void AddUnreadTurn(const Reading& reading, int turn, Expression unread, Expression* content);

// What stands for the leaf `e` that the sentence forbids only in a way that was not read. Of a therapy whose time is counted from
// another event ("adjuvant chemotherapy within 6 months before the diagnosis of metastases") that it was had remains; of others nothing.
Expression NarrowedToUnread(const Reading& reading, Clause sentence, const Statement& statement, const Expression& e);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_UNREAD_PARTS_H_
