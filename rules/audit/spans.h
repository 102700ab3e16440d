#ifndef TRIALMATCH_RULES_AUDIT_SPANS_H_
#define TRIALMATCH_RULES_AUDIT_SPANS_H_

#include <vector>

#include "base/span.h"
#include "rules/criterion.h"

namespace trialmatch::rules {

// The spans of all leaves of the expression in the order of the text, those that touch or overlap
// joined. A leaf without a span (of another field) has none.
std::vector<base::Span> LeafSpans(const Expression& expression);

// The same with what constrains nothing and says so: permissions, logistics, lead-ins, labels.
std::vector<base::Span> ReadSpans(const Expression& expression);

// True when one of `spans`, sorted and disjoint, holds all of `span`.
bool Covers(const std::vector<base::Span>& spans, base::Span span);
// True when one of them holds a part of it.
bool Touches(const std::vector<base::Span>& spans, base::Span span);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_SPANS_H_
