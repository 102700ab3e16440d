#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_LEAD_IN_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_LEAD_IN_H_

// What an item says of the list below it: that it announces the list, explains itself by it, or
// how many of its items are asked for.

#include <string_view>

#include "rules/parse/emit.h"
#include "rules/parse/join.h"
#include "rules/parse/layout/item_context.h"
#include "rules/parse/layout/scope.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

bool AnyWord(const Reading& r, int begin, int end, std::string_view word);

// Of a lead-in only the words around count for its children: what it names itself is read once, in
// the lead-in's own criterion. Its therapies stay where the item names none of its own.
void BlindLead(Reading& r, int lead_end);

// "OR" between marks, and nothing else.
bool OnlyConnective(const Reading& r, int begin, int end);

// "Hematology", "Concomitant medications:": names what others say something about.
bool OnlyLabel(const Reading& r, int begin, int end);
// "Concomitant medications:", "Recent surgical procedures:" over their list: a heading that says nothing by
// itself. Without a list of its own below it, it names nothing clinical.
bool IsHeadingOfList(const Reading& reading, int begin, int end, bool has_list);

bool EndsWithOr(const Reading& r, int begin, int end);

// The item says that its list follows: by a colon or a dash at its end, or in words.
bool AnnouncesList(const Reading& r, int begin, int end);

// "One of the following", "at least two of the following" in a list that demands.
// "... defined by any of the following:" at the end of [begin, end); what "is not limited to" its list stands without it.
bool DefinedByList(const Reading& reading, int begin, int end);

// "One of the following:", "either of:", "stage III disease including:" at the end of [begin, end).
bool OpensWays(const Reading& reading, int begin, int end);

void ReadFold(const Reading& r, int begin, int end, Section section, ItemReading* out);

// "... with the exception of:", "... are allowed if:", "non-measurable lesions include:".
bool ListExplains(const Reading& r, int begin, int end, Section section);

// Where the words begin that announce a list of exceptions and say nothing else, "with the following
// exceptions:", "The following diseases are allowed:"; -1 when there are none.
int AnnouncementOfExceptions(const Reading& r, int begin, int end);

// "Prior systemic therapy requirements:": a heading of what the list asks for.
bool NamesRequirements(const Reading& reading, int begin, int end);

// "Other solid tumors" over a list of them.
bool IsOtherTumours(const Reading& reading, int begin, int end);

// "Other solid tumors: at least one line of therapy" behind tumours that are told so.
bool TellsOtherTumours(const Reading& reading, int begin, int end);

// [begin, end) names a drug, a class of drugs, a gene or a mutation.
bool NamesTherapyOrGene(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_LEAD_IN_H_
