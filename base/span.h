#ifndef TRIALMATCH_BASE_SPAN_H_
#define TRIALMATCH_BASE_SPAN_H_

#include <cstdint>
#include <string_view>

namespace trialmatch::base {

// A half-open range [begin, end) of bytes in one text. The text is named by the context: for criteria it is
// `eligibilityCriteria` exactly as it was fetched.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool empty() const { return end <= begin; }
  bool Contains(Span other) const { return begin <= other.begin && other.end <= end; }
  bool Overlaps(Span other) const { return begin < other.end && other.begin < end; }
  friend bool operator==(const Span&, const Span&) = default;
};

// The bytes of `text` under `span`. Requires span.end <= text.size().
inline std::string_view Slice(std::string_view text, Span span) {
  return text.substr(span.begin, span.end - span.begin);
}

// The smallest span that covers both. An empty span counts as nothing.
inline Span Cover(Span a, Span b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

}  // namespace trialmatch::base

#endif  // TRIALMATCH_BASE_SPAN_H_
