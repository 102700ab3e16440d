#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_ANCHORS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_ANCHORS_H_

#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "rules/parse/reading.h"
#include "rules/parse/therapy/treatment_frame.h"

namespace trialmatch::rules {

// A wording that names treatments: a drug, a class, or genes before the word inhibitor ("EGFR, ALK
// or ROS1 inhibitors").
struct TreatmentAnchor {
  std::vector<std::string> ids;  // of drug.tsv or drug_class.tsv, never empty
  int first = 0, last = 0;
};

struct TreatmentAnchors {
  std::vector<TreatmentAnchor> named;
  std::vector<TreatmentAnchor> excepted;  // those behind "other than"
  int except_at = -1;                     // the cue "other than", or -1

  void Use(Reading& reading) const;
};

// The unused anchors of a clause in their order. Those of the reference point ("before the first
// dose of X") name no treatment of the past: they are marked and left out.
TreatmentAnchors ReadTreatmentAnchors(Reading& reading, Clause clause, Mood mood,
                                      const TreatmentFrame& frame);

// "... including at least one platinum regimen", "including a taxane": the word "including" between items `from` and
// `therapy` that asks for what follows and gives no example, or -1.
int IncludedOne(const Reading& reading, int from, int therapy);

// The count of lines or agents before item `i`, the word "line" or an anchor: "at least one", "no
// more than 2".
struct CountReading {
  base::Bounds bounds;
  bool exact = false;  // a bare number
  int first = 0, last = 0;
};
std::optional<CountReading> CountBefore(const Reading& reading, Clause clause, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_ANCHORS_H_
