#ifndef TRIALMATCH_RULES_PARSE_LOOSE_TURNS_H_
#define TRIALMATCH_RULES_PARSE_LOOSE_TURNS_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// A part of a sentence that is no demand of its own, and of which no more is taken than what it does to the rest.
struct LooseTurn {
  enum class Effect : uint8_t {
    kNone,    // nothing
    kLimits,  // some of those whom the rest excludes may come
    kAdds,    // among the exclusions: others are excluded as well
  };
  Effect effect = Effect::kNone;
  base::Span span;
};

// Takes the meaning from such parts, before the sentence is read.
std::vector<LooseTurn> PassOverLooseTurns(Reading& reading, Clause sentence, Section section);

// What those parts do to the statements from `from` on, which were read from the rest of the sentence.
void ApplyLooseTurns(const std::vector<LooseTurn>& turns, size_t from, std::vector<Statement>* out);

// The sentence says what it does by words that no reader follows: "eligible for X who have not received it".
bool IsBeyondReading(const Reading& reading, Clause sentence, Section section);

// "Stable metastases are those with no growth for 4 weeks": what a word of the sentence before means.
bool TellsWhoIsMeant(const Reading& reading, Clause sentence);

// "ECOG 0-1; ECOG 2 only if younger than 70": the sentence lets in more than the bound of the statement before it. False, and
// nothing changes, of others.
bool WidensPerformance(const Reading& reading, Clause sentence, std::vector<Statement>* out);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LOOSE_TURNS_H_
