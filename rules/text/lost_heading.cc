#include "rules/text/lost_heading.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "rules/text/heading.h"

namespace trialmatch::rules {
namespace {

constexpr size_t kFewestBlocks = 8;
constexpr auto kUsualGap = 3;   // line ends between paragraphs, two empty lines at most
constexpr auto kGapOfRest = 4;  // before what is left of a heading
constexpr auto kGap = 6;

// "All phases:", "(all participants):": for whom, and nothing else.
bool IsRestOfHeading(std::string_view line) {
  if (line.starts_with('(')) line.remove_prefix(1);
  if (line.ends_with(':')) line.remove_suffix(1);
  if (line.ends_with(')')) line.remove_suffix(1);
  constexpr std::array<std::string_view, 7> kWhom = {
      "participants", "patients", "subjects", "phases", "cohorts", "parts", "arms"};
  constexpr std::string_view kAll = "all ";
  return base::StartsWithIgnoreCase(line, kAll) &&
         std::any_of(kWhom.begin(), kWhom.end(), [&](std::string_view whom) {
           return base::EqualsIgnoreCase(line.substr(kAll.size()), whom);
         });
}

// "Cohort 2: ...", "Must have ...": still of who may enter.
bool StartsInclusion(std::string_view line) {
  while (!line.empty() && (line.front() == '*' || line.front() == '(')) line.remove_prefix(1);
  constexpr std::string_view kStarts[] = {
      "cohort",        "part ",         "parts ",           "phase ",
      "arm ",          "arms ",         "stratum",          "module",
      "expansion",     "must",          "histolog",         "cytolog",
      "patholog",      "document",      "at least",         "willing",
      "signed",        "adequate",      "confirmed",        "ability",
      "able",          "patients must", "participants must", "subjects must",
      "patient must",  "subject must",  "participant must", "for cohort",
      "for part ",     "for phase",     "for arm",          "for the phase",
      "written",       "informed consent", "substudy",      "sub-study"};
  return std::any_of(std::begin(kStarts), std::end(kStarts), [&](std::string_view start) {
    return base::StartsWithIgnoreCase(line, start);
  });
}

bool HasExclusionHeading(std::string_view text, const std::vector<Block>& blocks) {
  return std::any_of(blocks.begin(), blocks.end(), [text](const Block& block) {
    const std::string_view body = base::Slice(text, {block.body, block.span.end});
    const HeadingReading reading = ReadHeading(body, {.marked = !block.marker.none()});
    return body == ":" || reading.combined || reading.section == Section::kExclusion;
  });
}

}  // namespace

LostHeading FindLostHeading(std::string_view text, const std::vector<Block>& blocks) {
  LostHeading lost;
  if (blocks.size() < kFewestBlocks) return lost;
  for (size_t i = 1; i < blocks.size(); ++i) {
    if (blocks[i].inside_line) continue;
    const std::string_view between =
        base::Slice(text, {blocks[i - 1].span.end, blocks[i].span.begin});
    const auto gap = std::count(between.begin(), between.end(), '\n');
    if (gap <= kUsualGap) continue;
    if (lost.block != SIZE_MAX) return {};
    lost.block = i;
    const std::string_view behind = base::Slice(text, {blocks[i].body, blocks[i].span.end});
    lost.is_rest = gap >= kGapOfRest && IsRestOfHeading(behind);
    if (gap < kGap && !lost.is_rest) return {};
    if (!lost.is_rest && StartsInclusion(behind)) return {};
  }
  return lost.block == SIZE_MAX || HasExclusionHeading(text, blocks) ? LostHeading() : lost;
}

base::Diagnostic NoteOfLostHeading(base::Span span) {
  return {.severity = base::Severity::kWarning,
          .id = "outline.lost_heading",
          .span = span,
          .message = "the heading of the exclusion criteria behind the inclusion criteria is lost"};
}

}  // namespace trialmatch::rules
