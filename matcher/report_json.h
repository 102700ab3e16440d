#ifndef TRIALMATCH_MATCHER_REPORT_JSON_H_
#define TRIALMATCH_MATCHER_REPORT_JSON_H_

#include <functional>
#include <string>
#include <string_view>

#include "matcher/report.h"

namespace trialmatch::matcher {

struct ReportJsonOptions {
  int top = 0;  // list only so many trials; 0: all. `counts` tells of all in any case
  enum class Criteria {
    kDeciding,
    kAll
  } criteria = Criteria::kDeciding;  // kAll: every criterion of the way in with its verdict
};

// The report as one JSON object in one line, without a line break at the end; the shape is DESIGN
// section 7. Scores have four digits behind the point, signals two, kilometres none. A quoted
// `text` is bytes [begin, end) of the study's eligibility text; what came from another field has
// neither. Trials are handed to `sink` one at a time, so that a long report is never held twice.
void WriteMatchReport(const MatchReport& report, const ReportJsonOptions& options,
                      const std::function<void(std::string_view)>& sink);

// The same as one string.
std::string MatchReportJson(const MatchReport& report, const ReportJsonOptions& options);

// One trial of a report, as it stands in its list `trials`.
std::string TrialResultJson(const TrialResult& trial, const ReportJsonOptions& options);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_REPORT_JSON_H_
