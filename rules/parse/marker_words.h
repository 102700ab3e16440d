#ifndef TRIALMATCH_RULES_PARSE_MARKER_WORDS_H_
#define TRIALMATCH_RULES_PARSE_MARKER_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/gene_reading.h"

namespace trialmatch::rules {

// What stands around the names of genes and tells how they are meant (markers.cc).

// "Estrogen receptor (ER)": the closing bracket of an abbreviation nobody needs, or `i`.
int BehindAbbreviation(const Reading& r, int i);

// Between the detail at `last` and its gene at `k` stand only words that join them.
bool OfNamedDetail(const Reading& r, int last, int k);

// "HER2 IHC of 0, 1+ or 2+": a grade that is none stands among those named.
bool AllowsNoStain(const Reading& r, Clause c, int last);

// "HER2-positive, defined as IHC 3+ or IHC 2+ with ISH+": the last item of a definition by assays behind
// `last`, or -1. It says what the result means.
int EndOfAssays(const Reading& r, Clause c, int last);

// "One of the following EGFR mutations: G719X, ...": the gene is told again with each.
bool AnnouncesDetails(const Reading& r, Clause c, const std::string& gene, int first, int last);

// "Known or not tested for EGFR, or ALK translocations": the denial is of the test.
bool DeniesOnlyTest(const Reading& r, Clause c, int first);

// Words of another kind begin a new reading of the gene: "MET amplification or exon 14 skipping".
bool OfAnotherKind(const GeneReading& g, std::string_view kind);

// The leaf of that gene alone, or nullptr.
const MarkerLeaf* LeafOfGene(const Expression& e, std::string_view gene);

// Read before in the same clause.
bool ReadBefore(const Atoms& atoms, std::string_view gene);

// "These alterations", "the status of actionable mutations".
bool RefersBack(const Reading& r, int first);

// "No other driver alteration": other than what was named before. "EGFR, ALK or other drivers" is a list.
bool IsOther(const Reading& r, Clause c, int first);

// Adds the genes to what a driver leaf read before excepts; true when there was one.
bool TakeFromDrivers(const std::vector<GeneReading>& genes, Atoms* atoms);

// The genes that the atoms ask for.
std::vector<std::string> GenesAskedFor(const Atoms& atoms);

// "The status of actionable mutations must be known".
bool StatusOfDrivers(const Reading& r, Clause c, int first, int last);

// "Hormone receptor status:", and nothing behind it.
bool IsLabel(const Reading& r, Clause c, int first, int last);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKER_WORDS_H_
