#include "rules/leaf.h"

namespace trialmatch::rules {

const char* LeafKindName(const Leaf& leaf) {
  static constexpr const char* kNames[] = {"compare", "one_of", "marker", "treatment", "condition", "brain", "standard_therapy", "fact"};
  return kNames[leaf.index()];
}

}  // namespace trialmatch::rules
