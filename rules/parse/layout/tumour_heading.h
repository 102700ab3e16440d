#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_TUMOUR_HEADING_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_TUMOUR_HEADING_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/parse/reading.h"
#include "rules/text/outline.h"

namespace trialmatch::rules {

// "Hodgkin lymphoma:" over a list, in a text that has such lines for other tumours too: for whom
// the list holds.
class TumourHeadings {
 public:
  TumourHeadings(const Grammar& grammar, std::string_view text, const Outline& outline);
  // For whom the list under the heading holds, if its line is such a one.
  std::optional<Expression> Of(size_t heading) const;

 private:
  const Outline& outline_;
  std::vector<std::string> tumours_;  // that the heading names and nothing else, or ""; empty: none
  bool several_ = false;              // the headings and items of the inclusions name several
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_TUMOUR_HEADING_H_
