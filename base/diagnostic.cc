#include "base/diagnostic.h"

#include "absl/strings/str_cat.h"

namespace trialmatch::base {

const char* SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kNote: return "note";
    case Severity::kWarning: return "warning";
    case Severity::kError: return "error";
  }
  return "error";
}

std::string ToString(const Diagnostic& diagnostic) {
  std::string text;
  if (!diagnostic.where.empty()) absl::StrAppend(&text, diagnostic.where, ": ");
  if (diagnostic.span) absl::StrAppend(&text, "[", diagnostic.span->begin, ", ", diagnostic.span->end, "): ");
  absl::StrAppend(&text, SeverityName(diagnostic.severity));
  if (!diagnostic.message.empty()) absl::StrAppend(&text, ": ", diagnostic.message);
  if (!diagnostic.id.empty()) absl::StrAppend(&text, " [", diagnostic.id, "]");
  return text;
}

}  // namespace trialmatch::base
