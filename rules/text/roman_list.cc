#include "rules/text/roman_list.h"

#include <algorithm>

namespace trialmatch::rules {

std::vector<uint32_t> RomanCuts(std::string_view text, const Block& block) {
  constexpr uint32_t kLongest = 8;  // "(viii) " and a byte behind it
  constexpr size_t kFewest = 2;     // behind the first
  std::vector<uint32_t> cuts;
  const bool first = block.marker.kind == MarkerKind::kLetter && block.marker.roman == 1;
  uint32_t before = block.span.begin;
  while (before > 0 && SpaceAt(text, before - 1) > 0) --before;
  const bool announced = before > 0 && text[before - 1] == ':';
  if (!first || block.marker.upper || !announced) return cuts;
  for (uint32_t at = block.body + 1; at < block.span.end; ++at) {
    const char c = text[at];
    if (text[at - 1] != ' ' || (c != '(' && c != 'i' && c != 'v' && c != 'x')) continue;
    const uint32_t size = std::min(block.span.end - at, kLongest);
    const Marker marker = ReadMarker(text.substr(at, size));
    const bool next = marker.kind == MarkerKind::kLetter && marker.style == block.marker.style &&
                      marker.roman == cuts.size() + 2 && marker.size < size;
    if (next) cuts.push_back(at);
  }
  if (cuts.size() < kFewest) cuts.clear();
  return cuts;
}

}  // namespace trialmatch::rules
