#ifndef TRIALMATCH_RULES_PARSE_THERAPY_COUNTED_JOINTS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_COUNTED_JOINTS_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// A therapy of its own name stands in the items [begin, end).
bool NamesTherapy(const Reading& reading, int begin, int end);

// Where a count of lines or therapies ends and what stands beside it begins.

// "No more than two ALK TKIs and no prior chemotherapy", "TKI-naive, up to 1 line of chemotherapy", "progression on an
// ALK TKI, with no more than 2 lines of chemotherapy": where one count, demand or denial ends and the other begins,
// each of its own therapies; or -1.
int JointOfCounts(const Reading& reading, Clause clause, Mood mood);

// "No more than 2 ALK TKIs and 1 line of chemotherapy": the ceiling is of both. The number of the second, or -1.
int CeilingGoesOn(const Reading& reading, Clause clause, Mood mood);

// "Naive to MET inhibitors and has received no more than one line of chemotherapy", "no more than two lines and no prior TKI", "at least one
// platinum regimen, and no more than three prior regimens": the joint between a count and what stands beside it, or -1.
int JointBesideCount(const Reading& reading, Clause clause, Mood mood);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_COUNTED_JOINTS_H_
