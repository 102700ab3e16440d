#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_GROUP_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_GROUP_H_

#include <span>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/treatment_anchors.h"
#include "rules/parse/therapy/treatment_frame.h"

namespace trialmatch::rules {

// A clause that names treatments, with what its words say of all of them.
struct TreatmentClause {
  Clause clause;
  Mood mood = Mood::kRequires;
  TreatmentFrame frame;
  TreatmentAnchors anchors;  // at least one is named
};

// An atom for the leaf over items first..last; its topic follows from the leaf.
Atom TreatmentAtom(const Reading& reading, TreatmentLeaf leaf, int first, int last,
                   const char* rule);

// The named anchors as groups, not empty, of the clause's own anchors: joined by "or" or commas they are one list; by "and" in a
// requirement each is asked for.
using TreatmentGroup = std::span<const TreatmentAnchor>;
enum class FirstDenied : bool { kNo, kYes };
std::vector<TreatmentGroup> GroupAnchors(const Reading& reading, const TreatmentClause& treatments,
                                         FirstDenied denied);

// What the clause says about one group. kMostRecent: it is told to have been the last therapy.
Atom ReadTreatmentGroup(Reading& reading, const TreatmentClause& treatments,
                        const TreatmentGroup& group, TreatmentLeaf::Quantifier quantifier);

// One clause of therapies, which says one thing (treatment_splits.cc).
void ReadTreatmentClause(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_GROUP_H_
