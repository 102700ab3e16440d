#ifndef TRIALMATCH_RULES_PARSE_ABLE_TO_TAKE_H_
#define TRIALMATCH_RULES_PARSE_ABLE_TO_TAKE_H_

#include "rules/parse/mood.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// The sentence tells what a patient can or will take, and nothing of what is taken now or was taken before.
bool SpeaksOfTaking(const Reading& reading, Clause sentence, Section section);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ABLE_TO_TAKE_H_
