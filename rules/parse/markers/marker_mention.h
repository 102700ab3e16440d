#ifndef TRIALMATCH_RULES_PARSE_MARKERS_MARKER_MENTION_H_
#define TRIALMATCH_RULES_PARSE_MARKERS_MARKER_MENTION_H_

#include <string_view>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/markers/gene_reading.h"

namespace trialmatch::rules {

// Where names of genes stand in a sentence and say nothing of the patient's tumour, or not for sure
// what.
enum class NamedAs {
  kNone,     // they say it
  kRemark,   // told of tests, reports, definitions: asked of nobody
  kTarget,   // what a therapy, a cell product or a pathway is named for
  kUnclear,  // whom it is asked of, or what exactly, was not understood
};
NamedAs NamedAsWhat(const Reading& reading, Clause clause, Mood mood, int first, int last, const std::vector<GeneReading>& genes);

// "Driver alterations for which targeted therapy is approved", "mutations that confer resistance to
// inhibitors": the therapy tells of which alterations, and nobody had it. Marks its words.
void MarkTherapyOfAlterations(Reading& reading, Clause clause);
// "... for which there is a first-line therapy": of drivers with drugs of later lines only, nobody knows.
void LimitDriversToFirstLine(const Reading& reading, Clause clause, Atoms& atoms);
// "Genomic alterations other than of EGFR (e.g. an ALK fusion)": other drivers may be meant as well.
void AddUnnamedDrivers(const Reading& reading, Clause clause, Atoms& atoms);

// "ER visits", "neurofibromatosis (NF2)", "68Ga-PSMA PET": the letters of a gene that stand for something else.
bool NamesNoGene(const Reading& reading, int k);

// "EGFR mutations or any other known genomic alteration for which a targeted therapy is approved": the
// kind at item `i` is of drivers without a name. After MarkTherapyOfAlterations.
bool NamesOtherDrivers(const Reading& reading, Clause clause, int i);
// "Oncogenic drivers in addition to an ALK fusion": the gene at item `i` is the one that others must not stand beside.
bool StandsBesideOthers(const Reading& reading, int i);
// "Genetic alterations (such as ALK or ROS1) for which ...": what stands beside the examples up to item `last`,
// drivers where a therapy is told behind them, else not understood.
Expression UnnamedAlterations(const Reading& reading, Clause clause, int lead, int last, bool known);

// "(Sensitizing) mutation or an amplification in the EGFR gene": two kinds of alterations from item `i` on, of a gene that is
// named behind them.
bool KindsOfNamedGene(const Reading& reading, Clause clause, int i);

// The gene at item `k`; "PR" behind an estrogen receptor is the other receptor.
const Entry* GeneAt(const Reading& reading, int k, const std::vector<GeneReading>& before);

// "ROS1- or ALK-rearranged": the hyphen waits for the head behind the last gene, and is no minus.
bool SharesHead(const Reading& reading, int hyphen);

// "ER-PR-HER2-": the minus at item `sign` stands between two receptors and is the first one's.
bool SignBeforeReceptor(const Reading& reading, const Entry& gene, int sign);

// "Non MSI-H or deficient MMR": the item of the repair that is denied with the wording at `k`, or -1.
int RepairDeniedToo(const Reading& reading, int k);

// "Positive or negative", "T790M-negative or -positive": the result at `k` is the other of the two.
bool AfterOpposite(const Reading& reading, int k, std::string_view result);

// "Hormone receptor-negative or hormone receptor-positive": the gene at `k` is told with the other result.
bool TellsOpposite(const Reading& reading, int k, const GeneReading& before);

// "PD-L1 'low'".
bool TellsDegree(const Reading& reading, int k);
// "High PD-L1 expression", the mention [first, last]: how high is not said.
bool TellsHigh(const Reading& reading, int first, int last, const std::vector<GeneReading>& genes);
// "L858R, as well as T790M" at `k`: both.
bool AsWellAsResistance(const Reading& reading, int k, const Entry& mutation);

// "A second oncogenic driver", forbidden, where the clause names no first: whoever has no driver but the one that the study asks for
// has none. Of the items first..last.
void PushOtherDriver(const Reading& reading, int first, int last, std::vector<Atom>* atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKERS_MARKER_MENTION_H_
