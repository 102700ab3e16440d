#ifndef TRIALMATCH_RULES_PARSE_BOUNDS_LAB_GROUP_H_
#define TRIALMATCH_RULES_PARSE_BOUNDS_LAB_GROUP_H_

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/bounds/lab_bounds.h"
#include "rules/parse/domains.h"

namespace trialmatch::rules {

struct NamedLab {
  const Entry* row;
  int at;
};

// Labs that share a bound, and all that limits it: "AST (SGOT) and ALT (SGPT) <= 2.5 x ULN (<= 5 x
// ULN with liver metastases)".
struct LabGroup {
  std::vector<NamedLab> labs;
  LabBound bound;
  std::vector<Expression> read;              // one a lab, or one for all
  int first = 0, last = 0;                   // items
  int skip_to = -1;                          // labs up to here are of the group's exception
  bool joined_by_or = false;                 // an "or" stood among the labs
  bool describes_worry = false;              // LabReading
  bool describes_health = false;
  std::vector<std::pair<int, int>> asides;   // brackets between a name and the bound
  std::vector<std::pair<int, int>> told;     // ranges of which every word was understood
};

// Words that may stand between the name of a lab and its bound.
bool PassesToBound(const Reading& reading, int i);

// The group whose first lab is the item `i`, with its bound told in other units and the bound of
// the labs that the first did not fit. nullopt: no bound, or one that fits none of them.
std::optional<LabGroup> ReadLabGroup(const Reading& reading, Clause clause, int i);

// A bound of the group's labs as expressions; labs that it does not fit go to `unfit`.
std::vector<Expression> FitLabs(const Reading& reading, LabGroup* group, const std::vector<NamedLab>& labs, const LabBound& bound,
                                std::vector<NamedLab>* unfit);

// Goes on behind a percentage of a function of the lungs: "% predicted", "% of the normal value".
void AbsorbPredicted(const Reading& reading, Clause clause, LabGroup* group);

// What limits the group: a bound for each sex, for those with liver metastases, an alternative in
// another unit, a condition by another lab. `atoms` are those of the clause so far, which a bracket
// may raise too; `bounded` the ids of the labs they bound.
void ReadLabLimits(const Reading& reading, Clause clause, const std::set<std::string, std::less<>>& bounded, LabGroup* group, Atoms* atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BOUNDS_LAB_GROUP_H_
