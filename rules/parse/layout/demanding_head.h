#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_DEMANDING_HEAD_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_DEMANDING_HEAD_H_

#include <string_view>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Participants with solid tumors who are refractory to the standard therapies:", over the text
// `list` of its parts: a demand of all that the study takes, and not whom the list is for. False
// where a part has its own word on therapies.
bool DemandsOfEverybody(const Reading& reading, Clause head, std::string_view list);

// What a lead-in demands counts (an inclusion: "NSCLC with one of the following:"); what it only
// announces does not. "Prior anticancer therapy, including:" forbids as well, in a way that its list may limit.
bool LeadDemands(const Reading& reading, Clause own, Section section, Combined* lead);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_DEMANDING_HEAD_H_
