#ifndef TRIALMATCH_RULES_PARSE_DISEASE_EXTENT_EXAMPLES_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_EXTENT_EXAMPLES_H_

#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Metastatic disease, including a malignant effusion", forbidden: an example of the extent, and no second thing that it takes.
// The atoms stand in the order of the text.
void DropExamplesOfExtent(const Reading& reading, std::vector<Atom>& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_EXTENT_EXAMPLES_H_
