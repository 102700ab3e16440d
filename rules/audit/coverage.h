#ifndef TRIALMATCH_RULES_AUDIT_COVERAGE_H_
#define TRIALMATCH_RULES_AUDIT_COVERAGE_H_

#include <array>
#include <string>

#include "rules/criterion.h"

namespace trialmatch::rules {

// How many criteria of the eligibility texts were understood, by topic.
class TopicCoverage {
 public:
  struct Row {
    int full = 0, partial = 0, none = 0;
    int criteria() const { return full + partial + none; }
  };
  static constexpr int kTopics = static_cast<int>(Topic::kOther) + 1;

  // Criteria of other fields do not count.
  void Add(const TrialCriteria& criteria);

  const Row& row(Topic topic) const { return rows_[static_cast<size_t>(topic)]; }
  // All but logistics, which constrain nothing.
  Row Total() const;
  int studies() const { return studies_; }

 private:
  std::array<Row, kTopics> rows_{};
  int studies_ = 0;
};

// A table: a topic a line with its counts and shares, the total, and logistics below it.
std::string CoverageToText(const TopicCoverage& coverage);
// {"studies", "topics": [{"topic", "criteria", "full", "partial", "none", "full_share", …}],
// "total": {…}, "logistics": {…}}; shares with four digits.
std::string CoverageToJson(const TopicCoverage& coverage);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_COVERAGE_H_
