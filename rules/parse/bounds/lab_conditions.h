#ifndef TRIALMATCH_RULES_PARSE_BOUNDS_LAB_CONDITIONS_H_
#define TRIALMATCH_RULES_PARSE_BOUNDS_LAB_CONDITIONS_H_

#include <optional>

#include "rules/parse/bounds/lab_bounds.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Whom a bound is for: "if liver metastases", "in patients with Gilbert's syndrome", "unless on
// anticoagulants", "without liver involvement" (then negated).
struct LabCondition {
  Expression condition;
  bool negated = false;
  int first = 0, last = 0;
};

// The first condition of [begin, end). Items that name something else end the search.
std::optional<LabCondition> FindLabCondition(const Reading& reading, int begin, int end);

// A patient's other lab as the condition: "for patients with creatinine > 1.5 x ULN", "if alkaline
// phosphatase is normal". `lab` is the item of the lab.
struct LabOfCondition {
  int lab = 0;
  LabBound bound;
  int first = 0, last = 0;
  bool joins = false;  // a bare "with", which also joins two bounds of the same patients
};
// The one whose opening words start at `i`.
std::optional<LabOfCondition> ReadLabOfCondition(const Reading& reading, int i, int end);

// "ALT <= 2.5 x ULN; the criteria for abnormal ALT due to liver metastases can be relaxed to <= 5 x ULN": what stands behind
// the stop at item `stop` is the bound before it, for some.
bool RelaxesBoundBefore(const Reading& reading, int stop);

// The "unless" or "if" at `turn` of the sentence [begin, end) limits the lab before it, with whose
// bound it is read, not the whole sentence.
bool LimitsLab(const Reading& reading, int begin, int turn, int end);

// Two bounds for two groups of patients: `base` for all but those of `condition`, `other` for them.
// Told so that it is decided as early as may be: where one bound is stricter, it needs no condition
// to pass or fail.
Expression BoundByCondition(Expression base, const base::Bounds& base_bounds, Expression condition,
                            Expression other, const base::Bounds& other_bounds);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BOUNDS_LAB_CONDITIONS_H_
