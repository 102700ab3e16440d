#ifndef TRIALMATCH_RULES_PARSE_MARKERS_MARKER_RESULTS_H_
#define TRIALMATCH_RULES_PARSE_MARKERS_MARKER_RESULTS_H_

#include <optional>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/markers/gene_reading.h"

namespace trialmatch::rules {

// What the words behind the names of genes say of the result.

// "ALK fusion-positive, EGFR mutation-negative": the word at `k` tells the result of the genes from `unassigned` on with their alteration. Returns how
// many genes have their alteration; `told` is how many have their result.
size_t TellWithAlteration(const Reading& reading, int k, size_t unassigned, size_t* told, std::vector<GeneReading>* genes);

// "EGFR mutation (ALK negative)", "EGFR mutation, ALK wild type": the result at `k` is not of the genes before it that have an alteration of their own; they
// are positive. `told`: so many have their result.
void KeepToldBefore(const Reading& reading, Clause clause, int k, const Entry& result, size_t* told, std::vector<GeneReading>* genes);

// "EGFR and ALK *must* both be negative": the word at `k` leads to a result.
bool AsksForResult(const Reading& reading, int k);

// "ALK (-)", "ALK (+)": the item that closes the sign behind the gene at `k`, or `k`.
int SignInBrackets(const Reading& reading, int k);

// "No EGFR mutation, or unknown EGFR status" denies what is known: keeps the first of several mentions of one gene, and is true, where it tells more than the name.
bool KeepDeniedOfOneGene(std::vector<GeneReading>* genes);

// "T790M-", "T790M−," behind the mutation at `k`: a minus that is no hyphen.
bool MinusBehind(const Reading& reading, int k);

// "EGFR exon 19 deletion, *T790M* negative", "EGFR mutation and *T790M* negative", "L858R with *T790M*-": the mutation at `k` is told to be lacking beside
// another of its gene.
bool LackingBeside(const Reading& reading, int k, const GeneReading& before);

// "EGFR dependent mutations *other than* T790M": the gene of the detail stands before it, with a word that was not read.
bool NamesGeneBefore(const Reading& reading, Clause clause, int first, const GeneReading& detail);

// "EGFR mutation absent", "ALK fusion is not detected", behind item `last`.
bool AbsentBehind(const Reading& reading, Clause clause, int last, const std::vector<GeneReading>& genes);

// "EGFR L858R plus T790M", "both T790M and C797S in addition to exon 19 deletion", asked for: the mutation at `k` beside the one before it, both.
bool BesideTheOther(const Reading& reading, Mood mood, int k, const std::vector<GeneReading>& genes);
// "Both an EGFR mutation and an ALK fusion", "EGFR mutation and MET amplification": two genes, and both are meant.
bool BothGenes(const Reading& reading, Mood mood, int first, int last, const std::vector<GeneReading>& genes);

// "EGFR mutation (*other than exon 20 insertion*) or ...": what is excepted ends with the bracket at `k`.
bool EndsExceptInBracket(const Reading& reading, int first, int k);

// "No PD-L1 *result* available", "no EGFR results": behind item `last`.
bool ResultBehind(const Reading& reading, int last);

// "ALK-positive, EGFR negative or unknown": the last ones are denied where they are known, and the first asked for.
bool DeniesLastIfKnown(const std::vector<GeneReading>& genes);

// "EGFR or ALK positive, or unknown status", forbidden: each of the two. The item of the word that says unknown; -1.
int UnknownBesideResult(const Reading& reading, Mood mood, int first, int last, const std::vector<GeneReading>& genes);
// That the genes are not tested, told at item `unknown`; those named behind it alone, which it takes away.
Atom TakeUntested(const Reading& reading, int unknown, std::vector<GeneReading>* genes);

// "..., or unknown status in never smokers", forbidden: of them only. The atoms stand in the order of the text.
void BindUnknownToWhom(const Reading& reading, std::vector<Atom>& atoms);

// "MSI-H", "microsatellite stable" at `k`, a result of its own: adds it; its last item.
int PushResultWord(const Reading& reading, int k, const Entry& mutation, std::vector<GeneReading>* genes);

// What the rest of the clause says of the markers that were read from it.
void AddWordsBehindMarkers(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKERS_MARKER_RESULTS_H_
