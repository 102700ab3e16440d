#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "matcher/evaluate/combine.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/leaf_evaluators.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::Expression;

namespace {

// What decides a node: the reasons of the leaves below it that make it so.
void Decide(ExpressionOutcome& outcome, ExpressionOutcome&& child) {
  std::move(child.reasons.begin(), child.reasons.end(), std::back_inserter(outcome.reasons));
  outcome.needs_stop.insert(outcome.needs_stop.end(), child.needs_stop.begin(), child.needs_stop.end());
  outcome.has_opaque = outcome.has_opaque || child.has_opaque;
  outcome.worry = outcome.worry || child.worry;
}

// Whether an odd number of kNot stands above: what the leaf describes then shuts the door.
enum class Sense : uint8_t { kAsked, kExcluding };
constexpr Sense Turn(Sense sense) { return sense == Sense::kAsked ? Sense::kExcluding : Sense::kAsked; }

// "QTcF is 433 ms; more than 450 ms needed" misleads where more than 450 ms is what excludes.
void TellExcluding(std::string& because) {
  for (const std::string_view ending : {" needed", " allowed", " asked for"}) {
    if (!std::string_view(because).ends_with(ending)) continue;
    because.resize(because.size() - ending.size());
    because += " would exclude";
    return;
  }
}

bool DescribesAValue(const rules::Leaf& leaf) {
  if (const auto* treatment = std::get_if<rules::TreatmentLeaf>(&leaf)) return treatment->count.has_value();
  return std::holds_alternative<rules::CompareLeaf>(leaf) || std::holds_alternative<rules::OneOfLeaf>(leaf);
}

ExpressionOutcome EvaluateUse(const Expression& expression, const LeafSource& leaf_of, Sense sense) {
  LeafOutcome leaf = leaf_of(expression.leaf);
  if (sense == Sense::kExcluding && DescribesAValue(expression.leaf)) TellExcluding(leaf.because);
  ExpressionOutcome outcome;
  outcome.truth = leaf.truth;
  outcome.reasons.push_back({expression.span, std::move(leaf.because), std::move(leaf.needs)});
  outcome.breakpoints = std::move(leaf.breakpoints);
  outcome.needs_stop = std::move(leaf.needs_stop);
  outcome.worry = leaf.worry;
  return outcome;
}

ExpressionOutcome Evaluate(const Expression& expression, const LeafSource& leaf_of, Sense sense) {
  ExpressionOutcome outcome;
  switch (expression.kind) {
    case Expression::Kind::kAlways:
      outcome.truth = Truth::kMet;
      return outcome;
    case Expression::Kind::kOpaque:
      outcome.has_opaque = true;
      return outcome;
    case Expression::Kind::kLeaf: return EvaluateUse(expression, leaf_of, sense);
    default: break;
  }
  if (expression.kind == Expression::Kind::kNot) sense = Turn(sense);
  std::vector<ExpressionOutcome> children;
  children.reserve(expression.children.size());
  for (const Expression& child : expression.children) {
    children.push_back(Evaluate(child, leaf_of, sense));
    const std::vector<base::Day>& days = children.back().breakpoints;
    outcome.breakpoints.insert(outcome.breakpoints.end(), days.begin(), days.end());
  }
  const size_t n = children.size();
  if ((expression.kind == Expression::Kind::kNot && n != 1) || (expression.kind == Expression::Kind::kWhen && n != 2)) {
    outcome.has_opaque = true;
    return outcome;
  }
  const auto truth_of = [&](size_t i) { return children[i].truth; };
  outcome.truth = CombinedTruth(expression.kind, expression.count, n, truth_of);
  for (size_t i = 0; i < n; ++i) {
    if (ChildDecides(expression.kind, outcome.truth, n, i, truth_of)) Decide(outcome, std::move(children[i]));
  }
  return outcome;
}

}  // namespace

LeafOutcome EvaluateLeaf(const rules::Leaf& leaf, const EvaluationContext& context) {
  struct Visitor {
    const EvaluationContext& context;
    LeafOutcome operator()(const rules::CompareLeaf& leaf) const { return EvaluateCompare(leaf, context); }
    LeafOutcome operator()(const rules::OneOfLeaf& leaf) const { return EvaluateOneOf(leaf, context); }
    LeafOutcome operator()(const rules::MarkerLeaf& leaf) const { return EvaluateMarker(leaf, context); }
    LeafOutcome operator()(const rules::TreatmentLeaf& leaf) const { return EvaluateTreatment(leaf, context); }
    LeafOutcome operator()(const rules::ConditionLeaf& leaf) const { return EvaluateCondition(leaf, context); }
    LeafOutcome operator()(const rules::BrainLeaf& leaf) const { return EvaluateBrain(leaf, context); }
    LeafOutcome operator()(const rules::StandardTherapyLeaf& leaf) const { return EvaluateStandardTherapy(leaf, context); }
    LeafOutcome operator()(const rules::FactLeaf& leaf) const { return EvaluateFact(leaf, context); }
  };
  return std::visit(Visitor{context}, leaf);
}

ExpressionOutcome EvaluateExpression(const Expression& expression, const EvaluationContext& context) {
  return EvaluateExpression(expression, [&](const rules::Leaf& leaf) { return EvaluateLeaf(leaf, context); });
}

ExpressionOutcome EvaluateExpression(const Expression& expression, const LeafSource& leaf_of) {
  ExpressionOutcome outcome = Evaluate(expression, leaf_of, Sense::kAsked);
  if (outcome.truth != Truth::kUnknown) {
    outcome.has_opaque = false;
    outcome.worry = false;
  }
  std::sort(outcome.reasons.begin(), outcome.reasons.end(), [](const Reason& a, const Reason& b) {
    return std::tie(a.leaf.begin, a.leaf.end, a.because, a.needs) < std::tie(b.leaf.begin, b.leaf.end, b.because, b.needs);
  });
  outcome.reasons.erase(std::unique(outcome.reasons.begin(), outcome.reasons.end(),
                                    [](const Reason& a, const Reason& b) {
                                      return a.leaf == b.leaf && a.because == b.because && a.needs == b.needs;
                                    }),
                        outcome.reasons.end());
  Canonicalize(outcome.breakpoints);
  Canonicalize(outcome.needs_stop);
  return outcome;
}

}  // namespace trialmatch::matcher
