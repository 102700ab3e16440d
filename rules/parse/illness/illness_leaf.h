#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_LEAF_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_LEAF_H_

#include <span>
#include <vector>

#include "rules/criterion.h"
#include "rules/leaf.h"
#include "rules/parse/illness/illness.h"

namespace trialmatch::rules {

// A leaf, and the items from which it was read.
struct Found {
  ConditionLeaf leaf;
  int first = 0, last = 0;
};

// What is asked of an illness: a leaf for each of its ways, any of them.
std::vector<ConditionLeaf> LeavesOf(const Illness& illness);

// "Except grade 1 ILD": what is excepted is no worse than that grade, which the leaf says in words.
ConditionLeaf WithGradeAsSaid(ConditionLeaf leaf);

// Appends the leaf; illnesses of which the same is asked stand in one.
void Add(std::vector<Found>* list, ConditionLeaf leaf, const Illness& illness);

// "HIV with a history of Kaposi sarcoma or Castleman disease": the first illness, and any of the others
// with it.
bool FirstWithOthers(const Reading& reading, const std::vector<Illness>& illnesses);

// Hepatitis B and C both, where the clause speaks of the two at once ("concurrent hepatitis B and C"); else `any` as it is.
Expression BothHepatitides(const Reading& reading, Clause clause, Expression any);

Expression AnyOfIllnesses(const Reading& reading, std::span<const Illness> illnesses);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_LEAF_H_
