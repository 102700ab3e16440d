#ifndef TRIALMATCH_RULES_PARSE_MARKER_ROLE_H_
#define TRIALMATCH_RULES_PARSE_MARKER_ROLE_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// What the name of a gene stands for in its sentence.
enum class MarkerRole {
  kState,      // what the tumour has or lacks
  kTarget,     // what a therapy acts on: "CDK4 and CDK6 inhibitors", "anti-VEGF therapy", "targeting PD-L1"
  kTest,       // a test or its result, whatever it is: "determination of PD-L1 expression"
  kCondition,  // whom another demand is for: "a PARP inhibitor for patients with BRCA mutations"
  kRemark,     // told or allowed, asked of nobody: "including those with driver mutations"
};

// The role of the names and alterations at items [first, last]; `told` when a result or a score stands among them.
MarkerRole RoleOfMarker(const Reading& reading, Clause clause, Mood mood, int first, int last, bool told);

// The opening bracket around item `i` inside the clause and its closing one, or {-1, -1}.
Clause BracketAround(const Reading& reading, Clause clause, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKER_ROLE_H_
