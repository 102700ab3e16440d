#include "matcher/patient/suggest.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace trialmatch::matcher {
namespace {

constexpr size_t kLongestName = 64;  // nobody misspells more than this; keeps hostile keys cheap

// A name without what people leave out, in small letters; on the stack, because whole tables are folded for one unknown name.
class Folded {
 public:
  // At most kLongestName letters.
  explicit Folded(std::string_view text) {
    for (const char c : text) {
      if (c == ' ' || c == '-' || c == '_') continue;
      const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      letters_[size_++] = low;
      seen_ |= uint32_t{1} << (static_cast<unsigned char>(low) & 31);
    }
  }
  std::string_view text() const { return {letters_, size_}; }
  // No fewer changes than this turn one into the other: a change makes or takes one letter at most.
  static int LeastDistance(const Folded& a, const Folded& b) {
    return std::max(std::popcount(a.seen_ & ~b.seen_), std::popcount(b.seen_ & ~a.seen_));
  }

 private:
  char letters_[kLongestName];
  size_t size_ = 0;
  uint32_t seen_ = 0;
};

}  // namespace

int EditDistance(std::string_view a, std::string_view b, int limit) {
  const int rows = static_cast<int>(a.size());
  const int columns = static_cast<int>(b.size());
  if (std::abs(rows - columns) > limit) return limit + 1;
  constexpr int kOnStack = kLongestName + 1;
  int on_stack[3][kOnStack];
  std::vector<int> on_heap;
  if (columns >= kOnStack) on_heap.resize(3 * (b.size() + 1));
  const auto row = [&](int i) { return columns >= kOnStack ? on_heap.data() + static_cast<size_t>(i) * (b.size() + 1) : on_stack[i]; };
  int *before = row(0), *last = row(1), *now = row(2);
  for (int j = 0; j <= columns; ++j) last[j] = j;
  for (int i = 1; i <= rows; ++i) {
    now[0] = i;
    for (int j = 1; j <= columns; ++j) {
      const int change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        now[j] = std::min(now[j], before[j - 2] + 1);
      }
    }
    // A row in which all is too far stays so; a swap looks back two rows.
    const int nearest = std::min(*std::min_element(now, now + columns + 1), *std::min_element(last, last + columns + 1));
    if (nearest > limit) return limit + 1;
    std::swap(before, last);
    std::swap(last, now);
  }
  return std::min(last[columns], limit + 1);
}

std::string ClosestName(std::string_view written, const std::vector<std::string_view>& candidates) {
  if (written.empty() || written.size() > kLongestName) return "";
  const Folded folded_wanted(written);
  const std::string_view wanted = folded_wanted.text();
  if (wanted.empty()) return "";
  int best = std::max(1, static_cast<int>(wanted.size()) / 3) + 1;
  std::string_view nearest, beginning;
  bool tie = false;
  int beginnings = 0;
  for (std::string_view candidate : candidates) {
    if (candidate == written || candidate.size() > kLongestName) continue;
    const Folded folded_candidate(candidate);
    const std::string_view folded = folded_candidate.text();
    if (folded == wanted) return std::string(candidate);
    if (folded.starts_with(wanted)) {
      beginning = candidate;
      ++beginnings;
    }
    if (Folded::LeastDistance(folded_wanted, folded_candidate) > best) continue;
    const int distance = EditDistance(wanted, folded, best);
    if (distance >= static_cast<int>(std::max(wanted.size(), folded.size())))
      continue;  // not one letter in common
    if (distance < best) {
      best = distance;
      nearest = candidate;
      tie = false;
    } else if (distance == best && !nearest.empty()) {
      tie = true;
    }
  }
  if (beginnings == 1) return std::string(beginning);
  return tie ? "" : std::string(nearest);
}

}  // namespace trialmatch::matcher
