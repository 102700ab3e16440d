#ifndef TRIALMATCH_RULES_PARSE_PART_H_
#define TRIALMATCH_RULES_PARSE_PART_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// What all clinical domains together found in one clause.
struct Part {
  Expression content;           // positive; set when found
  Topic topic = Topic::kOther;  // the most decisive of its atoms
  bool found = false;
  bool logistics =
      false;  // something that the study site checks stands there, alone or beside the rest
};

// Lets the domains read the clause, in their fixed order, and marks what they used. Under
// Mood::kProhibits the bare name of the disease under study is what the sentence is about and is
// left out.
Part ReadPart(Reading& reading, Clause clause, Mood mood);

// Topics by which a sentence selects the patients a demand is for.
bool SelectsPatients(Topic topic);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_PART_H_
