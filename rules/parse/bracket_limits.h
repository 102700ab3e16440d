#ifndef TRIALMATCH_RULES_PARSE_BRACKET_LIMITS_H_
#define TRIALMATCH_RULES_PARSE_BRACKET_LIMITS_H_

#include <optional>

#include "rules/parse/loose_turns.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// What brackets and the turns beside them are told by.
namespace turns {

inline constexpr uint32_t kDrugs = KindBits({TermKind::kDrug, TermKind::kDrugClass});
inline constexpr uint32_t kMarkers = KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration});
inline constexpr CueSet kDenials = {Cue::kNo, Cue::kNot, Cue::kWithout};
inline constexpr CueSet kScales = {Cue::kEcog, Cue::kPerformanceStatus, Cue::kKarnofsky};

}  // namespace turns

// "HIV (those on therapy with CD4 > 350 are permitted)", "no EGFR mutation (non-squamous only)": what a bracket that says who may come after
// all, or of whom it is asked, does to the rest of the sentence, whose own words are `own`; its marks are the items bracket.begin and
// bracket.end. nullopt for a bracket that is read with the sentence.
std::optional<LooseTurn::Effect> EffectOfBracket(const Reading& reading, Clause own, Clause bracket, Section section);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRACKET_LIMITS_H_
