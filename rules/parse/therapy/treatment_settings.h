#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_SETTINGS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_SETTINGS_H_

#include "rules/parse/therapy/treatment_frame.h"

namespace trialmatch::rules {

// "Chemotherapy for metastatic disease", "in the advanced setting": behind the first therapy.
void ReadSettings(const Reading& reading, Clause clause, TreatmentFrame* frame);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_SETTINGS_H_
