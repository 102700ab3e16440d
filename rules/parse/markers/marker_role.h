#ifndef TRIALMATCH_RULES_PARSE_MARKERS_MARKER_ROLE_H_
#define TRIALMATCH_RULES_PARSE_MARKERS_MARKER_ROLE_H_

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

// What stands among the names of genes.
enum class MarkerWords {
  kNames,       // nothing: "EGFR, ALK"
  kAlteration,  // a kind of alteration, a test: "EGFR mutation", "PD-L1 status"
  kResult,      // a result or a score: "ALK positive"
};

// The role of the names and alterations at items [first, last].
MarkerRole RoleOfMarker(const Reading& reading, Clause clause, Mood mood, int first, int last, MarkerWords words);

// "EGFR mutation status was not detected": words behind item `last` that say a test was not done.
bool UntestedBehind(const Reading& reading, Clause clause, int last);

// "HER2-negative means IHC 0 or 1+": item `first` stands behind "defined as", "determined as", "means"
// of the clause.
bool StandsInDefinition(const Reading& reading, Clause clause, int first);

// The opening bracket, round or square, around item `i` inside the clause and its closing one, or {-1, -1}.
Clause BracketAround(const Reading& reading, Clause clause, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKERS_MARKER_ROLE_H_
