#ifndef TRIALMATCH_RULES_PARSE_THERAPY_RADIATION_KIND_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_RADIATION_KIND_H_

#include <cstddef>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Palliative radiotherapy within 1 week", "wide-field radiation within 4 weeks": what is forbidden of radiation, in the atoms from `from`
// on that the clause was read as, holds for that kind of it alone.
void NarrowToKindOfRadiation(Reading& reading, Clause clause, Mood mood, size_t from, Atoms& atoms);

// "Sequential chemoradiation": said of the leaf of the items `therapy`; "concurrent or sequential" is any.
void AddOrderOfChemoradiation(Reading& reading, Clause clause, Clause therapy, TreatmentLeaf* leaf);

// "Thoracic radiation of more than 30 Gy", "radiation to > 25 % of bone marrow". Adds dose and share to the leaf of the items `therapy`.
void AddRadiationAmount(Reading& reading, Clause clause, Clause therapy, TreatmentLeaf* leaf);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_RADIATION_KIND_H_
