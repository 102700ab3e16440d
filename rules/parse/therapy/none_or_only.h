#ifndef TRIALMATCH_RULES_PARSE_THERAPY_NONE_OR_ONLY_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_NONE_OR_ONLY_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "No prior ALK TKI, or crizotinib only": the drugs of a class that is denied which may have been had all the same.
struct SparedDrugs {
  std::string of;
  std::vector<std::string> drugs;
};

// Takes "or crizotinib only" away, before the sentence is read; nullopt where it names no such drugs.
std::optional<SparedDrugs> PassOverSparedDrugs(Reading& reading, Clause sentence);

// Of the statements from `from` on, which were read from the sentence.
void SpareDrugs(const SparedDrugs& spared, size_t from, std::vector<Statement>* all);

// "Prior chemotherapy: none", "prior chemotherapy: 0-2 lines", "brain metastases: none": what stands behind the colon is of the
// therapy that the label names. False, and nothing is read, of any other sentence.
bool ReadByLabel(Reading& reading, Clause sentence, std::vector<Statement>* out);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_NONE_OR_ONLY_H_
