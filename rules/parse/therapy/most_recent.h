#ifndef TRIALMATCH_RULES_PARSE_THERAPY_MOST_RECENT_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_MOST_RECENT_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/therapy/treatment_anchors.h"
#include "rules/parse/therapy/treatment_frame.h"

namespace trialmatch::rules {

// Which of all therapies, or of one class, was the last: "lorlatinib as the most recent therapy",
// "the most recent ALK TKI must have been alectinib".
struct MostRecent {
  std::vector<std::string> of;  // that class; empty: all systemic therapy
};

// Of the therapies of a clause in their order; takes out of `named` the one that says only of what
// the last is meant. nullopt: nothing says so.
std::optional<MostRecent> ReadMostRecent(Reading& reading, Clause clause,
                                         std::vector<TreatmentAnchor>* named);

// "The most recent ALK TKI", "the last regimen should have included X": what is named at item `at`.
void SetMostRecent(const Reading& reading, Clause clause, int at, TreatmentLeaf* leaf);

// "Two ALK inhibitors, the last of which was lorlatinib": what the last of those was, told from item `at` to the end of the clause.
struct LastOfThose {
  int at = 0;
  TreatmentLeaf leaf;
};
std::optional<LastOfThose> FindLastOfThose(const Reading& reading, Clause clause);

// "Progression on alectinib as the only ALK inhibitor": what came of it is asked beside that it was the only one.
void AskOutcomeOfOnly(const TreatmentFrame& frame, Expression* only);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_MOST_RECENT_H_
