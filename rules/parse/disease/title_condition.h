#ifndef TRIALMATCH_RULES_PARSE_DISEASE_TITLE_CONDITION_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_TITLE_CONDITION_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// The tumour that the word at `i` names, by itself or as the organ it grows in ("Endometrial"); "" when it names none.
std::string TumourAt(const Reading& reading, int i);

// "Melanoma (when applicable): participants must ... They must also ...": the tumour of the title says for whom every sentence behind it holds.
struct TumourTitle {
  int colon = -1;
  Expression whom;   // not understood when the title names no tumour that is known
};

// "Glioma: Karnofsky at least 70": bounds are for those of the title too.
// The title at the start of the item's own words; none when what stands behind it is one more tumour that may come ("NSCLC: stage IV").
std::optional<TumourTitle> ReadTumourTitle(Reading& reading, Clause own);

// "GC: Part 2A, second-line GC: ...": a tumour alone before a colon, and behind it the parts that it may enter; the colon behind these.
std::optional<TumourTitle> ReadTitleOfParts(const Reading& reading, Clause own);

// The statements behind the title, each of them for those of the title alone.
std::vector<Statement> OnlyFor(const Expression& whom, std::vector<Statement> statements);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_TITLE_CONDITION_H_
