#include "rules/parse/record/silent_parts.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "rules/parse/record/says.h"

namespace trialmatch::rules {
namespace {

bool IsRule(const Criterion& c) {
  return c.expression.kind != Expression::Kind::kAlways &&
         c.expression.kind != Expression::Kind::kOpaque;
}

// What a study asks of the tumour in its own words.
bool TellsTumour(const Criterion& c) {
  return c.topic == Topic::kDisease && c.mood == Mood::kRequires &&
         c.understood != Understood::kNone && c.source == "eligibilityCriteria";
}

// "... meet the additional criteria listed for 1 of the 4 cohorts in Part 2".
bool RefersToOtherParts(std::string_view text) {
  return Says(text, {"criteria listed for", "criteria for", "criteria of"}) &&
         Says(text, {"one of the", "1 of the", "any of the"}) &&
         Says(text, {" cohorts", " parts", " arms"}) && Says(text, {"meet", "fulfil", "satisf"});
}

}  // namespace

void JoinPartsThatReferToOthers(TrialCriteria* out) {
  for (Criterion& c : out->criteria) {
    if (c.cohorts.size() != 1 || c.section != Section::kInclusion || IsRule(c) ||
        !RefersToOtherParts(c.text))
      continue;
    const int part = c.cohorts[0];
    const bool alone =
        std::all_of(out->criteria.begin(), out->criteria.end(), [&](const Criterion& other) {
          return &other == &c ||
                 std::find(other.cohorts.begin(), other.cohorts.end(), part) == other.cohorts.end();
        });
    const bool outer = std::any_of(out->cohorts.begin(), out->cohorts.end(),
                                   [part](const Cohort& each) { return each.parent == part; });
    if (!alone || outer) continue;
    out->cohorts[static_cast<size_t>(part)].kind = Cohort::Kind::kStep;
    c.expression = Expression::Always(c.body, "refers");
    c.understood = Understood::kFull;
  }
}

void CloseDoorsOfValues(TrialCriteria* out) {
  const size_t n = out->cohorts.size();
  std::vector<bool> values(n, false), more(n, false), tumour(n, false);
  for (const Criterion& c : out->criteria) {
    if (c.section != Section::kInclusion || !IsRule(c)) continue;
    if (c.cohorts.empty() && TellsTumour(c)) return;  // told for all
    for (const int index : c.cohorts) {
      const size_t at = static_cast<size_t>(index);
      (c.topic == Topic::kLab ? values : more)[at] = true;
      tumour[at] = tumour[at] || TellsTumour(c);
    }
  }
  if (std::find(tumour.begin(), tumour.end(), true) == tumour.end()) return;
  for (size_t i = 0; i < n; ++i) {
    Cohort& cohort = out->cohorts[i];
    if (values[i] && !more[i] && cohort.parent < 0) cohort.has_own_inclusion = false;
  }
}

}  // namespace trialmatch::rules
