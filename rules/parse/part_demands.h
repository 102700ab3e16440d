#ifndef TRIALMATCH_RULES_PARSE_PART_DEMANDS_H_
#define TRIALMATCH_RULES_PARSE_PART_DEMANDS_H_

#include <optional>
#include <vector>

#include "rules/criterion.h"
#include "rules/parse/layout/scope.h"
#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// What a part of a study asks for by its name, or by saying whom it takes.

// "NSCLC expansion cohort": the tumours that the part goes by, when its name says no more of them.
std::optional<Expression> TumourOfPart(Reading& reading, Clause name);

// "Cohort 2 (metastatic melanoma):": the tumour in the bracket behind the label of a title.
std::optional<Expression> TumourInTitle(Reading& reading, const ScopeLabel& label);

// The item of a part asks for its tumour too, unless it is a permission or tells of the disease itself. False where it can take none.
bool DemandTumour(const Expression& tumour, Combined* combined);

// "Patients with ... can participate", "participants who ... are eligible".
bool AdmitsPersons(const Reading& reading, Clause clause);

// "Cohort 1: patients whose disease grew after osimertinib can participate": whom a part takes is what it asks for.
// "Phase 2: treated brain metastases are allowed" stays a permission. `label` names the part.
void TakeAsDemandOfPart(const Reading& reading, Clause label, std::vector<Statement>* statements);

// "Cohort 5: squamous NSCLC, stage IV" asks for the tumour that it begins with; "Cohort 5: for squamous NSCLC, ..." does not.
void DemandTumourOfPart(const Reading& reading, Clause clause, Expression* expression);

// "NSCLC of stage IV. Tissue must be available (phase 2 part)": what stands in brackets is told of the last sentence.
bool SeveralSentences(const Reading& reading, int begin, int end);

// "No distant metastases (M0), no pleural effusion": a denial of its own, from the begin of the clause up to the comma before the next one.
bool DeniedByItself(const Reading& reading, Clause clause, const Atom& a);

// "NSCLC (Part A), breast cancer (Part B)": one of [begin, end) has a part of its own in brackets, and so has each.
bool NamesPartOfMember(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_PART_DEMANDS_H_
