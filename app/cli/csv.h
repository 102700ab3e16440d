#ifndef TRIALMATCH_APP_CLI_CSV_H_
#define TRIALMATCH_APP_CLI_CSV_H_

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/patient/profile_json.h"
#include "matcher/report.h"

namespace trialmatch::app {

// A record as RFC 4180 has it: fields between commas, in quotes where they hold commas, quotes (doubled) or line breaks.
struct CsvRecord {
  std::vector<std::string> fields;
  uint64_t lines = 0;      // that it took
  bool too_long = false;   // more than `limit` bytes: the rest was passed over
  bool blank() const { return fields.size() == 1 && fields[0].find_first_not_of(" \t") == std::string::npos; }
};

// False at the end of the stream.
bool ReadCsvRecord(std::istream& in, size_t limit, CsvRecord* record);

// Appends a field, in quotes where it needs them.
void AppendCsv(std::string_view field, std::string* out);

// Rows of a CSV file as profiles. Columns are named by the paths of docs/profile.md ("id", "cancer.type", "performance.ecog"); a cell of
// a list holds its items between semicolons, an item of `biomarkers`, `treatments`, `labs` or `conditions` its name and then
// key=value pairs between bars: "ALK|alteration=fusion|result=positive; EGFR|result=negative". An empty cell is not told.
class CsvProfiles {
 public:
  explicit CsvProfiles(std::vector<std::string> header);

  // The first column that no profile has, or a column that stands twice; "" when all is well.
  std::string BadColumn() const;
  // The profile as JSON, for ReadProfile to check. `errors` gets what cannot be told as JSON.
  std::string ToJson(const CsvRecord& record, std::vector<matcher::ProfileError>* errors) const;

 private:
  std::vector<std::string> header_;
};

// The header of reports as CSV, with its line end; then the rows of one report: one a trial, or one with empty cells where there is none.
// `line` is that of the patient in the input.
std::string CsvReportHeader();
std::string CsvReport(uint64_t line, const matcher::MatchReport& report, size_t top);
// The row of a patient that cannot be read.
std::string CsvError(uint64_t line, std::string_view patient_id, const matcher::ProfileError& error);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_CSV_H_
