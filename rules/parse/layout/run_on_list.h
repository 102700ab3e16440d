#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_RUN_ON_LIST_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_RUN_ON_LIST_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Stage IIIB due to any of the following: Malignant effusion Supraclavicular nodes Contralateral nodes": ways that old texts run
// together without a mark, so that nobody tells where one ends. Where they begin, or -1. A list of nothing but tumours is read.
int RunOnListAt(const Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_RUN_ON_LIST_H_
