#ifndef TRIALMATCH_RULES_PARSE_BRAIN_PART_OF_STATE_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_PART_OF_STATE_H_

#include <optional>
#include <vector>

#include "rules/criterion.h"
#include "rules/parse/brain/brain_words.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Treated, asymptomatic, and with a waiver of the sponsor": a clause that tells how brain
// metastases named before it must be, of which some words were not read. All of it is asked, so who
// fails what was read fails the whole. nullopt where a word may join two ways or turn what stands
// beside it, or where `of`, what was named, is more than metastases.
std::optional<Expression> ReadPartOfBrainState(Reading& reading, Clause clause,
                                               const Expression& of);

// "Either treated and stable, or untreated and asymptomatic": each of two states of the metastases
// at `site`, told by the qualities on both sides of one "or"; nothing for another list. `span` is
// theirs.
std::optional<Expression> EitherTreatedOrNot(const Reading& reading, BrainLeaf::Site site,
                                             const std::vector<BrainQuality>& qualities,
                                             std::optional<base::Duration> stable_for,
                                             base::Span span);

// The metastases that what is demanded in `state` is demanded of: all; "symptomatic brain metastases
// must be treated": the symptomatic ones; with `limits` (of number, size or steroids, and nothing
// that is good to have), "no more than 3 untreated ones": the untreated. `noun`: the item of the
// metastases.
BrainLeaf AskedOf(const Reading& reading, Clause clause, int noun, bool limits, Expression* state);

// "Leptomeningeal disease, unstable cord compression, or brain metastases": whether the quality at
// that item, of a list that names metastases at `first_noun` before it, is of the compression
// alone.
bool IsOfCordAlone(const Reading& reading, int quality, int first_noun);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_PART_OF_STATE_H_
