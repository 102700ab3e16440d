#include <algorithm>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <string>

#include "app/cli/csv.h"
#include "matcher/quote.h"

namespace trialmatch::app {
namespace {

constexpr std::string_view kColumns[] = {"line", "patient_id", "rank", "nct_id", "verdict", "score", "cohort", "eligible_from", "eligible_until",
                                         "needs_stop", "status", "study_type", "title", "site_facility", "site_city", "site_country", "site_km",
                                         "blocking", "unknown", "not_understood", "read_in_part", "text_gap", "checked_at_site", "error"};

std::string Joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

// What stands against the trial, or is not known, each with the id of its criterion.
std::string Blocking(const matcher::TrialResult& trial) {
  std::vector<std::string> parts;
  for (const int index : trial.closed_cohorts) parts.push_back("closed: " + trial.criteria->cohorts[index].name);
  for (const int index : trial.blocking) parts.push_back(trial.results[index].criterion->id + ": " + matcher::JoinedReasons(trial.results[index]));
  return Joined(parts);
}

std::string Unknown(const matcher::TrialResult& trial) {
  std::vector<std::string> parts;
  for (const int index : trial.unknown) {
    std::vector<std::string> needs;
    for (const matcher::Reason& reason : trial.results[index].reasons) {
      for (const std::string& need : reason.needs) {
        if (std::find(needs.begin(), needs.end(), need) == needs.end()) needs.push_back(need);
      }
    }
    std::string part = trial.results[index].criterion->id + ":";
    for (const std::string& need : needs) part += " " + need;
    parts.push_back(std::move(part));
  }
  return Joined(parts);
}

void AppendRow(std::initializer_list<std::string_view> cells, std::string* out) {
  bool first = true;
  for (const std::string_view cell : cells) {
    if (!first) *out += ',';
    first = false;
    AppendCsv(cell, out);
  }
  *out += '\n';
}

}  // namespace

std::string CsvReportHeader() {
  std::string out;
  for (const std::string_view column : kColumns) {
    if (!out.empty()) out += ',';
    out += column;
  }
  return out + "\n";
}

std::string CsvReport(uint64_t line, const matcher::MatchReport& report, size_t top) {
  std::string out;
  const std::string number = std::to_string(line);
  const size_t listed = top == 0 ? report.trials.size() : std::min(top, report.trials.size());
  for (size_t i = 0; i < listed; ++i) {
    const matcher::TrialResult& trial = report.trials[i];
    char score[16];
    std::snprintf(score, sizeof score, "%.4f", trial.score);
    const auto day = [](const std::optional<base::Day>& at) { return at ? at->ToString() : std::string(); };
    const matcher::NearestSite none;
    const matcher::NearestSite& site = trial.nearest_site ? *trial.nearest_site : none;
    const std::string& country = site.country_code.empty() ? site.site.country : site.country_code;
    AppendRow({number, report.patient_id, std::to_string(trial.rank), trial.study->nct_id, matcher::VerdictName(trial.verdict), score, trial.cohort,
               day(trial.eligible_from), day(trial.eligible_until), Joined(trial.needs_stop), trial.study->overall_status, trial.study->study_type,
               matcher::TitleOf(*trial.study), site.site.facility, site.site.city, country, site.km ? std::to_string(std::lround(*site.km)) : "",
               Blocking(trial), Unknown(trial), std::to_string(trial.not_understood.size()), std::to_string(trial.read_in_part.size()), std::string(matcher::TextGapName(trial.text_gap)), std::to_string(trial.checked_at_site), ""},
              &out);
  }
  if (listed == 0) {
    out = number + ",";
    AppendCsv(report.patient_id, &out);
    out += std::string(std::size(kColumns) - 2, ',') + "\n";
  }
  return out;
}

std::string CsvError(uint64_t line, std::string_view patient_id, const matcher::ProfileError& error) {
  std::string out = std::to_string(line) + ",";
  AppendCsv(patient_id, &out);
  out += std::string(std::size(kColumns) - 2, ',');
  AppendCsv((error.path.empty() ? "" : error.path + ": ") + error.message, &out);
  return out + "\n";
}

}  // namespace trialmatch::app
