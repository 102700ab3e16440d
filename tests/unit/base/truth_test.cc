#include "base/truth.h"

#include "gtest/gtest.h"

namespace trialmatch::base {
namespace {

constexpr Truth F = Truth::kNotMet, U = Truth::kUnknown, T = Truth::kMet;

TEST(Truth, KleeneTables) {
  struct {
    Truth a, b, both, either;
  } const kRows[] = {
      {F, F, F, F}, {F, U, F, U}, {F, T, F, T}, {U, F, F, U}, {U, U, U, U}, {U, T, U, T}, {T, F, F, T}, {T, U, U, T}, {T, T, T, T},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(And(row.a, row.b), row.both) << TruthName(row.a) << " and " << TruthName(row.b);
    EXPECT_EQ(Or(row.a, row.b), row.either) << TruthName(row.a) << " or " << TruthName(row.b);
    EXPECT_EQ(Not(And(row.a, row.b)), Or(Not(row.a), Not(row.b)));
  }
}

TEST(Truth, NotSwapsTheEnds) {
  EXPECT_EQ(Not(F), T);
  EXPECT_EQ(Not(U), U);
  EXPECT_EQ(Not(T), F);
  EXPECT_EQ(FromBool(true), T);
  EXPECT_EQ(FromBool(false), F);
}

TEST(Truth, Names) {
  EXPECT_STREQ(TruthName(F), "not_met");
  EXPECT_STREQ(TruthName(U), "unknown");
  EXPECT_STREQ(TruthName(T), "met");
}

}  // namespace
}  // namespace trialmatch::base
