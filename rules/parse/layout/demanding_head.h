#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_DEMANDING_HEAD_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_DEMANDING_HEAD_H_

#include <string_view>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Participants with solid tumors who are refractory to the standard therapies:", over the text
// `list` of its parts: a demand of all that the study takes, and not whom the list is for. False
// where a part has its own word on therapies.
bool DemandsOfEverybody(const Reading& reading, Clause head, std::string_view list);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_DEMANDING_HEAD_H_
