#ifndef TRIALMATCH_RULES_PARSE_DISEASE_STAGES_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_STAGES_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Stage groups as written behind the word stage: "IIIB", "IV", "IB-IIIA", "II to IIIB", "3B or 4", "IIIB/IV".
struct StageReading {
  std::vector<std::string> stages;   // "IIIB", "IV"; a range is told by its members
  std::string last_stage;            // of the list as written
  int first = 0;
  int last = 0;
};

// Whether a group without its letter and without the word stage is one: "IV" is also a way of giving a drug.
enum class BareStage : bool { kDoubted, kTaken };

// At item `i`, which is the word stage (or directly a group such as "IIIB/IV").
std::optional<StageReading> ReadStages(const Reading& reading, int i, int end, BareStage bare = BareStage::kDoubted);

// "Stage IIIB (locally advanced) or IV (metastatic)", "IIIB with pleural effusion or IV": the group behind what
// explains the one at `last`, or -1.
int StageGoesOn(const Reading& reading, int last, int end);

// "Stage IIIB with malignant pleural effusion": the effusion told right behind the stage at `last`. It is used, and
// taken out of `atoms`, where it asked for nothing that was understood.
std::optional<ConditionLeaf> TakeEffusion(Reading& reading, int last, std::vector<Atom>& atoms);

// The edition that the words around the cue at `i` name (6 to 9), or 0; they are used, the year of its print too.
int ReadEdition(Reading& reading, Clause clause, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_STAGES_H_
