#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_VIRAL_LOAD_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_VIRAL_LOAD_H_

#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "HBsAg or HBcAb positive and HBV DNA above 500 IU/mL" among what is forbidden: the infection excludes only
// with the load, and a load that was not read leaves it open. Of atoms in the order of the text.
void BindViralLoads(const Reading& reading, std::vector<Atom>* atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_VIRAL_LOAD_H_
