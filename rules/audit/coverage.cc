#include "rules/audit/coverage.h"

#include "absl/strings/str_format.h"

namespace trialmatch::rules {
namespace {

double Percent(int part, int whole) { return whole == 0 ? 0 : 100.0 * part / whole; }

void Line(const char* name, const TopicCoverage::Row& row, std::string* out) {
  const int all = row.criteria();
  absl::StrAppendFormat(out, "%-23s %9d %8d %5.1f%% %8d %5.1f%% %7d %5.1f%%\n", name, all, row.full,
                        Percent(row.full, all), row.partial, Percent(row.partial, all), row.none,
                        Percent(row.none, all));
}

}  // namespace

void TopicCoverage::Add(const TrialCriteria& criteria) {
  ++studies_;
  for (const Criterion& c : criteria.criteria) {
    if (c.source != "eligibilityCriteria") continue;
    Row& row = rows_[static_cast<size_t>(c.topic)];
    switch (c.understood) {
      case Understood::kFull: ++row.full; break;
      case Understood::kPartial: ++row.partial; break;
      case Understood::kNone: ++row.none; break;
    }
  }
}

TopicCoverage::Row TopicCoverage::Total() const {
  Row total;
  for (int i = 0; i < kTopics; ++i) {
    if (static_cast<Topic>(i) == Topic::kLogistics) continue;
    const Row& row = rows_[static_cast<size_t>(i)];
    total.full += row.full;
    total.partial += row.partial;
    total.none += row.none;
  }
  return total;
}

std::string CoverageToText(const TopicCoverage& coverage) {
  std::string out = absl::StrFormat("%d studies\n%-23s %9s %15s %15s %14s\n", coverage.studies(),
                                    "topic", "criteria", "full", "partial", "none");
  for (int i = 0; i < TopicCoverage::kTopics; ++i) {
    const Topic topic = static_cast<Topic>(i);
    if (topic != Topic::kLogistics) Line(TopicName(topic), coverage.row(topic), &out);
  }
  Line("all but logistics", coverage.Total(), &out);
  Line("logistics", coverage.row(Topic::kLogistics), &out);
  return out;
}

}  // namespace trialmatch::rules
