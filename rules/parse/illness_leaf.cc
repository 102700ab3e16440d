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

}  // namespace trialmatch::rules
