#ifndef TRIALMATCH_RULES_PARSE_TRAILING_PERMISSION_H_
#define TRIALMATCH_RULES_PARSE_TRAILING_PERMISSION_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "ALK-positive NSCLC, prior crizotinib allowed", "metastatic NSCLC with stable brain metastases allowed": the comma or the "with"
// behind the tumour that is asked for, where what may come as well starts; or -1.
int TrailingPermission(const Reading& reading, int begin, int end);

// "Stage II, N2 allowed": the sentence behind that comma is one more way to what was asked for.
bool AllowsCategory(const Reading& reading, Clause sentence);

// "T4 allowed because of its size, no bulky N2": the comma before what is denied again, or -1.
int DenialBehindPermission(const Reading& reading, int begin, int end);

// "Patients positive for HBsAg but normal HBV DNA are allowed": the lab behind the "but" at `i` is
// told of the same people.
bool ButTellsTheSame(const Reading& reading, int begin, int i, int end);

// "At most 2 lines (adjuvant therapy does not count as one)": the bracket that ends the sentence and tells what counts as a line; or -1.
int BracketOfWhatCounts(const Reading& reading, int begin, int end);

// "Stage II-IIIB resectable NSCLC, N3 excluded": the comma behind what is asked for, where what is not taken starts; or -1.
int TrailingExclusion(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_TRAILING_PERMISSION_H_
