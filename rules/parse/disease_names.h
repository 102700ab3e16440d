#ifndef TRIALMATCH_RULES_PARSE_DISEASE_NAMES_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_NAMES_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/parse/disease_words.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// The wording says itself that it is of the lung.
bool NamesLung(std::string_view word);

// The tumour that the bare histology at `i` is, beside the organ of another: "oesophageal squamous
// cell". nullptr when it is none of the tables.
const Entry* HistologyOfOrgan(const Reading& reading, Clause clause, int i, const Entry* histology);

// "Confirmednon-small cell": the space is lost.
const Entry* WithGluedNon(const Reading& reading, int i, const Entry* disease);

// Of "non-squamous non-small cell lung cancer" the narrower counts: what is above another one goes. In a
// list of several tumours ("NSCLC, breast cancer, squamous head and neck cancer") each stands for itself.
std::vector<std::string> WithoutWider(const Reading& reading, const std::vector<NamedDisease>& named);

// "Extensive liver metastases", "severe bone metastases": more is meant than to have some. The word before
// the site at `i`, or -1.
int DegreeBeforeSite(const Reading& reading, Clause clause, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_NAMES_H_
