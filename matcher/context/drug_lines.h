#ifndef TRIALMATCH_MATCHER_CONTEXT_DRUG_LINES_H_
#define TRIALMATCH_MATCHER_CONTEXT_DRUG_LINES_H_

#include <span>
#include <string>
#include <vector>

#include "matcher/explain/plain/plain_words.h"

namespace trialmatch::matcher {

// What is known of a drug on trial, one line each: class and generation, how it is taken, whether it works in the brain, the side effects
// named most. From drug.tsv and drug_fact.tsv.
struct DrugLine {
  std::string name;     // "Lorlatinib"
  std::string text;     // "A third-generation ALK inhibitor. Taken as tablets, once a day. ..."
  std::string source;
};

// Of these ids of drug.tsv, in their order, each once; those of which nothing may be told are left out.
std::vector<DrugLine> DrugLines(std::span<const std::string> drugs, const PlainWords& words);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_CONTEXT_DRUG_LINES_H_
