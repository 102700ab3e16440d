#include "rules/audit/spans.h"

#include <algorithm>

namespace trialmatch::rules {
namespace {

void Collect(const Expression& e, bool with_always, std::vector<base::Span>* spans) {
  bool read = e.kind == Expression::Kind::kLeaf ||
              (with_always && e.kind == Expression::Kind::kAlways);
  if (read && !e.span.empty()) spans->push_back(e.span);
  for (const Expression& child : e.children) Collect(child, with_always, spans);
}

std::vector<base::Span> Joined(std::vector<base::Span> spans) {
  std::sort(spans.begin(), spans.end(),
            [](base::Span a, base::Span b) { return a.begin < b.begin; });
  std::vector<base::Span> out;
  for (base::Span span : spans) {
    if (!out.empty() && span.begin <= out.back().end)
      out.back().end = std::max(out.back().end, span.end);
    else
      out.push_back(span);
  }
  return out;
}

// The first span that ends behind `at`.
std::vector<base::Span>::const_iterator FirstBehind(const std::vector<base::Span>& spans,
                                                    uint32_t at) {
  return std::upper_bound(spans.begin(), spans.end(), at,
                          [](uint32_t place, base::Span s) { return place < s.end; });
}

}  // namespace

std::vector<base::Span> LeafSpans(const Expression& expression) {
  std::vector<base::Span> spans;
  Collect(expression, false, &spans);
  return Joined(std::move(spans));
}

std::vector<base::Span> ReadSpans(const Expression& expression) {
  std::vector<base::Span> spans;
  Collect(expression, true, &spans);
  return Joined(std::move(spans));
}

bool Covers(const std::vector<base::Span>& spans, base::Span span) {
  const auto found = FirstBehind(spans, span.begin);
  return found != spans.end() && found->Contains(span);
}

bool Touches(const std::vector<base::Span>& spans, base::Span span) {
  const auto found = FirstBehind(spans, span.begin);
  return found != spans.end() && found->Overlaps(span);
}

}  // namespace trialmatch::rules
