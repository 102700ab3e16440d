#ifndef TRIALMATCH_RULES_PARSE_MARKERS_GENE_READING_H_
#define TRIALMATCH_RULES_PARSE_MARKERS_GENE_READING_H_

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
  bool by_lead = false;               // the alteration stands before a list of genes: "mutations of EGFR, ALK"
  bool several_kinds = false;         // "mutation or amplification"
  bool resistance = false;
  bool of_class = false;              // the details are all of "sensitizing"
  bool tested = false;
  std::optional<BoundReading> score;
  std::string score_unit;             // "% TPS", "CPS", "IHC +"; "%" when no scale is named
  int first = 0, last = 0;
};

// Genes whose driver is a fusion: "ALK-positive" and even "ALK mutation" mean the rearrangement.
bool IsFusionGene(std::string_view gene);

// The details that a row of `mutation` stands for, added to those of the gene. "Sensitizing" stands for each of that class; where
// some are named behind it ("sensitizing mutations (exon 19 deletion or L858R)"), the rare ones only if named.
void AddDetails(const Lexicon& lexicon, const Entry& mutation, GeneReading* gene);
// The same where those named are told as another mention of the gene: "sensitizing mutations: EGFR L858R".
void NarrowClassToNamed(const Lexicon& lexicon, std::vector<GeneReading>* genes);
std::vector<std::string> DetailsOf(const Lexicon& lexicon, const Entry& mutation);

bool IsMarkerGlue(const Reading& r, int i);

// The scale that words of [begin, end) name.
std::string ScoreUnit(const Reading& r, int begin, int end);

// "IHC 3+", "IHC 2+ or 3+": the grade of the stain at item `i`, a number with its plus.
bool IsStainGrade(const Reading& r, int i);

// The grade at item `k` is one of the stain of that gene, read from item `first` on.
bool TellsStain(const Reading& r, int k, int first, const GeneReading& gene);

// "HR-positive", "ALK+": the sign that ends the name at item `k`.
std::optional<bool> SignInName(const Reading& r, int k);

// "IHC 2+ or 3+": the lowest of the grades named. Of a fusion gene the stain shows the fusion.
void AddStain(double grade, GeneReading* gene);

// A second bound of the score: the other end of the first, or the first said again with its scale (true).
bool AddSecondBound(const Reading& r, const BoundReading& bound, GeneReading* gene);

// "EGFR or HER2 exon 20 insertions": the detail before item `at` is of the genes before it as well,
// when the tables know it of them.
void ShareDetail(const Reading& r, const Lexicon& lexicon, const Entry& mutation, size_t unassigned, int at, std::vector<GeneReading>* genes);

// "EGFR rare mutations (EGFR G719X or S768I)": the details in the brackets say which are meant.
void TellOnceInBrackets(const Reading& r, std::vector<GeneReading>* genes);

// Takes away the genes that are named with and without: "MSI-H and MSS", "wild-type or mutant"; true
// when there were any.
bool DropToldBoth(std::vector<GeneReading>* genes);

// "T790M mutation status": the status is asked for, unless a result is told with it.
bool AsksForStatus(const Reading& r, int k, const GeneReading& gene);

// How the word for an alteration stands: "mutation status"; behind "driver".
struct AlterationWord {
  bool status = false;
  bool of_drivers = false;
};
// The alteration at item `k` is of the genes from `unassigned` on. True when a gene was told twice, with
// its alteration and to be tested.
bool AddAlteration(const Reading& r, const Entry& alteration, int k, size_t unassigned, AlterationWord word, std::vector<GeneReading>* genes);

// "Without EGFR or ALK alterations and PD-L1 >= 50%": takes the score, which is asked for, from what is denied.
std::optional<Expression> TakeScoreBesideDenied(const Reading& r, Clause c, bool driver, std::vector<GeneReading>* genes);
Expression MarkerLeafOf(const Reading& r, const GeneReading& g, bool known_only);

// "Genomic alterations (e.g. ALK or ROS1 fusion)": the genes are examples of the word at item `general`.
bool NamesExamples(const Reading& reading, int general, const std::vector<GeneReading>& genes);

// "L858R, *T790M negative*": the mutation at item `k` is denied by itself.
bool DeniedBehindComma(const Reading& reading, int k);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKERS_GENE_READING_H_
