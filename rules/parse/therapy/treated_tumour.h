#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATED_TUMOUR_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATED_TUMOUR_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Has not received any prior treatment for LS-SCLC": the tumour is what the denied therapy was for, and is not asked for.
void DropTreatedTumour(const Reading& reading, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATED_TUMOUR_H_
