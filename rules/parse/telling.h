#ifndef TRIALMATCH_RULES_PARSE_TELLING_H_
#define TRIALMATCH_RULES_PARSE_TELLING_H_

#include <optional>
#include <span>
#include <string_view>

#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// Kinds of words that change what a criterion asks for: none may stand outside of every leaf of a
// criterion that claims to be understood in full.
enum class Telling : uint8_t { kNumber, kUnit, kDrug, kGene, kNegation, kException, kTime };
const char* TellingName(Telling telling);  // "number", "unit", ...

// Of a single word as written ("Not", "weeks", "three"), wherever it stands.
std::optional<Telling> TellingOfWord(std::string_view word, const Lexicon& lexicon);

// Of a wording with these meanings. A unit that has another meaning too ("in", "m") tells nothing.
std::optional<Telling> TellingOfTerms(std::span<const Term> terms);

// "One of the following": its number joins a list.
bool JoinsList(std::span<const Term> terms, const Lexicon& lexicon);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_TELLING_H_
