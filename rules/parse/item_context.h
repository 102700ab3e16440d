#ifndef TRIALMATCH_RULES_PARSE_ITEM_CONTEXT_H_
#define TRIALMATCH_RULES_PARSE_ITEM_CONTEXT_H_

#include <optional>
#include <string_view>
#include <vector>

#include "rules/criterion.h"
#include "rules/parse/reading.h"
#include "rules/parse/scope.h"
#include "rules/text/outline.h"

namespace trialmatch::rules {

// What an item gets from above: the cohorts it holds for, the conditions under which, and the words
// before the list it stands in.
struct ItemContext {
  std::vector<int> cohorts;  // indexes of TrialCriteria::cohorts; empty: all patients
  std::vector<Expression> when;
  std::vector<base::Span> leads;  // outermost first; the nearest two at most
};

// The context below each heading of the outline, by its index. Makes the cohorts that headings
// name.
std::vector<ItemContext> ReadHeadingContexts(const Grammar& grammar, std::string_view text,
                                             const Outline& outline, CohortTable* table,
                                             std::vector<Cohort>* cohorts);

// "For women:", "Patients with squamous histology:", "If HIV positive:": for whom what follows
// holds, when [begin, end) tells nothing else.
std::optional<Expression> ReadWhen(Reading& reading, int begin, int end);

// "Patients with the following tumour types:": each item of the list is one of them.
bool AnnouncesTypes(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ITEM_CONTEXT_H_
