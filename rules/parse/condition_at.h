#ifndef TRIALMATCH_RULES_PARSE_CONDITION_AT_H_
#define TRIALMATCH_RULES_PARSE_CONDITION_AT_H_

#include "rules/parse/mood.h"
#include "rules/parse/part.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Where the exception ("unless") or the condition ("if") of a sentence begins, behind its first
// item; or `end`.
int SplitAt(const Reading& reading, int begin, int end, Cue cue);

// "Brain metastases, except if treated", "(with the exception of stable ones)": where an exception that tells their state begins; or `end`.
// The same of "ALK fusions except after failure of a TKI".
int ExceptionOfBrain(const Reading& reading, int begin, int end);

// Where the condition ("if ...", "provided that ...") of the whole sentence begins, or its end.
int ConditionAt(const Reading& reading, Clause sentence, Section section, const MoodReading& mood);

// The closing bracket around item `i`, with words of the sentence behind it; or -1.
int BracketBeforeMore(const Reading& reading, Clause sentence, int i);

// "A negative result is required for all non-squamous histologies": the word behind the demand that says for whom, or -1.
int DemandedForWhom(const Reading& reading, Clause sentence);

// "For Japan only": who lives there, when the words say no more.
bool OfCountry(const Reading& reading, Clause words, Part* who);

// "ECOG 0-1, or ECOG 2 if aged under 70": the condition is of the last of two bounds of one scale, and told of it. False where `content` is none such.
bool HoldsForLastBound(const Expression& given, Expression* content);

// "Regardless of brain metastases", "whether or not treated before": what follows does not matter, and is passed over.
void UseRegardless(Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_CONDITION_AT_H_
