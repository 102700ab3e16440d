#ifndef TRIALMATCH_MATCHER_EVALUATE_SETTING_H_
#define TRIALMATCH_MATCHER_EVALUATE_SETTING_H_

#include <string>
#include <string_view>

#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// The patient's situation as a row of setting_truth.tsv: metastatic, locally_advanced (operability unknown), locally_advanced_unresectable,
// locally_advanced_resectable, resectable, resected, relapsed (progressing after an operation), early. "" when nothing is told.
std::string PatientSetting(const EvaluationContext& context);

// Whether the patient's situation is what a text calls `setting` (an id of setting.tsv), by setting_truth.tsv.
base::Truth SettingIs(const EvaluationContext& context, std::string_view setting);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_SETTING_H_
