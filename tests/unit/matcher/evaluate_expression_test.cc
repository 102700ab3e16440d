#include "tests/unit/matcher/evaluate_test_support.h"

namespace trialmatch::matcher {
namespace {

using rules::Expression;

// Leaves whose truth is known: the patient is a woman of ECOG 3 who says nothing else.
Expression LeafAt(uint32_t begin, rules::Leaf leaf) {
  Expression expression;
  expression.kind = Expression::Kind::kLeaf;
  expression.leaf = std::move(leaf);
  expression.span = {begin, begin + 1};
  return expression;
}
Expression M(uint32_t begin = 1) { return LeafAt(begin, rules::OneOfLeaf{.attribute = rules::OneOfLeaf::Attribute::kSex, .values = {"female"}}); }
Expression N(uint32_t begin = 2) { return LeafAt(begin, rules::CompareLeaf{.quantity = "ecog", .bounds = AtMost(1)}); }
Expression U(uint32_t begin = 3) { return LeafAt(begin, rules::CompareLeaf{.quantity = "weight", .bounds = AtLeast(50)}); }
Expression Node(Expression::Kind kind, std::vector<Expression> children, int count = 0) {
  Expression expression;
  expression.kind = kind;
  expression.children = std::move(children);
  expression.count = count;
  return expression;
}
Expression All(std::vector<Expression> children) { return Node(Expression::Kind::kAll, std::move(children)); }
Expression Any(std::vector<Expression> children) { return Node(Expression::Kind::kAny, std::move(children)); }
Expression Not(Expression child) { return Node(Expression::Kind::kNot, {std::move(child)}); }
Expression When(Expression condition, Expression then) { return Node(Expression::Kind::kWhen, {std::move(condition), std::move(then)}); }
Expression Opaque() { return Node(Expression::Kind::kOpaque, {}); }

ExpressionOutcome AskExpression(const Expression& expression, const Change& more = [](Patient&) {}) {
  Patient patient;
  patient.sex = "female";
  patient.ecog = 3;
  more(patient);
  return EvaluateExpression(expression, {patient, rules::Lexicon::BuiltIn(), D(kToday), D(kToday), false});
}

TEST(ExpressionTest, Kleene) {
  struct Case {
    const char* name;
    Expression expression;
    base::Truth want;
    std::vector<uint32_t> deciding;   // where the reasons stand
  };
  using Kind = Expression::Kind;
  const std::vector<Case> cases = {
      {"all met", All({M(1), M(5)}), kMet, {1, 5}},
      {"one unknown", All({M(), U()}), kUnknown, {3}},
      {"one not met beats unknown", All({U(), N(), M()}), kNotMet, {2}},
      {"all of nothing", All({}), kMet, {}},
      {"any met", Any({N(), U(), M()}), kMet, {1}},
      {"any unknown", Any({N(), U()}), kUnknown, {3}},
      {"any: none met", Any({N(2), N(6)}), kNotMet, {2, 6}},
      {"not met", Not(M()), kNotMet, {1}},
      {"not unknown stays unknown", Not(U()), kUnknown, {3}},
      {"not not met", Not(N()), kMet, {2}},
      {"when: if not met", When(N(), U()), kMet, {2}},
      {"when: then met", When(M(), M(7)), kMet, {7}},
      {"when: then not met", When(M(), N()), kNotMet, {2}},
      {"when: then unknown", When(M(), U()), kUnknown, {3}},
      {"when: if unknown, then met", When(U(), M()), kMet, {1}},
      {"when: if unknown, then not met", When(U(), N()), kUnknown, {3}},
      {"when: both unknown", When(U(3), U(8)), kUnknown, {3, 8}},
      {"at least two of three", Node(Kind::kAtLeast, {M(1), M(5), N()}, 2), kMet, {1, 5}},
      {"at least two, perhaps", Node(Kind::kAtLeast, {M(), U(), N()}, 2), kUnknown, {3}},
      {"at least two, no", Node(Kind::kAtLeast, {M(), N(2), N(6)}, 2), kNotMet, {2, 6}},
      {"always", Node(Kind::kAlways, {}), kMet, {}},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(row.name);
    const ExpressionOutcome outcome = AskExpression(row.expression);
    EXPECT_EQ(outcome.truth, row.want);
    std::vector<uint32_t> deciding;
    for (const Reason& reason : outcome.reasons) deciding.push_back(reason.leaf.begin);
    EXPECT_EQ(deciding, row.deciding);
    EXPECT_FALSE(outcome.has_opaque);
  }
}

TEST(ExpressionTest, OpaqueIsTold) {
  EXPECT_EQ(AskExpression(Opaque()).truth, kUnknown);
  EXPECT_TRUE(AskExpression(Opaque()).has_opaque);
  EXPECT_TRUE(AskExpression(All({M(), Opaque()})).has_opaque);
  EXPECT_FALSE(AskExpression(All({N(), Opaque()})).has_opaque) << "decided all the same";
  EXPECT_EQ(AskExpression(All({N(), Opaque()})).truth, kNotMet);
}

TEST(ExpressionTest, NeedsStandWithTheirLeaf) {
  const ExpressionOutcome outcome = AskExpression(All({M(), U()}));
  ASSERT_EQ(outcome.reasons.size(), 1u);
  EXPECT_THAT(outcome.reasons[0].needs, testing::ElementsAre("weight_kg"));
}

TEST(ExpressionTest, DaysAndStopsAreMerged) {
  rules::TreatmentLeaf washout{.what = {"alk_tki"}};
  washout.window.within = Days(28);
  rules::TreatmentLeaf radiation{.what = {"radiation"}};
  radiation.window.within = Days(14);
  const auto patient = [](Patient& p) {
    p.treatments = {Drug("lorlatinib", "2023", "2025-12-20"), {.kind = "radiation", .end = P("2026-01-10")}};
    p.complete = {"treatments", "medications"};
  };
  const ExpressionOutcome outcome = AskExpression(All({Not(LeafAt(1, washout)), Not(LeafAt(9, radiation))}), patient);
  EXPECT_EQ(outcome.truth, kNotMet);
  EXPECT_THAT(outcome.breakpoints, testing::ElementsAre(D("2026-01-17"), D("2026-01-24")));
  EXPECT_THAT(outcome.needs_stop, testing::IsEmpty());
}

}  // namespace
}  // namespace trialmatch::matcher
