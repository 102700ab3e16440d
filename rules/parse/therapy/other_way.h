#ifndef TRIALMATCH_RULES_PARSE_THERAPY_OTHER_WAY_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_OTHER_WAY_H_

#include <optional>
#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

struct OtherWay {
  Expression content;
  size_t begin = 0;  // where its brackets open
  bool refusal = false;
};

// "At least one line of a platinum (or treatment with an ALK inhibitor if the tumor harbors an ALK
// fusion)": reads the brackets, the therapy and who may have had it, and sets them aside. nullopt
// where there are none, or not all of them was understood. "Declines chemotherapy, or has progressed after a platinum": the patient's
// wish and the "or" behind it are set aside, and only a person can tell of it.
std::optional<OtherWay> TakeOtherWay(Reading& reading, Clause sentence);

// The way stands beside the last therapy before its brackets that the statements from `first` on ask for; a refusal beside all
// that they ask for but the tumour.
void AddOtherWay(const OtherWay& way, size_t first, std::vector<Statement>* statements);

// "NSCLC with a KRAS mutation and 4 cycles of a platinum, or if fewer were given, ...": the tumour
// and its marker are asked for in either way.
void AllowOtherWay(Expression other, Expression* content);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_OTHER_WAY_H_
