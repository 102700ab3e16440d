#include "rules/audit/spans.h"

#include <algorithm>

namespace trialmatch::rules {
namespace {

void Leaves(const Expression& e, std::vector<base::Span>* spans) {
  if (e.kind == Expression::Kind::kLeaf && !e.span.empty()) spans->push_back(e.span);
  for (const Expression& child : e.children) Leaves(child, spans);
}

Passes PassesOf(const Expression& e) {
  return e.rule == "lead_in" || e.rule == "explains" ? Passes::kFrame : Passes::kEverything;
}

void Always(const Expression& e, Passes passes, std::vector<base::Span>* spans) {
  bool wanted = e.kind == Expression::Kind::kAlways && PassesOf(e) == passes;
  if (wanted && !e.span.empty()) spans->push_back(e.span);
  for (const Expression& child : e.children) Always(child, passes, spans);
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
  Leaves(expression, &spans);
  return Joined(std::move(spans));
}

std::vector<base::Span> AlwaysSpans(const Expression& expression, Passes passes) {
  std::vector<base::Span> spans;
  Always(expression, passes, &spans);
  return Joined(std::move(spans));
}

std::vector<base::Span> ReadSpans(const Expression& expression) {
  std::vector<base::Span> spans;
  Leaves(expression, &spans);
  Always(expression, Passes::kEverything, &spans);
  return Joined(std::move(spans));
}

std::vector<base::Span> ReadSpans(const Criterion& criterion) {
  std::vector<base::Span> spans = criterion.asides;
  Leaves(criterion.expression, &spans);
  Always(criterion.expression, Passes::kEverything, &spans);
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
