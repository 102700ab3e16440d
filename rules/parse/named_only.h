#ifndef TRIALMATCH_RULES_PARSE_NAMED_ONLY_H_
#define TRIALMATCH_RULES_PARSE_NAMED_ONLY_H_

#include "rules/parse/domains.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Marks, before a sentence is read, clinical names that it asks of nobody:
// - the tumour of assessment criteria: "RECIST for NSCLC, modified RECIST for mesothelioma",
//   "Response Evaluation Criteria in Lymphoma", "Child-Pugh A in hepatocellular carcinoma";
// - what an excepted therapy is for: "except whole brain radiation for brain metastases";
// - where a lesion lies: "outside prior radiotherapy fields".
void MarkNamedOnly(Reading& reading, Clause sentence);

// "Radiotherapy to measurable lesions", "irradiation of all evaluable lesions": of what was
// irradiated or operated on the profile says less than is asked; the lesions are no demand of their own.
void LimitToLesions(Reading& reading, Clause clause, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_NAMED_ONLY_H_
