#ifndef TRIALMATCH_RULES_PARSE_DISEASE_TNM_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_TNM_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Categories of the TNM, "T1-2 N0 M0", "pT2, N0", "T4 or N3", "M1a/M1b".
struct TnmReading {
  // Any of these; of each all: a set of values of one category ("T1", "T2").
  using Combination = std::vector<std::vector<std::string>>;
  std::vector<Combination> ways;
  int first = 0;
  int last = 0;
  // One of the categories says how far it has spread: the whole of a stage is told.
  bool NamesM() const;
};

// The categories that start at item `i`; items up to `end` may belong to them. A single category
// counts only beside a word of stage, tumour or disease: "T4" may be a hormone.
std::optional<TnmReading> ReadTnm(const Reading& reading, int i, int end, bool beside_stage);

// "No evidence of nodal involvement (N0)": the category in the bracket is what is meant, and the denial before it is of the nodes.
void ReadNodeNegative(Reading& reading, Clause clause, Mood mood, std::vector<Atom>& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_TNM_H_
