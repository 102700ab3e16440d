#ifndef TRIALMATCH_MATCHER_EVALUATE_EVALUATE_H_
#define TRIALMATCH_MATCHER_EVALUATE_EVALUATE_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/truth.h"
#include "matcher/patient/patient.h"
#include "matcher/report.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

struct PatientMemo;

// Whether an outcome tells why. Without words `because` and `needs` may be empty; all else is the same.
enum class Words : uint8_t { kTold, kNone };

// The facts on a day. `day` runs ahead of `decided_on` when the future is asked; a drug that must stop is then taken as stopped on `decided_on`.
struct EvaluationContext {
  const Patient& patient;
  const rules::Lexicon& lexicon;
  base::Day decided_on;
  base::Day day;
  bool stopped = false;   // true: ongoing drugs of the treatments and medications count as stopped on decided_on
  Words words = Words::kTold;
  PatientMemo* memo = nullptr;   // of this patient and decided_on; absent: nothing is kept
  bool wordless() const { return words == Words::kNone; }
};

// What one leaf says of the patient on the day.
struct LeafOutcome {
  base::Truth truth = base::Truth::kUnknown;
  std::string because;                          // one plain sentence with the fact and what was needed; always set
  std::vector<std::string> needs;               // profile paths, when unknown for want of a fact
  std::vector<base::Day> breakpoints;           // days after `day` on which the truth changes by time alone
  std::vector<std::string> needs_stop;          // ongoing drugs that make it so
  bool worry = false;                           // a known fact speaks against it, though it is not decided
};

LeafOutcome EvaluateLeaf(const rules::Leaf& leaf, const EvaluationContext& context);

struct ExpressionOutcome {
  base::Truth truth = base::Truth::kUnknown;
  std::vector<Reason> reasons;                  // of the leaves that make it so, in text order, then by words
  std::vector<base::Day> breakpoints;           // of all dated leaves, sorted, without repeats
  std::vector<std::string> needs_stop;
  bool has_opaque = false;                      // unknown (also) because something was not understood
  bool worry = false;
};

ExpressionOutcome EvaluateExpression(const rules::Expression& expression, const EvaluationContext& context);

// The same with outcomes of leaves that somebody keeps: asked once for each leaf of the expression, in the order in which they stand in it.
using LeafSource = std::function<LeafOutcome(const rules::Leaf&)>;
ExpressionOutcome EvaluateExpression(const rules::Expression& expression, const LeafSource& leaf_of);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_EVALUATE_H_
