#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TIME_SINCE_START_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TIME_SINCE_START_H_

#include <string>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Progression *within 12 weeks of starting* an ALK TKI", "an ALK TKI with progression *within 12 weeks after its start*": how long the therapy held, and not how long ago it was. Passes over such words.
void PassOverTimeSinceStart(Reading& reading, Clause clause);

// Those words before or behind the therapy that begins at item `therapy`, as they were said; empty where there are none.
std::string SaidTimeSinceStart(const Reading& reading, Clause clause, int therapy);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TIME_SINCE_START_H_
