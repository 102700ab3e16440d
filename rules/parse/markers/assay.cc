#include "rules/parse/markers/assay.h"

#include <algorithm>
#include <utility>

namespace trialmatch::rules {

void PassOverAssay(Reading& r, Clause clause) {
  constexpr WordPattern kAssays[] = {"assay"};
  constexpr uint32_t kGenes =
      KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration});
  if (!r.MayHoldWord(kAssays)) return;
  bool gene = false;
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    gene = gene || r.IsTermOf(i, KindBit(TermKind::kGene));
    if (!gene || !r.WordContains(i, kAssays) ||
        !r.WordIsAny(i + 1, {"that", "which", "that includes"}))
      continue;
    int found = i + 1;
    while (found < std::min(clause.end, i + 4) &&
           !r.WordContains(found, {"includ", "detect", "covers"}))
      ++found;
    if (found >= std::min(clause.end, i + 4)) return;
    for (int k = found + 1; k < clause.end && !r.IsAnyMark(k, ";."); ++k) {
      const bool named = r.IsTermOf(k, kGenes) || r.IsKind(k, Item::Kind::kMark) || r.IsNumber(k) ||
                         r.IsAny(k, {Cue::kAnd, Cue::kOr, Cue::kFiller});
      if (!named) return;
      r.at(k).used = r.at(k).aside = true;
    }
    return;
  }
}

void LimitToAssay(const Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  if (mood != Mood::kProhibits || !r.MayHoldCue({Cue::kOnly})) return;
  bool gene = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    gene = gene || r.IsTermOf(i, KindBit(TermKind::kGene));
    if (!gene || !r.Is(i, Cue::kOnly) || r.at(i).lead) continue;
    const auto in = [&](int k) { return r.WordIsAny(k, {"by", "in", "on", "with", "from"}); };
    if (!in(i + 1) && !in(i - 1) && !in(i - 2)) continue;
    for (Atom& atom : atoms) {
      if (atom.topic == Topic::kBiomarker && !atom.negated && atom.first < i) atom.expression = Expression::All(std::move(atom.expression), Expression::Opaque(r.SpanOf(i, i)));
    }
    return;
  }
}

}  // namespace trialmatch::rules
