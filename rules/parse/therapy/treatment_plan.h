#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_PLAN_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_PLAN_H_

#include "rules/parse/domains.h"
#include "rules/parse/reading.h"
#include "rules/parse/therapy/treatment_group.h"

namespace trialmatch::rules {

// "Patients undergoing lobectomy", "scheduled for resection of NSCLC": an operation that is to come, asked for; of the lung, where the clause says so.
bool ReadPlannedOperation(Reading& reading, const TreatmentClause& treatment, Atoms& atoms);

// "(Currently receiving, or) planned to receive alectinib as second-line treatment": one line lies
// behind, without this drug; or it is that line. `plan` is the item of the plan's word. False when
// the clause does not say so: nothing is read then. Requires a therapy that is named.
bool ReadPlannedLine(Reading& reading, const TreatmentClause& clause, int plan, Atoms& atoms);

// "NSCLC and scheduled to receive thoracic radiotherapy": beside the tumour, a demand that no profile tells; it stays open. `plan` is the item
// that says so.
bool ReadPlanOfTumour(Reading& reading, const TreatmentClause& treatments, int plan, Atoms& atoms);

// "Ongoing or planned treatment of the cancer": it is asked after as ongoing; false for other clauses.
bool TakeOngoingOrPlanned(Reading& reading, TreatmentClause* treatments);

// "Patients who require radiotherapy": asked for, it lies ahead. (Among the exclusions what is needed is given.)
bool NeedsTherapy(const Reading& reading, const TreatmentClause& treatments);

// "Adverse reaction to bronchodilators", "anaphylactic reaction to a monoclonal antibody"; how else a therapy of the cancer
// was borne is not meant.
bool IsReactionToMedicine(const Reading& reading, Clause clause, const TreatmentAnchor& medicine);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_PLAN_H_
