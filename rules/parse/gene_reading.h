#ifndef TRIALMATCH_RULES_PARSE_GENE_READING_H_
#define TRIALMATCH_RULES_PARSE_GENE_READING_H_

// What a clause says of one gene, before it becomes a leaf: the alteration, its details, whether it
// is there, the score of an assay.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

struct GeneReading {
  std::string gene;
  std::string alteration;             // "" until a word says it
  std::vector<std::string> details;
  std::optional<bool> positive;       // "ALK-positive", "EGFR wild type"
  bool resistance = false;
  bool tested = false;
  std::optional<BoundReading> score;
  std::string score_unit;             // "% TPS", "CPS", "IHC +"; "%" when no scale is named
  int first = 0, last = 0;
};

// Genes whose driver is a fusion: "ALK-positive" and even "ALK mutation" mean the rearrangement.
bool IsFusionGene(std::string_view gene);

std::vector<std::string> DetailsOf(const Lexicon& lexicon, const Entry& mutation);

bool IsMarkerGlue(const Reading& r, int i);

// The scale that words of [begin, end) name.
std::string ScoreUnit(const Reading& r, int begin, int end);

// "IHC 3+", "IHC 2+ or 3+": the grade of the stain at item `i`, a number with its plus.
bool IsStainGrade(const Reading& r, int i);

// "EGFR or HER2 exon 20 insertions": the detail before item `at` is of the genes before it as well,
// when the tables know it of them.
void ShareDetail(const Reading& r, const Lexicon& lexicon, const Entry& mutation, size_t unassigned, int at, std::vector<GeneReading>* genes);

// The same gene is named with and without: "MSI-H and MSS", "HER2-/+", "wild-type or mutant".
bool TellsBoth(const std::vector<GeneReading>& genes);

Expression MarkerLeafOf(const Reading& r, const GeneReading& g, bool known_only);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_GENE_READING_H_
