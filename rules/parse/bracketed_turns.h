#ifndef TRIALMATCH_RULES_PARSE_BRACKETED_TURNS_H_
#define TRIALMATCH_RULES_PARSE_BRACKETED_TURNS_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Brackets that say something of their own. Each answers where they open in [begin, end).

// "... (patients must be newly diagnosed) ...": a demand of its own in brackets; `*close` is where
// they end. The opening bracket, or -1.
int BracketedDemand(const Reading& reading, int begin, int end, int* close);

// "NSCLC (small-cell or mixed histologies are excluded)": an exclusion of its own in the brackets; `*close` is where they end. The opening bracket, or -1.
int BracketedExclusion(const Reading& reading, int begin, int end, int* close);

// "Brain metastases (treated and stable ones are allowed)": a permission of its own in brackets that end the sentence, or
// before ", and ..."; `*close` is where they end. The opening bracket, or -1.
int BracketedPermissionOfBrain(const Reading& reading, int begin, int end, int* close);

// "No brain metastases (treated ones are allowed), and *leptomeningeal disease*": behind such brackets what is denied
// before them goes on at item `begin`.
bool GoesOnDenied(const Reading& reading, int begin);

// "No prior chemotherapy (adjuvant chemotherapy is allowed)": a permission in the brackets that end the sentence. The opening one, or -1.
int BracketedPermissionOfTherapy(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRACKETED_TURNS_H_
