#ifndef TRIALMATCH_RULES_PARSE_BRAIN_BRAIN_SIZES_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_BRAIN_SIZES_H_

#include <optional>
#include <vector>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "> 30 mm", "more than 10 brain metastases": the size of the largest in millimetres and their number, with the items that tell them
// (-1: nothing does).
struct BrainSizes {
  std::optional<base::Bounds> largest_mm, count;
  int first = -1, last = -1;
};

// Of the metastases named at the items `brain`. Its words are used.
BrainSizes ReadBrainSizes(Reading& reading, Clause clause, const std::vector<int>& brain);

// "Active metastases *or* more than 5": between the state at item `state` and the sizes.
bool OrBefore(const Reading& reading, int state, const BrainSizes& sizes);

// "Brain metastases must be <= 2 cm", "up to 2 cm are allowed": a limit for who has metastases (at item `noun`), and no need of them. "NSCLC with brain
// metastases <= 2 cm" asks for some.
bool LimitsSize(const Reading& reading, Clause clause, int noun, const BrainSizes& sizes);

// The alternatives `states`, the last told at item `state`, with the sizes: "symptomatic metastases or any > 2 cm" has one more, "untreated or
// symptomatic metastases > 2 cm" are all of that size.
std::vector<Expression> WithSizes(const Reading& reading, int state, const BrainSizes& sizes, BrainLeaf::Site site, base::Span span, std::vector<Expression> states);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_BRAIN_SIZES_H_
