#ifndef TRIALMATCH_RULES_AUDIT_DESCRIBE_LEAF_H_
#define TRIALMATCH_RULES_AUDIT_DESCRIBE_LEAF_H_

#include <string>

#include "rules/leaf.h"

namespace trialmatch::rules {

// A leaf in a few words for a researcher, with the ids of the tables: "ECOG at most 1", "ALK fusion", "had alk_tki within 14 days".
std::string DescribeLeaf(const Leaf& leaf);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_DESCRIBE_LEAF_H_
