#ifndef TRIALMATCH_BASE_DIAGNOSTIC_H_
#define TRIALMATCH_BASE_DIAGNOSTIC_H_

#include <optional>
#include <string>
#include <vector>

#include "base/span.h"

namespace trialmatch::base {

enum class Severity { kNote, kWarning, kError };

// Something odd in *data*: the work goes on, the oddity is kept and counted. `absl::Status` is for what could not be done.
struct Diagnostic {
  Severity severity = Severity::kWarning;
  std::string id;                // stable, dotted: "study.no_eligibility_text", "text.too_long"
  std::string where;             // "FILE:LINE" or a path inside the data; empty when the span says it
  std::optional<Span> span;      // into the text that the owner of the diagnostic names
  std::string message;           // one sentence for a person
};

using Diagnostics = std::vector<Diagnostic>;

// "note", "warning", "error".
const char* SeverityName(Severity severity);

// "FILE:LINE: warning: message [id]", without the parts that are empty.
std::string ToString(const Diagnostic& diagnostic);

}  // namespace trialmatch::base

#endif  // TRIALMATCH_BASE_DIAGNOSTIC_H_
