#ifndef TRIALMATCH_BASE_STATUS_H_
#define TRIALMATCH_BASE_STATUS_H_

#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace trialmatch::base {

// The crossing between the string views: Abseil's is not the standard one here and neither converts to the other.
inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view ToStd(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace trialmatch::base

// Leaves the function with the status of `expression` unless it is OK.
#define TM_RETURN_IF_ERROR(expression)                                  \
  do {                                                                  \
    if (absl::Status tm_status = (expression); !tm_status.ok()) {       \
      return tm_status;                                                 \
    }                                                                   \
  } while (false)

// TM_ASSIGN_OR_RETURN(const Foo foo, MakeFoo()): the value, or leaves the function with the status.
// A declaration with a comma in its type needs parentheses of its own, hence a `using` before it.
#define TM_ASSIGN_OR_RETURN(declaration, expression) \
  TM_ASSIGN_OR_RETURN_IMPL_(TM_CONCAT_(tm_status_or_, __LINE__), declaration, expression)

#define TM_ASSIGN_OR_RETURN_IMPL_(status_or, declaration, expression) \
  auto status_or = (expression);                                      \
  if (!status_or.ok()) return std::move(status_or).status();          \
  declaration = *std::move(status_or)

#define TM_CONCAT_(a, b) TM_CONCAT_INNER_(a, b)
#define TM_CONCAT_INNER_(a, b) a##b

#endif  // TRIALMATCH_BASE_STATUS_H_
