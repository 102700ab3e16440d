#ifndef TRIALMATCH_TESTS_SUPPORT_SCOPES_H_
#define TRIALMATCH_TESTS_SUPPORT_SCOPES_H_

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/reading_dump.h"

namespace trialmatch::testing {

// "phase 2; phase 2/cohort a closed | ALK fusion @ phase 2/cohort a": the cohorts, then each
// criterion of the text with its own.
inline std::string Scopes(const std::string& text) {
  const rules::TrialCriteria found = ReadText(text);
  std::string out;
  for (const rules::Cohort& each : found.cohorts) {
    out += (out.empty() ? "" : "; ") + each.key;
    if (each.kind == rules::Cohort::Kind::kStep) out += each.later_step ? " later step" : " step";
    if (each.closed) out += " closed";
    if (each.kind == rules::Cohort::Kind::kAlternative && each.has_own_inclusion) out += " way in";
  }
  for (const rules::Criterion& each : found.criteria) {
    if (each.source != "eligibilityCriteria") continue;
    out += " | " + rules::Describe(each.expression);
    const char* mark = " @ ";
    for (int index : each.cohorts) {
      out += mark + found.cohorts[static_cast<size_t>(index)].key;
      mark = ", ";
    }
  }
  return out;
}

struct ScopeRow {
  const char* name;
  const char* text;
  const char* scopes;  // as Scopes() tells them
};

inline void CheckScopes(const std::vector<ScopeRow>& rows) {
  for (const ScopeRow& row : rows) EXPECT_EQ(Scopes(row.text), row.scopes) << row.name;
}

}  // namespace trialmatch::testing

#endif  // TRIALMATCH_TESTS_SUPPORT_SCOPES_H_
