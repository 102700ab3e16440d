#ifndef TRIALMATCH_RULES_PARSE_MARKERS_MARKER_WORDS_H_
#define TRIALMATCH_RULES_PARSE_MARKERS_MARKER_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/markers/gene_reading.h"
#include "rules/parse/markers/marker_role.h"

namespace trialmatch::rules {

// What stands around the names of genes and tells how they are meant (markers.cc).

// "Not evaluable for PD-L1", "no specimen evaluable for PD-L1": said right before item `i`.
enum class Evaluable { kNotSaid, kYes, kNo };
Evaluable EvaluableBefore(const Reading& r, Clause c, int i);

// "Known or not tested for ...": each of the two, said right before item `i`.
bool KnownOrUnknownBefore(const Reading& r, Clause c, int i);

// "Patients with negative oncogene driver mutations": the result told right before item `i`, or nullptr.
const Entry* ResultBefore(const Reading& r, Clause c, int i);

// "Estrogen receptor (ER)": the closing bracket of an abbreviation nobody needs, or `i`.
int BehindAbbreviation(const Reading& r, int i);

// Between the detail at `last` and its gene at `k` stand only words that join them.
bool OfNamedDetail(const Reading& r, int last, int k);

// "HER2 IHC of 0, 1+ or 2+": a grade that is none stands among those named.
bool AllowsNoStain(const Reading& r, Clause c, int last);

// "PD-L1 IHC 22C3 pharmDx": the name of an assay goes on behind the gene at `last`.
bool NamesAssayBehind(const Reading& r, int last);

// "HER2-positive, defined as IHC 3+ or IHC 2+ with ISH+": the last item of a definition by assays behind
// `last`, or -1. It says what the result means.
int EndOfAssays(const Reading& r, Clause c, int last);

// "One of the following EGFR mutations: G719X, ...": the gene is told again with each.
bool AnnouncesDetails(const Reading& r, Clause c, const std::string& gene, int first, int last);

// "Known or not tested for EGFR, or ALK translocations": the denial is of the test.
bool DeniesOnlyTest(const Reading& r, Clause c, int first);

// Words of another kind begin a new reading of the gene: "MET amplification or exon 14 skipping".
bool OfAnotherKind(const GeneReading& g, std::string_view kind);

// "Driver mutation in the EGFR gene": from the words at item `first` to the gene at `gene` it is one of that gene.
bool IsInGene(const Reading& r, int first, int gene);
// "Driver mutation (EGFR or ALK)": the gene at the item opens the bracket that says which, and no examples.
bool IsListedDriver(const Reading& reading, int gene);

// "KRAS mutations other than G12C": the exception at item `k` names details of the gene.
bool LeavesDetailOf(const Reading& r, int k, const std::string& gene);

// The leaf of that gene alone, or nullptr.
const MarkerLeaf* LeafOfGene(const Expression& e, std::string_view gene);

// Read before in the same clause.
bool ReadBefore(const Atoms& atoms, std::string_view gene);

// "These alterations", "the status of actionable mutations".
bool RefersBack(const Reading& r, int first);

// "No other driver alteration": other than what was named before. "EGFR, ALK or other drivers" is a list.
bool IsOther(const Reading& r, Clause c, int first);

// "ALK fusion, excluding EGFR mutations", "except other drivers": the exception right before the marker at `first`, which denies it
// where the marker is asked for; marked as read.
bool TakeExceptBefore(Reading& reading, int first);

// Adds the genes to what a driver leaf read before excepts; true when there was one.
bool TakeFromDrivers(const std::vector<GeneReading>& genes, Atoms* atoms);

// The genes that the atoms ask for.
std::vector<std::string> GenesAskedFor(const Atoms& atoms);

// "The status of actionable mutations must be known".
bool StatusOfDrivers(const Reading& r, Clause c, int first, int last);

// "Hormone receptor status:", and nothing behind it.
bool IsLabel(const Reading& r, Clause c, int first, int last);

// Alterations and genes at items [first, last]; `driver` when driver genes as a whole are named.
struct MarkerStretch {
  int first = 0, last = 0;
  bool driver = false;
};

// "Rearrangement of ALK", "mutations in EGFR": the word for an alteration at item `i` stands before
// its gene.
bool LeadsToGene(const Reading& r, Clause c, int i, const Entry& alteration);

// "Mutation in EGFR, rearrangement of ALK": the word at item `k` is of the gene behind it.
bool StartsNextGene(const Reading& r, Clause c, int k, const Entry& alteration);

// "Cohort A2 (ROS1 positive)": item `i` opens the brackets behind the name of a part.
bool NamesPartBefore(const Reading& r, Clause c, int i);

// An atom for a marker of which it is not sure what is asked.
void PushUnclear(const Reading& r, int first, int last, Atoms& atoms);

// "KRAS non-G12C mutations": a mutation of the gene that was read right before, and not that one.
bool TakeFromGene(const std::vector<GeneReading>& genes, int first, int last, std::vector<Expression>* denied, Atoms* atoms);

// "ALK fusion and TP53 mutation" asks for both; two drivers joined by "and" are seldom meant together.
bool WithNoDriver(const Reading& r, int first, int last, const std::vector<GeneReading>& genes);

// What a stretch tells before its role is asked: a state; nothing that was understood; or what goes
// with another reading.
enum class Told { kState, kUnread, kRead };

// Of what "non-", "except" and lists of details leave. `non` is put right where it denies no detail.
Told ToldBy(const Reading& r, Clause c, Mood mood, MarkerStretch stretch, bool* non, std::vector<GeneReading>* genes, Atoms* atoms);

// "Tissue submitted for profiling, PD-L1 and MET" names what will be tested and asks for no result.
bool NamesSample(const Reading& r, Clause c, Mood mood, int first, int last, const std::vector<GeneReading>& genes, MarkerWords words);

// Marks what EndOfAssays found.
void UseWordsAround(Reading& r, Clause c, int first, int last, bool non, const std::vector<GeneReading>& genes);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKERS_MARKER_WORDS_H_
