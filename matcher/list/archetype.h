#ifndef TRIALMATCH_MATCHER_LIST_ARCHETYPE_H_
#define TRIALMATCH_MATCHER_LIST_ARCHETYPE_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "matcher/patient/patient.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// A situation of situation.tsv and the made-up patient who stands for it: the driver, a stage, drugs that each ended by growth of the
// cancer, a state of the brain; everything else unknown, so that only what the situation says can exclude.
struct Situation {
  std::string id, title;
  bool needs_brain = false;   // the trial must speak of the brain in words
  bool metastatic = false;
  Patient patient;
};

// Those of the driver (an id of gene.tsv), in the order of the table.
std::vector<Situation> SituationsOf(std::string_view driver, const rules::Lexicon& lexicon, base::Day decided_on);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_LIST_ARCHETYPE_H_
