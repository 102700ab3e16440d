#ifndef TRIALMATCH_MATCHER_EVALUATE_LAB_VALUE_H_
#define TRIALMATCH_MATCHER_EVALUATE_LAB_VALUE_H_

#include <string>
#include <string_view>

#include "base/quantity.h"
#include "matcher/evaluate/compare.h"
#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// The newest value of a lab; nullptr: none. Values without a date are older than those with one; of equal ones the last in the profile.
const Lab* NewestLab(const Patient& patient, std::string_view lab_id);

// Creatinine clearance in mL/min by Cockcroft and Gault (Nephron 1976; 16:31): (140 - age) x kg / (72 x creatinine in mg/dL), x 0.85 for
// women. nullopt when age, weight, sex or creatinine is missing.
std::optional<double> ComputedClearance(const EvaluationContext& context);

// A lab of the patient against the bounds of the leaf, whatever the units.
LeafOutcome CompareLab(const rules::CompareLeaf& leaf, const rules::Entry& lab, const EvaluationContext& context);

// What CompareLab compares with the bounds.
ComparedValue LabValueOf(const rules::CompareLeaf& leaf, const rules::Entry& lab, const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_LAB_VALUE_H_
