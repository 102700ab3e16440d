#ifndef TRIALMATCH_RULES_PARSE_BOUNDS_STATUS_OF_SOME_H_
#define TRIALMATCH_RULES_PARSE_BOUNDS_STATUS_OF_SOME_H_

#include <optional>
#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "ECOG 0-1, or 2 if due to CNS disease": a worse status that is enough for some, who are not read.
struct StatusOfSome {
  int highest = 0;
  base::Span span;
};

// Takes ", or 2 if due to CNS disease" away, before the sentence is read; nullopt where nothing of the kind stands.
std::optional<StatusOfSome> PassOverStatusOfSome(Reading& reading, Clause sentence);

// Of the statements from `from` on, which were read from the sentence.
void AllowStatusOfSome(const StatusOfSome& some, size_t from, std::vector<Statement>* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BOUNDS_STATUS_OF_SOME_H_
