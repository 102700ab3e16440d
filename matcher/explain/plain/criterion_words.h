#ifndef TRIALMATCH_MATCHER_EXPLAIN_PLAIN_CRITERION_WORDS_H_
#define TRIALMATCH_MATCHER_EXPLAIN_PLAIN_CRITERION_WORDS_H_

#include <string>
#include <vector>

#include "matcher/explain/plain/labels.h"
#include "rules/criterion.h"

namespace trialmatch::matcher {

// One criterion as a layperson reads it.
struct PlainCriterion {
  std::string text;                // what must be true for "you": one sentence, and one more when words were left unread
  std::string scope;               // for whom or when it holds: "Only for this part: Phase 2"; "" for everybody
  std::vector<std::string> terms;  // "KIND/ID" of what it speaks of, each once, in order
};

// Says what the reading of the criterion says: no more, no less. What was read in part says so.
PlainCriterion InPlainWords(const rules::Criterion& criterion, const rules::TrialCriteria& criteria,
                            const Labels& labels);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_PLAIN_CRITERION_WORDS_H_
