#ifndef TRIALMATCH_MATCHER_ASK_PROFILE_PARTS_H_
#define TRIALMATCH_MATCHER_ASK_PROFILE_PARTS_H_

#include <cstdint>
#include <string_view>

#include "rules/leaf.h"

namespace trialmatch::matcher {

// Parts of a profile, a bit each: who changes some of them can move only what reads one of them.
using ProfileParts = uint32_t;

inline constexpr ProfileParts kNoParts = 0, kAllParts = ~ProfileParts{0};

// The part that a member of the top of a profile is; "metastases" as well, a word of "complete". All parts for a member that nobody knows.
ProfileParts PartOfMember(std::string_view member);

// What a leaf may read, perhaps more than it does. A property test holds pairs of facts that are found with it against all pairs.
ProfileParts PartsThatLeafReads(const rules::Leaf& leaf);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_PROFILE_PARTS_H_
