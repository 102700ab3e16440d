#ifndef TRIALMATCH_RULES_PARSE_DISEASE_ANY_TUMOUR_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_ANY_TUMOUR_H_

#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Whom markers are asked of. "Melanoma, NSCLC, or any solid tumor that harbors a KRAS mutation": those behind are asked of the last of
// the list alone, which opens another way. "No EGFR mutation or ALK fusion in non-squamous NSCLC": the denial is of the markers, and
// asked of those with the tumour.
void BindMarkersToTumours(const Reading& reading, std::vector<Atom>& atoms);

// "ECOG 0-1, or for glioblastoma Karnofsky >= 70", "(Karnofsky >= 70 for glioblastoma)": the tumour says for whom the bound is, and
// is asked of nobody. Takes it from the atoms.
void BindScalesToTumour(const Reading& reading, std::vector<Atom>& atoms);

// "Intercurrent illness, such as infection, heart failure, metastatic cancer": whether that under study is meant, nobody tells.
void DoubtCancerAmongIllnesses(const Reading& reading, Clause clause, std::vector<Atom>& atoms);

// "Primary brain tumours or brain metastases", asked for: either.
void JoinTumoursOfBrain(const Reading& reading, std::vector<Atom>& atoms);

// "Brain metastases of lymphoma": the tumour of the second atom is that of the first.
bool TumourOfMetastases(const Reading& reading, const Atom& metastases, const Atom& tumour);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_ANY_TUMOUR_H_
