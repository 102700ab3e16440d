#include "rules/text/part_labels.h"

#include <algorithm>
#include <initializer_list>

namespace trialmatch::rules {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return IsUpper(c) || (c >= 'a' && c <= 'z'); }
bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool IsPartWord(std::string_view word) {
  constexpr std::string_view kWords[] = {"Cohort", "Cohorts", "Part",  "Parts",   "Arm",   "Arms",
                                         "Group",  "Groups",  "Phase", "Stratum", "Module"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

// The size of a label with its colon at `at`: "Cohort 1:", "Part A and Part B:", "Cohorts 1 and 2:",
// "Phase 2b (expansion):"; 0 when none stands there.
uint32_t LabelSize(std::string_view text, uint32_t at, uint32_t end) {
  constexpr uint32_t kLongest = 80;
  const uint32_t limit = std::min(end, at + kLongest);
  const auto word = [&](uint32_t from) {
    uint32_t to = from;
    while (to < limit && (IsLetter(text[to]) || IsDigit(text[to]))) ++to;
    return text.substr(from, to - from);
  };
  uint32_t i = at;
  for (bool more = true; more;) {
    const std::string_view kind = word(i);
    if (!IsPartWord(kind)) return 0;
    i += static_cast<uint32_t>(kind.size());
    if (i >= limit || text[i] != ' ') return 0;
    const std::string_view id = word(++i);
    if (id.empty() || id.size() > 4 || (!IsDigit(id[0]) && !IsUpper(id[0]))) return 0;
    i += static_cast<uint32_t>(id.size());
    more = false;
    for (std::string_view joint : {" and ", ", ", " & ", "/", " or "}) {
      if (text.substr(i, joint.size()) != joint) continue;
      i += static_cast<uint32_t>(joint.size());
      more = true;
      break;
    }
    const std::string_view bare = more ? word(i) : std::string_view();
    if (!bare.empty() && bare.size() <= 2 && (IsDigit(bare[0]) || IsUpper(bare[0]))) {
      i += static_cast<uint32_t>(bare.size());
      more = false;
    }
  }
  if (text.substr(i, 2) == " (") {
    while (i < limit && text[i] != ')') ++i;
    if (i < limit) ++i;
  }
  if (i < limit && text[i] == ' ') ++i;
  return i < limit && text[i] == ':' ? i + 1 - at : 0;
}

}  // namespace

std::vector<uint32_t> PartCuts(std::string_view text, uint32_t begin, uint32_t end) {
  std::vector<uint32_t> cuts;
  const uint32_t first = LabelSize(text, begin, end);
  if (first == 0) return cuts;
  int depth = 0;
  for (uint32_t at = begin + first; at < end; ++at) {
    if (text[at] == '(' || text[at] == '[') ++depth;
    if (text[at] == ')' || text[at] == ']') depth = std::max(0, depth - 1);
    const bool begins = depth == 0 && IsUpper(text[at]) && IsSpace(text[at - 1]);
    if (begins && LabelSize(text, at, end) > 0) cuts.push_back(at);
  }
  return cuts;
}

}  // namespace trialmatch::rules
