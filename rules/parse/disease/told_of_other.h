#ifndef TRIALMATCH_RULES_PARSE_DISEASE_TOLD_OF_OTHER_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_TOLD_OF_OTHER_H_

#include "rules/parse/narrowed_denial.h"

namespace trialmatch::rules {

// "Previous stage III NSCLC", "previous metastatic disease", "recurrence after surgery for stage II disease": what the disease was before, and not
// today.
bool IsOfEarlierDisease(const Reading& reading, const OneOfLeaf& one, LeafPlace at);

// "Ann Arbor stage III", "FIGO stage IV": stages of lymphomas and of other tumours, which no
// profile tells.
bool IsOfOtherStaging(const Reading& reading, const OneOfLeaf& one, LeafPlace at);

// "All metastatic lesions are smaller than 4 cm": of those that are there; nobody is asked to have
// some.
bool IsOfEachLesion(const Reading& reading, const OneOfLeaf& one, LeafPlace at);

// "Tissue collected after the diagnosis of metastatic disease", "a biopsy in the relapsed setting".
bool IsWhenSampleWasTaken(const Reading& reading, Clause own, LeafPlace at);

// "Archived stage IV NSCLC tissue must be provided": of the sample.
bool IsOfProvidedSample(const Reading& reading, Clause own, LeafPlace at);

// "Locally advanced disease amenable to curative surgery or radiotherapy": whose can be cured so.
bool IsOfCurable(const Reading& reading, Clause own, const OneOfLeaf& one, LeafPlace at);

// "Genetic data that tell of resistance to MET inhibitors, including ...": of the tumour, and no
// therapy that was given.
bool IsOfTumoursResistance(const Reading& reading, int at);

// "Only meningeal metastases", "metastases in bone only": who has no others.
bool IsOnlySite(const Reading& reading, Clause own, LeafPlace at);

// "Lung cancer that is smaller than 1 cm": the tumour that ends at item `last` is meant of that size. Of one that "is > 4 cm or is stage II" the
// stage is another way, which no size limits.
bool TellsSizeOfAll(const Reading& reading, Clause own, int last);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_TOLD_OF_OTHER_H_
