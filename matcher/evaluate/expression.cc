#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

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

ExpressionOutcome Evaluate(const Expression& expression, const EvaluationContext& context, Sense sense);

std::vector<ExpressionOutcome> EvaluateChildren(const Expression& expression, const EvaluationContext& context, Sense sense, ExpressionOutcome& outcome) {
  std::vector<ExpressionOutcome> children;
  children.reserve(expression.children.size());
  for (const Expression& child : expression.children) {
    children.push_back(Evaluate(child, context, sense));
    const std::vector<base::Day>& days = children.back().breakpoints;
    outcome.breakpoints.insert(outcome.breakpoints.end(), days.begin(), days.end());
  }
  return children;
}

// The children that agree with the whole are those that make it so.
void DecideByAgreeing(ExpressionOutcome& outcome, std::vector<ExpressionOutcome>&& children) {
  for (ExpressionOutcome& child : children) {
    if (child.truth == outcome.truth) Decide(outcome, std::move(child));
  }
}

ExpressionOutcome EvaluateWhen(const Expression& expression, const EvaluationContext& context, Sense sense) {
  ExpressionOutcome outcome;
  std::vector<ExpressionOutcome> children = EvaluateChildren(expression, context, sense, outcome);
  if (children.size() != 2) {
    outcome.has_opaque = true;
    return outcome;
  }
  ExpressionOutcome& condition = children[0];
  ExpressionOutcome& then = children[1];
  outcome.truth = base::Or(base::Not(condition.truth), then.truth);
  // The condition speaks when it lets the rule rest, or when it is what nobody knows.
  const bool by_condition = condition.truth == Truth::kNotMet || (condition.truth == Truth::kUnknown && then.truth != Truth::kMet);
  const bool by_then = condition.truth == Truth::kMet || then.truth == Truth::kMet ||
                       (condition.truth == Truth::kUnknown && then.truth == Truth::kUnknown);
  if (by_condition) Decide(outcome, std::move(condition));
  if (by_then && outcome.truth == then.truth) Decide(outcome, std::move(then));
  return outcome;
}

ExpressionOutcome EvaluateAtLeast(const Expression& expression, const EvaluationContext& context, Sense sense) {
  ExpressionOutcome outcome;
  std::vector<ExpressionOutcome> children = EvaluateChildren(expression, context, sense, outcome);
  const auto count = [&](Truth truth) {
    return static_cast<int>(std::count_if(children.begin(), children.end(), [&](const ExpressionOutcome& child) { return child.truth == truth; }));
  };
  const int met = count(Truth::kMet), unknown = count(Truth::kUnknown);
  if (met >= expression.count) {
    outcome.truth = Truth::kMet;
  } else {
    outcome.truth = met + unknown < expression.count ? Truth::kNotMet : Truth::kUnknown;
  }
  DecideByAgreeing(outcome, std::move(children));
  return outcome;
}

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

ExpressionOutcome EvaluateUse(const Expression& expression, const EvaluationContext& context, Sense sense) {
  LeafOutcome leaf = EvaluateLeaf(expression.leaf, context);
  if (sense == Sense::kExcluding && DescribesAValue(expression.leaf)) TellExcluding(leaf.because);
  ExpressionOutcome outcome;
  outcome.truth = leaf.truth;
  outcome.reasons.push_back({expression.span, std::move(leaf.because), std::move(leaf.needs)});
  outcome.breakpoints = std::move(leaf.breakpoints);
  outcome.needs_stop = std::move(leaf.needs_stop);
  outcome.worry = leaf.worry;
  return outcome;
}

ExpressionOutcome Evaluate(const Expression& expression, const EvaluationContext& context, Sense sense) {
  ExpressionOutcome outcome;
  switch (expression.kind) {
    case Expression::Kind::kAlways:
      outcome.truth = Truth::kMet;
      return outcome;
    case Expression::Kind::kOpaque:
      outcome.has_opaque = true;
      return outcome;
    case Expression::Kind::kLeaf: return EvaluateUse(expression, context, sense);
    case Expression::Kind::kNot:
      if (expression.children.size() != 1) {
        outcome.has_opaque = true;
        return outcome;
      }
      outcome = Evaluate(expression.children.front(), context, Turn(sense));
      outcome.truth = base::Not(outcome.truth);
      return outcome;
    case Expression::Kind::kAll:
    case Expression::Kind::kAny: {
      const bool all = expression.kind == Expression::Kind::kAll;
      std::vector<ExpressionOutcome> children = EvaluateChildren(expression, context, sense, outcome);
      outcome.truth = all ? Truth::kMet : Truth::kNotMet;
      for (const ExpressionOutcome& child : children) {
        outcome.truth = all ? base::And(outcome.truth, child.truth) : base::Or(outcome.truth, child.truth);
      }
      DecideByAgreeing(outcome, std::move(children));
      return outcome;
    }
    case Expression::Kind::kWhen: return EvaluateWhen(expression, context, sense);
    case Expression::Kind::kAtLeast: return EvaluateAtLeast(expression, context, sense);
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
  ExpressionOutcome outcome = Evaluate(expression, context, Sense::kAsked);
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
