#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_LEAF_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_LEAF_H_

#include <vector>

#include "rules/leaf.h"
#include "rules/parse/illness.h"

namespace trialmatch::rules {

// A leaf, and the items from which it was read.
struct Found {
  ConditionLeaf leaf;
  int first = 0, last = 0;
};

// What is asked of an illness: a leaf for each of its ways, any of them.
std::vector<ConditionLeaf> LeavesOf(const Illness& illness);

// Appends the leaf; illnesses of which the same is asked stand in one.
void Add(std::vector<Found>* list, ConditionLeaf leaf, const Illness& illness);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_LEAF_H_
