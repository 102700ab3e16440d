#ifndef TRIALMATCH_RULES_PARSE_ASKED_OF_ALL_H_
#define TRIALMATCH_RULES_PARSE_ASKED_OF_ALL_H_

#include <optional>

#include "rules/parse/part.h"

namespace trialmatch::rules {

// What an inclusion that seems to permit asks of everybody.

// "*Patients are eligible* if they have received platinum": the words before the condition name nobody in particular, and it is no second way ("are also
// eligible").
bool IsBareSubject(const Reading& reading, Clause words);

// "Prior immunotherapy is permitted unless given within 4 weeks", "brain metastases are allowed unless symptomatic": nobody may have it so; open where the
// exception, the words `behind`, was not read. nullopt of what is neither a therapy nor an illness.
std::optional<Expression> AskedUnless(Reading& reading, const Part& main, const Part& exception, Clause behind);

// `read`, and what was not read of the words.
Expression AndUnread(const Reading& reading, Expression read, Clause words);

// "IF somebody has the illness THEN what was not understood".
bool AsksUnreadOfIll(const Expression& e);

// "Stage III NSCLC, *provided that* EGFR is wild type": the condition at item `condition` is asked for as well; not "may be T2, provided that ...".
bool IsAskedAsWell(const Reading& reading, int begin, int condition);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ASKED_OF_ALL_H_
