#ifndef TRIALMATCH_RULES_PARSE_MARKERS_MARKER_JOIN_H_
#define TRIALMATCH_RULES_PARSE_MARKERS_MARKER_JOIN_H_

#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// What a demand's markers hold for, of atoms in the order of the text.

// "Ovarian cancer, MSI-H colorectal cancer or melanoma": a marker inside a list of diseases is asked
// of its own member only. The marker's atom goes into that of the diseases.
void QualifyMembers(const Reading& reading, std::vector<Atom>& atoms);

// "Glioblastoma (IDH wild type)": the marker in the brackets goes into the atom of its disease.
void BindBrackets(const Reading& reading, std::vector<Atom>& atoms);

// "An activating mutation concurrent with T790M": both together.
void BindCompany(const Reading& reading, std::vector<Atom>& atoms);
// "Driver mutations co-occurring with an ALK fusion": drivers other than the gene that is named beside them.
void LeaveOutOfDrivers(Expression* one, Expression* other);
// "A PARP inhibitor for patients with BRCA mutations": what stands before is asked of them only.
void BindForWhom(const Reading& reading, std::vector<Atom>& atoms);

// Two neighbours that name details of the same gene, any of which is meant: "G719X, S768I and L861Q".
bool DetailsOfOneGene(const Reading& reading, const Atom& a, const Atom& b);

// "EGFR (classical, exon 20 insertion) or HER2 mutations": the gene, and in brackets some of its details.
bool DetailInBrackets(const Reading& reading, const Atom& a, const Atom& b);

// "ATM, ATR, BLM, BRCA1": between the two of a list stand only names that no table knows.
bool GenesOfOneList(const Reading& reading, const Atom& a, const Atom& b);

// "IDH-mutant astrocytoma, IDH-wildtype glioblastoma": nobody has both. What asks for a marker and
// for its absence was not understood.
void GiveUpContradictions(std::vector<Expression>& all);

// "ROS1+ after one inhibitor; NTRK+ ...": no tumour is asked for two drivers at once. A list whose
// parts were taken for one demand was not understood.
void GiveUpSeveralDrivers(const Lexicon& lexicon, std::vector<Expression>& all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKERS_MARKER_JOIN_H_
