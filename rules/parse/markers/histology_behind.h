#ifndef TRIALMATCH_RULES_PARSE_MARKERS_HISTOLOGY_BEHIND_H_
#define TRIALMATCH_RULES_PARSE_MARKERS_HISTOLOGY_BEHIND_H_

#include <optional>

#include "rules/parse/domains.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "EGFR and ALK wild type for non-squamous histology", "EGFR and ALK negative in patients with adenocarcinoma": the markers are asked of who has
// that histology, which nobody is asked to have. nullopt where the sentence says anything else.
std::optional<Expression> ReadMarkersOfHistology(Reading& reading, Clause sentence);

// "Without known EGFR status in non-squamous histology": the denial is of the marker, and the histology says of whom.
void KeepHistologyOfDenied(const Reading& reading, Atoms& atoms);

// "EGFR and ALK negative, or squamous histology": markers that must be lacking, or a histology that needs no test. The atoms become one.
void JoinHistologyByOr(const Reading& reading, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKERS_HISTOLOGY_BEHIND_H_
