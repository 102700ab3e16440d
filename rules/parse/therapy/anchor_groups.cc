#include <algorithm>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_group.h"
#include "rules/parse/therapy/treatment_lines.h"
#include "rules/parse/therapy/treatment_names.h"
#include "rules/parse/therapy/treatment_reference.h"

namespace trialmatch::rules {
std::vector<TreatmentGroup> GroupAnchors(const Reading& r, const TreatmentClause& t, FirstDenied denied) {
  const std::vector<TreatmentAnchor>& anchors = t.anchors.named;
  bool may_part = t.mood == Mood::kRequires && denied == FirstDenied::kNo && !t.frame.naive && !t.frame.window;
  // "Such as chemotherapy, radiotherapy, and surgery" asks for none of them.
  const auto opens_examples = [&](int i) { return r.WordIsAny(i, {"such as", "e.g", "e.g.", "for example", "eg", "e g"}); };
  bool examples = false;
  for (int i = t.clause.begin; i < anchors.front().first; ++i) examples = examples || opens_examples(i);
  size_t examples_of = 0;   // the anchor that examples behind it illustrate, and one
  std::vector<TreatmentGroup> groups;
  size_t from = 0;
  int depth = 0;            // of brackets, where the anchor stands
  bool only_commas = true;  // between those since `from`
  const auto cut = [&](size_t k) {
    groups.emplace_back(anchors.data() + from, k - from);
    from = k;
  };
  for (size_t k = 1; k < anchors.size(); ++k) {
    bool and_between = false, joined = false, opened = false, comma = false, demand = false, told_anew = false;
    for (int i = anchors[k - 1].last + 1; i < anchors[k].first; ++i) {
      // "Platinum concurrent with radiation" is both.
      and_between = and_between || r.Is(i, Cue::kAnd) || r.WordIs(i, "then") || (t.frame.maintenance && r.WordIsAny(i, {"following", "after"})) || (r.WordStarts(i, {"concurrent", "concomitant"}) && (r.Is(i + 1, Cue::kWith) || r.WordContains(i, {" with"})));
      // "Progressed on X and have received one therapy which may include Y".
      told_anew = told_anew || (r.Is(i, Cue::kAnd) && depth <= 0 && r.Is(i + 1, Cue::kPrior) && r.WordContains(i + 1, {"received", "treated"}));
      comma = comma || r.IsMark(i, ',');
      if (opens_examples(i)) examples_of = k;
      demand = demand || r.Is(i, Cue::kMust);
      if (r.IsMark(i, '(')) ++depth;
      if (r.IsMark(i, ')')) --depth;
      if (r.IsMark(i, ')') && depth == 0 && opened) joined = opened = false;   // "chemotherapy (2 cycles) and radiotherapy"
      opened = opened || (r.IsMark(i, '(') && !joined);
      joined = joined || (r.IsAny(i, {Cue::kOr, Cue::kIncluding}) && !JoinsTimes(r, i)) || r.IsAnyMark(i, "/(");
    }
    // "Radiotherapy or thoracic surgery": of its own site.
    const bool surgery_there = t.mood == Mood::kProhibits && depth <= 0 && r.WordContainsText(anchors[k].first, "thoracic surgery") && k == from + 1 && anchors.size() == k + 1 && IsBareRadiation(r, anchors[from]);
    // "More than one chemotherapy or any other systemic treatment": the count is of what stands before the "or".
    const bool counted = t.mood == Mood::kProhibits && depth <= 0 && HasCue(r, anchors[k - 1].last + 1, anchors[k].first, {Cue::kOr}) && IsAnyOther(r, anchors[k].first) && CountBefore(r, t.clause, anchors[from].first);
    if (surgery_there || counted) cut(k);
    // "Naive to PD-1 inhibitors, must have received one prior therapy".
    const bool new_demand = demand && t.mood == Mood::kRequires;
    // "Systemic therapy, including at least one platinum": that one as well.
    const bool included = may_part && depth <= 0 && (IncludedOne(r, anchors[k - 1].last, anchors[k].first) >= 0 || IncludedInSeveral(r, t.clause, anchors[k - 1], anchors[k].first));
    const bool each = included || (may_part && and_between && (!joined || told_anew) && depth <= 0 && !examples && (told_anew || !IsExampleOf(r.lexicon(), anchors, examples_of, k)));
    // "Trastuzumab, a taxane, and pertuzumab" are three demands.
    if (each && !new_demand && only_commas) {
      while (from + 1 < k) cut(from + 1);
    }
    if (new_demand || each) cut(k);
    if (new_demand) only_commas = true;
    else if (!each) only_commas = only_commas && comma && !joined && depth <= 0;
  }
  groups.emplace_back(anchors.data() + from, anchors.size() - from);
  return groups;
}

}  // namespace trialmatch::rules
