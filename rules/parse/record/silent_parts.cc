#include "rules/parse/record/silent_parts.h"

#include <algorithm>
#include <string_view>
#include <utility>
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

namespace {

// Nobody enters by the part, nor by one inside it.
bool IsNoWay(const TrialCriteria& criteria, int part) {
  const std::vector<Cohort>& cohorts = criteria.cohorts;
  if (cohorts[static_cast<size_t>(part)].kind != Cohort::Kind::kAlternative) return false;
  for (size_t i = 0; i < cohorts.size(); ++i) {
    if (!cohorts[i].has_own_inclusion) continue;
    for (int up = static_cast<int>(i); up >= 0; up = cohorts[static_cast<size_t>(up)].parent) {
      if (up == part) return false;
    }
  }
  return true;
}

}  // namespace

void ShowRulesOfSilentParts(TrialCriteria* out) {
  const bool any_way = std::any_of(out->cohorts.begin(), out->cohorts.end(),
                                   [](const Cohort& each) { return each.has_own_inclusion; });
  if (any_way) return;
  for (Criterion& c : out->criteria) {
    Expression& e = c.expression;
    if (c.section != Section::kExclusion || c.cohorts.empty() ||
        e.kind != Expression::Kind::kNot || c.topic == Topic::kLogistics ||
        !std::all_of(c.cohorts.begin(), c.cohorts.end(),
                     [out](int part) { return IsNoWay(*out, part); }))
      continue;
    e.children[0] = Expression::All(std::move(e.children[0]), Expression::Opaque(c.body));
    c.cohorts.clear();
    if (c.understood == Understood::kFull) c.understood = Understood::kPartial;
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
