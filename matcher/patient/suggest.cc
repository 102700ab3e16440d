#include "matcher/patient/suggest.h"

#include <algorithm>
#include <cstdlib>

namespace trialmatch::matcher {
namespace {

constexpr size_t kLongestName = 64;  // nobody misspells more than this; keeps hostile keys cheap

std::string Fold(std::string_view text) {
  std::string folded;
  for (char c : text) {
    if (c == ' ' || c == '-' || c == '_') continue;
    folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return folded;
}

}  // namespace

int EditDistance(std::string_view a, std::string_view b, int limit) {
  const int rows = static_cast<int>(a.size());
  const int columns = static_cast<int>(b.size());
  if (std::abs(rows - columns) > limit) return limit + 1;
  std::vector<int> before(columns + 1), last(columns + 1), now(columns + 1);
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
    before.swap(last);
    last.swap(now);
  }
  return std::min(last[columns], limit + 1);
}

std::string ClosestName(std::string_view written, const std::vector<std::string_view>& candidates) {
  if (written.empty() || written.size() > kLongestName) return "";
  const std::string wanted = Fold(written);
  if (wanted.empty()) return "";
  int best = std::max(1, static_cast<int>(wanted.size()) / 3) + 1;
  std::string_view nearest, beginning;
  bool tie = false;
  int beginnings = 0;
  for (std::string_view candidate : candidates) {
    if (candidate == written || candidate.size() > kLongestName) continue;
    const std::string folded = Fold(candidate);
    if (folded == wanted) return std::string(candidate);
    if (folded.starts_with(wanted)) {
      beginning = candidate;
      ++beginnings;
    }
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
