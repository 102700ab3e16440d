#ifndef TRIALMATCH_RULES_AUDIT_SPANS_H_
#define TRIALMATCH_RULES_AUDIT_SPANS_H_

#include <cstdint>
#include <vector>

#include "base/span.h"
#include "rules/criterion.h"

namespace trialmatch::rules {

// The spans of all leaves of the expression in the order of the text, those that touch or overlap
// joined. A leaf without a span (of another field) has none.
std::vector<base::Span> LeafSpans(const Expression& expression);

// What a part that constrains nothing still answers for.
enum class Passes : uint8_t {
  kEverything,  // a permission, what the study site checks, the name of a part
  kFrame,       // a lead-in: "none of the following within 4 weeks" is read with its list
};
std::vector<base::Span> AlwaysSpans(const Expression& expression, Passes passes);

// Leaves, and parts that constrain nothing and answer for all of their words.
std::vector<base::Span> ReadSpans(const Expression& expression);
// The same with the criterion's asides: all that was understood of it.
std::vector<base::Span> ReadSpans(const Criterion& criterion);

// True when one of `spans`, sorted and disjoint, holds all of `span`.
bool Covers(const std::vector<base::Span>& spans, base::Span span);
// True when one of them holds a part of it.
bool Touches(const std::vector<base::Span>& spans, base::Span span);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_SPANS_H_
