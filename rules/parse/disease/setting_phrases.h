#ifndef TRIALMATCH_RULES_PARSE_DISEASE_SETTING_PHRASES_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_SETTING_PHRASES_H_

#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// What cannot be done to the tumour, told by the treatments that are not possible: "not eligible for
// curative resection and/or definitive chemoradiation".
struct SettingPhrase {
  int first = 0;
  int last = 0;
  const char* setting = "";  // id of setting.tsv: unresectable, not_amenable_to_curative_treatment
};

// All of the clause, in order; their items are used. Treatments named there were not given, and no
// other domain may read them as such.
std::vector<SettingPhrase> ReadSettingPhrases(Reading& reading, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_SETTING_PHRASES_H_
