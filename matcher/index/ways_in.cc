#include "matcher/index/ways_in.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "base/span.h"

namespace trialmatch::matcher {
namespace {

using rules::Cohort;
using rules::Criterion;
using rules::Topic;

bool IsAlternative(const Cohort& cohort) { return cohort.kind == Cohort::Kind::kAlternative; }

// The cohort tree with bounded walks: a parent that is not before its child is taken as none.
class Tree {
 public:
  explicit Tree(const std::vector<Cohort>& cohorts) : cohorts_(cohorts) {}

  int Parent(int index) const {
    const int parent = cohorts_[index].parent;
    return parent >= 0 && parent < index ? parent : -1;
  }
  bool IsSelfOrAncestor(int ancestor, int index) const {
    for (; index >= 0; index = Parent(index)) {
      if (index == ancestor) return true;
    }
    return false;
  }
  bool Closed(int index) const {
    for (; index >= 0; index = Parent(index)) {
      if (cohorts_[index].closed) return true;
    }
    return false;
  }
  bool AfterEnrolment(int index) const {
    for (; index >= 0; index = Parent(index)) {
      if (!IsAlternative(cohorts_[index]) && cohorts_[index].later_step) return true;
    }
    return false;
  }
  int NearestAlternative(int index) const {
    while (index >= 0 && !IsAlternative(cohorts_[index])) index = Parent(index);
    return index;
  }

