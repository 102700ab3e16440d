#ifndef TRIALMATCH_RULES_TEXT_PART_LABELS_H_
#define TRIALMATCH_RULES_TEXT_PART_LABELS_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace trialmatch::rules {

// "Cohort 1: ... Cohort 2: ...", "NSCLC. For Phase 2, ...": where the labels of further parts of the study begin in
// text[begin, end), ascending. A label behind words for everybody counts at the start of a sentence, and
// none does when one of these sentences allows its part what stands before.
std::vector<uint32_t> PartCuts(std::string_view text, uint32_t begin, uint32_t end);

// The size of the label with its colon at `at` ("Phase II:", "Part A and Part B:", "For Phase 2,"); 0 when none stands there.
uint32_t PartLabelSize(std::string_view text, uint32_t at, uint32_t end);

// "Cohort 1: ...", "Dose expansion (part 2):", "Melanoma subjects (Cohort 5 only)".
bool NamesPart(std::string_view text, uint32_t begin, uint32_t end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_PART_LABELS_H_
