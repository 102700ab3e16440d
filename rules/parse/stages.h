#ifndef TRIALMATCH_RULES_PARSE_STAGES_H_
#define TRIALMATCH_RULES_PARSE_STAGES_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Stage groups as written behind the word stage: "IIIB", "IV", "IB-IIIA", "II to IIIB", "3B or 4", "IIIB/IV".
struct StageReading {
  std::vector<std::string> stages;   // "IIIB", "IV"; a range is told by its members
  int edition = 0;
  int first = 0;
  int last = 0;
};

// At item `i`, which is the word stage (or directly a group such as "IIIB/IV").
std::optional<StageReading> ReadStages(const Reading& reading, int i, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_STAGES_H_