 private:
  const std::vector<Cohort>& cohorts_;
};

// Whether the expression asks for a therapy that was had.
bool AsksForTherapy(const rules::Expression& e, bool asked) {
  using enum rules::Expression::Kind;
  if (e.kind == kLeaf) return asked && std::holds_alternative<rules::TreatmentLeaf>(*e.leaf);
  return std::any_of(e.children.begin(), e.children.end(), [&](const rules::Expression& child) { return AsksForTherapy(child, e.kind == kNot ? !asked : asked); });
}

// What a later step asks decides now only where it cannot change until then: a therapy that it asks for may be given before.
bool CannotChange(const Criterion& criterion) {
  const Topic topic = criterion.topic;
  if (topic == Topic::kPriorTherapy || topic == Topic::kLineOfTherapy) return !AsksForTherapy(criterion.expression, true);
  return topic == Topic::kBiomarker || topic == Topic::kDisease;
}

// What is asked before patients cross over or are treated again speaks of the time in the study.
bool OfSecondCourse(const Criterion& criterion, const std::vector<Cohort>& cohorts) {
  return std::any_of(criterion.cohorts.begin(), criterion.cohorts.end(), [&](int index) {
    if (index < 0 || index >= static_cast<int>(cohorts.size())) return false;
    const std::string& key = cohorts[static_cast<size_t>(index)].key;
    return key.ends_with("crossover") || key.ends_with("retreatment") || key.ends_with("re-treatment");
  });
}

// An alternative is a way in when it lists an inclusion of its own, is open, and no alternative
// inside it is the finer way.
std::vector<int> OpenAlternatives(const std::vector<Cohort>& cohorts, const Tree& tree) {
  const int n = static_cast<int>(cohorts.size());
  std::vector<bool> way(n, false);
  for (int i = 0; i < n; ++i) {
    way[i] = IsAlternative(cohorts[i]) && cohorts[i].has_own_inclusion && !tree.Closed(i);
  }
  std::vector<bool> finer(n, false), any_child_open(n, false), closed_finer(n, false);
  for (int i = n - 1; i >= 0; --i) {  // children stand behind their parents
    for (int up = tree.Parent(i); up >= 0; up = tree.Parent(up)) {
      if (way[i]) finer[up] = true;
      if (IsAlternative(cohorts[i]) && !tree.Closed(i)) any_child_open[up] = true;
      if (IsAlternative(cohorts[i]) && cohorts[i].has_own_inclusion && tree.Closed(i))
        closed_finer[up] = true;
    }
  }
  std::vector<int> out;
  for (int i = 0; i < n; ++i) {
    if (way[i] && !finer[i] && !(closed_finer[i] && !any_child_open[i])) out.push_back(i);
  }
  return out;
}

// Whether the criterion holds for the way in, and whether it decides there.
struct Use {
  bool holds = false;
  bool decides = false;
};

Use UseOf(const Criterion& criterion, int cohort, const std::vector<Cohort>& cohorts,
          const Tree& tree) {
  Use use{.holds = true, .decides = criterion.topic != Topic::kLogistics};
  bool names_alternative = false, in_alternative = false, names_step = false,
       only_later_steps = true;
  for (int index : criterion.cohorts) {
    if (index < 0 || index >= static_cast<int>(cohorts.size())) continue;
    const int alternative = tree.NearestAlternative(index);
    if (alternative >= 0) {
      names_alternative = true;
      if (cohort >= 0 && tree.IsSelfOrAncestor(alternative, cohort)) in_alternative = true;
    }
    if (!IsAlternative(cohorts[index]) || tree.AfterEnrolment(index)) {
      names_step = true;
      if (!tree.AfterEnrolment(index)) only_later_steps = false;
    }
  }
  if (names_alternative && !in_alternative) return {};
  if (names_step && only_later_steps && (!CannotChange(criterion) || OfSecondCourse(criterion, cohorts))) use.decides = false;
  return use;
}

WayIn MakeWay(int cohort, const rules::TrialCriteria& criteria, const Tree& tree) {
  WayIn way;
  way.cohort = cohort;
  for (int i = 0; i < static_cast<int>(criteria.criteria.size()); ++i) {
    const Use use = UseOf(criteria.criteria[i], cohort, criteria.cohorts, tree);
    if (!use.holds) continue;
    way.criteria.push_back(i);
    way.decides.push_back(use.decides);
  }
  return way;
}

// Where unread words weigh most: what came before and how far the disease is. What the tumour is
// stands in words that were read, or the criterion is not understood at all.
bool TellsOfThePast(Topic topic) {
  return topic == Topic::kPriorTherapy || topic == Topic::kLineOfTherapy ||
         topic == Topic::kWashout || topic == Topic::kCns || topic == Topic::kStageSetting;
}

// What was not read stands in the expression itself, which is unknown where that decides.
bool ShowsUnread(const rules::Expression& e) {
  return e.kind == rules::Expression::Kind::kOpaque || std::any_of(e.children.begin(), e.children.end(), ShowsUnread);
}

// A part that lists no criteria of its own, so that the base criteria alone are a way in.
enum class PartWithoutList : uint8_t {
  kNone,
  kSpokenOf,   // named ("safety run-in cohort"), or spoken of by naming one ("for Phase 2, ..."): it may ask for more elsewhere
  kExpanded,   // what an expansion expands: the base criteria are its list
};

// "Phase 1b and 1c only: ...": those who come for another part are not asked that.
bool SaysOnly(std::string_view text, const Cohort& cohort) {
  constexpr std::string_view kOnly = "only";
  size_t at = cohort.span.end;
  while (at < text.size() && (text[at] == ' ' || text[at] == ')')) ++at;
  const std::string_view label = base::Slice(text, cohort.span);
  return base::EqualsIgnoreCase(text.substr(std::min(at, text.size()), kOnly.size()), kOnly) || base::EndsWithIgnoreCase(label, kOnly);
}

PartWithoutList FindPartWithoutList(std::string_view text, const std::vector<Cohort>& cohorts, const Tree& tree) {
  const int n = static_cast<int>(cohorts.size());
  std::vector<bool> lists(n, false);
  for (int i = n - 1; i >= 0; --i) {  // children stand behind their parents
    lists[i] = lists[i] || cohorts[i].has_own_inclusion;
    if (lists[i] && tree.Parent(i) >= 0) lists[tree.Parent(i)] = true;
  }
  int tops = 0, expansions = 0;
  bool silent = false, only = true;
  for (int i = 0; i < n; ++i) {
    if (!IsAlternative(cohorts[i]) || tree.Parent(i) >= 0) continue;
    ++tops;
    expansions += cohorts[i].key == "expansion" ? 1 : 0;
    silent = silent || (!lists[i] && !tree.Closed(i));
    only = only && SaysOnly(text, cohorts[i]);
  }
  if (silent || (only && tops > 0)) return PartWithoutList::kSpokenOf;
  if (tops != 1) return PartWithoutList::kNone;
  if (expansions == 1) return PartWithoutList::kExpanded;
  return n == 1 ? PartWithoutList::kSpokenOf : PartWithoutList::kNone;
}

bool AsksForTumour(const rules::Expression& e) {
  using enum rules::Expression::Kind;
  if (e.kind == kAll || e.kind == kAny) return std::any_of(e.children.begin(), e.children.end(), AsksForTumour);
  const auto* leaf = e.kind == kLeaf ? std::get_if<rules::OneOfLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->attribute == rules::OneOfLeaf::Attribute::kDisease;
}

// The criteria that hold for everybody say whom the trial is for.
bool StandsAlone(const rules::TrialCriteria& criteria) {
  return std::any_of(criteria.criteria.begin(), criteria.criteria.end(), [](const Criterion& criterion) {
    return criterion.cohorts.empty() && criterion.mood == rules::Mood::kRequires && criterion.understood != rules::Understood::kNone &&
           criterion.source == "eligibilityCriteria" && (criterion.topic == Topic::kDisease || criterion.topic == Topic::kStageSetting || criterion.topic == Topic::kBiomarker || AsksForTumour(criterion.expression));
  });
}

// A performance status told of other parts alone, or exclusions that are all of other parts: what a protocol asks of everybody
// stands there, and this part is not described to the end.
bool LacksWhatOthersTell(const WayIn& way, const rules::TrialCriteria& criteria) {
  constexpr int kSeveral = 3;   // one or two exclusions may well be of one part
  bool status_here = false, status = false;
  int excludes_here = 0, excludes = 0;
  for (const Criterion& criterion : criteria.criteria) {
    status = status || (criterion.topic == Topic::kPerformance && criterion.section == rules::Section::kInclusion);
    excludes += criterion.section == rules::Section::kExclusion ? 1 : 0;
  }
  for (const int i : way.criteria) {
    status_here = status_here || criteria.criteria[i].topic == Topic::kPerformance;
    excludes_here += criteria.criteria[i].section == rules::Section::kExclusion ? 1 : 0;
  }
  return (status && !status_here) || (excludes >= kSeveral && excludes_here == 0);
}

bool IsBlank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

bool MayAskMore(const Criterion& criterion) {
  return criterion.mood == rules::Mood::kRequires && criterion.understood != rules::Understood::kFull && TellsOfThePast(criterion.topic) &&
         !ShowsUnread(criterion.expression);
}

bool MostlyUnread(const rules::TrialCriteria& criteria) {
  constexpr double kLeastRead = 0.35;
  return criteria.coverage.bytes_understood < kLeastRead;
}

WaysIn FindWaysIn(const fetch::Study& study, const rules::TrialCriteria& criteria) {
  const Tree tree(criteria.cohorts);
  WaysIn out;
  const std::vector<int> open = OpenAlternatives(criteria.cohorts, tree);
  for (int cohort : open) out.ways.push_back(MakeWay(cohort, criteria, tree));
  if (open.empty()) {
    bool any_alternative = false, any_open = false;
    for (int i = 0; i < static_cast<int>(criteria.cohorts.size()); ++i) {
      const Cohort& cohort = criteria.cohorts[i];
      if (!IsAlternative(cohort)) continue;
      any_alternative = true;
      if (!tree.Closed(i)) any_open = true;
      if (cohort.has_own_inclusion && tree.Closed(i)) out.closed.push_back(i);
    }
    if (any_open) out.closed.clear();
    out.ways.push_back(MakeWay(-1, criteria, tree));
    out.ways.back().at_most_possible = any_alternative;
  }
  if (!open.empty() && StandsAlone(criteria)) {
    const PartWithoutList part = FindPartWithoutList(study.eligibility_criteria, criteria.cohorts, tree);
    if (part != PartWithoutList::kNone) {
      out.ways.push_back(MakeWay(-1, criteria, tree));
      out.ways.back().at_most_possible = part == PartWithoutList::kSpokenOf;
    }
  }
  // A demand of which a part was not read may ask for more.
  for (WayIn& way : out.ways) {
    for (size_t i = 0; i < way.criteria.size(); ++i) {
      if (way.decides[i] && MayAskMore(criteria.criteria[way.criteria[i]])) way.at_most_possible = true;
    }
    if (LacksWhatOthersTell(way, criteria)) way.at_most_possible = true;
  }
  if (MostlyUnread(criteria) || IsBlank(study.eligibility_criteria)) {
    for (WayIn& way : out.ways) way.at_most_possible = true;
  }
  return out;
}

}  // namespace trialmatch::matcher
