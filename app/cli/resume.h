#ifndef TRIALMATCH_APP_CLI_RESUME_H_
#define TRIALMATCH_APP_CLI_RESUME_H_

#include <cstdint>
#include <optional>
#include <string>

#include "app/cli/terminal.h"

namespace trialmatch::app {

enum class BatchFormat : uint8_t { kJsonLines, kCsv };

// Where a batch that was cut off goes on.
struct ResumePoint {
  uint64_t bytes = 0;       // of the output that stay; what is behind them is torn
  uint64_t patients = 0;    // kJsonLines: so many lines of output are there, one a patient
  uint64_t last_line = 0;   // kCsv: patients up to this line of the input are there
  std::string first_report; // kJsonLines: the first report that is there, to compare what it was made with
};

// Looks through the output of a batch. A missing file is an empty one. nullopt: a message was printed.
std::optional<ResumePoint> FindResumePoint(const std::string& path, BatchFormat format, const Terminal& terminal);

// Cuts the file behind the point and opens it as standard output, at its end. False: a message was printed.
bool ContinueOutput(const std::string& path, const ResumePoint& point, const Terminal& terminal);

// What makes two reports comparable: the day, the studies and the rules of a report in JSON; "" for an error line.
std::string MadeWith(const std::string& report);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_RESUME_H_
