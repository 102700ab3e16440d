#include "rules/parse/illness_leaf.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace trialmatch::rules {
namespace {

using Status = ConditionLeaf::Status;

void AddQuality(const IllnessQuality& quality, ConditionLeaf* leaf) {
  std::string_view as = quality.row->Get("as");
  if (quality.denied) {
    if (as == "needed_steroids")
      leaf->needed_steroids = false;
    else if (as == "detectable" || as == "undetectable")
      leaf->viral_load_undetectable = as == "detectable";
    else
      leaf->lacking.push_back(quality.row->id);
    return;
  }
  if (as == "uncontrolled")
    leaf->status = Status::kUncontrolled;
  else if (as == "active")
    leaf->status = leaf->status == Status::kEver ? Status::kActive : leaf->status;
  else if (as == "past")
    leaf->status = Status::kPast;
  else if (as == "needed_steroids")
    leaf->needed_steroids = true;
  else if (as == "undetectable")
    leaf->viral_load_undetectable = true;
  else if (as == "detectable")
    leaf->viral_load_undetectable = false;
  else if (std::find(leaf->qualities.begin(), leaf->qualities.end(), quality.row->id) ==
           leaf->qualities.end())
    leaf->qualities.push_back(quality.row->id);
}

ConditionLeaf LeafOf(const Illness& illness, const IllnessWay& way) {
  ConditionLeaf leaf;
  leaf.conditions = illness.ids;
  leaf.window = illness.window;
  leaf.min_grade = illness.min_grade;
  leaf.nyha_at_least = illness.nyha;
  leaf.family = illness.family;
  for (const IllnessQuality& quality : way) AddQuality(quality, &leaf);
  return leaf;
}

bool SameButName(ConditionLeaf a, const ConditionLeaf& b) {
  a.conditions = b.conditions;
  return a == b;
}

}  // namespace

std::vector<ConditionLeaf> LeavesOf(const Illness& illness) {
  std::vector<ConditionLeaf> out;
  // One way that asks nothing takes in the others.
  bool any = illness.ways.empty() || std::any_of(illness.ways.begin(), illness.ways.end(),
                                                 [](const IllnessWay& way) { return way.empty(); });
  if (any) return {LeafOf(illness, {})};
  for (const IllnessWay& way : illness.ways) out.push_back(LeafOf(illness, way));
  return out;
}

void Add(std::vector<Found>* list, const ConditionLeaf& leaf, const Illness& illness) {
  for (Found& one : *list) {
    if (!SameButName(one.leaf, leaf)) continue;
    for (const std::string& id : leaf.conditions) {
      if (std::find(one.leaf.conditions.begin(), one.leaf.conditions.end(), id) ==
          one.leaf.conditions.end())
        one.leaf.conditions.push_back(id);
    }
    one.last = std::max(one.last, illness.last);
    return;
  }
  list->push_back({leaf, illness.first, illness.last});
}

bool FirstWithOthers(const Reading& r, const std::vector<Illness>& illnesses) {
  if (illnesses.size() < 2) return false;
  const Illness &first = illnesses[0], &second = illnesses[1];
  if (first.excepted || second.excepted || second.example || first.example) return false;
  bool joined = false;
  for (int k = first.last + 1; k < second.first; ++k) {
    const bool joins = r.WordIsAny(k, {"with", "participants with", "patients with", "subjects with", "who have", "who has"}) ||
                       (first.ids[0] == "hiv" && r.Is(k, Cue::kAnd) && r.WordIsAny(k + 1, {"has", "have"}));
    joined = joined || joins;
    const bool passed = joins || r.IsAny(k, {Cue::kFiller, Cue::kPrior, Cue::kKnown, Cue::kDiagnosis}) || r.WordIsAny(k, {"has", "have", "infected", "-"});
    if (!passed) return false;
  }
  if (!joined) return false;
  for (size_t k = 2; k < illnesses.size(); ++k) {
    for (int i = illnesses[k - 1].last + 1; i < illnesses[k].first; ++i) {
      if (r.IsAnyMark(i, ",;")) return false;
    }
  }
  return true;
}

Expression AnyOfIllnesses(const Reading& r, std::span<const Illness> illnesses) {
  std::vector<Expression> any;
  for (const Illness& one : illnesses) {
    for (ConditionLeaf& leaf : LeavesOf(one)) any.push_back(Expression::OfLeaf(std::move(leaf), r.SpanOf(one.first, one.last), "condition"));
  }
  return Expression::Any(std::move(any));
}

}  // namespace trialmatch::rules
