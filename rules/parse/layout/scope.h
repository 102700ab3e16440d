#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_SCOPE_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_SCOPE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// For whom or when a heading or an item holds, as its label says: "Phase 2 Cohorts A and B:", "Part 1 only", "Randomization:".
struct ScopeLabel {
  // Each is a path from the outside in: {"phase 2", "cohort a"}. Several paths: any of them.
  std::vector<std::vector<std::string>> paths;
  std::string name;        // as written
  bool step = false;
  bool later_step = false;
  bool closed = false;
  bool own_bracket = false;  // the last of a path stands in a bracket behind its part: "Part A (dose escalation)"
  base::Span span;
  int end_item = 0;        // for a label at the start of an item: the first item behind it
  int name_begin = 0, name_end = 0;  // its items that tell more of the part than its number: "NSCLC" of "NSCLC expansion cohort"
  bool empty() const { return paths.empty(); }
};

enum class LabelPlace { kHeading, kItemStart };

// The label of a heading, or at the start of an item ("Cohort A: ...", "For Phase 2, ..."), or of a bracket at its end ("(Part 2 only)").
ScopeLabel ReadScopeLabel(const Reading& reading, int begin, int end, LabelPlace place);

// "(Cohort M)", "(Parts A and B)": the bracket that opens at `open` holds nothing but the label.
bool IsOnlyLabel(const Reading& reading, int open, int end);

// The cohorts of one study by their keys.
class CohortTable {
 public:
  // The indexes of the label's cohorts under the cohorts `parents` (empty: at the top); makes those that are new.
  std::vector<int> Resolve(const ScopeLabel& label, const std::vector<int>& parents, std::vector<Cohort>& cohorts);

  // Those of the label that were named, wherever they lie.
  std::vector<int> Known(const ScopeLabel& label, const std::vector<Cohort>& cohorts) const;

 private:
  int Intern(const std::string& part, int parent, const ScopeLabel& label, std::vector<Cohort>& cohorts);
  absl::flat_hash_map<std::string, int> by_key_;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_SCOPE_H_
