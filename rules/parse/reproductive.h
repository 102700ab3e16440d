#ifndef TRIALMATCH_RULES_PARSE_REPRODUCTIVE_H_
#define TRIALMATCH_RULES_PARSE_REPRODUCTIVE_H_

#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// In a sentence about pregnancy and contraception and nothing else, sets aside all that asks nothing
// of a patient beside them: how and when the test is done, which contraceptives and for how long,
// why ("because the effects of ... on the fetus are unknown"). Facts and moods stay to be read.
void MarkReproductive(Reading& reading, Clause sentence);

// "Any condition that makes participation unsafe in the opinion of the investigator, or are pregnant": what only the study site
// judges and the pregnancy at the end of it, cut apart.
Clauses SplitPregnancy(const Reading& reading, const Clauses& sentences);

// "A negative highly sensitive serum (beta-hCG) test", where no wording of the tables stands as one: demanded, nobody who is
// pregnant has it.
void ReadNegativePregnancyTest(Reading& reading, Clause clause, std::vector<Atom>& atoms);

// "Women who plan to conceive within one year after the infusion": for how long says nothing of what
// was given.
void PassOverTimeOfConception(Reading& reading, Clause clause);

// "Women of childbearing potential (less than 1 year without menstruation, or 2 years after chemotherapy)": who that is. Passes over the bracket.
void PassOverChildbearing(Reading& reading, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_REPRODUCTIVE_H_
