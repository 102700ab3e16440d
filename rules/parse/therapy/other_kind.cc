#include "rules/parse/therapy/other_kind.h"

#include "rules/parse/said_words.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_names.h"

namespace trialmatch::rules {

bool IsDeniedKind(const Reading& r, int i) {
  return r.WordIs(i - 1, "non") || (r.IsMark(i - 1, '-') && !r.at(i).space_before && r.WordIs(i - 2, "non"));
}

bool OnlyNarrows(const Reading& r, int i) {
  const int non = r.WordIs(i - 1, "non") ? i - 1 : i - 2;
  return TherapyAt(r, i + 1) != nullptr || (r.IsMark(non - 1, '(') && TherapyAt(r, non - 2) != nullptr);
}

std::string KindBesideDenied(const Lexicon& lexicon, const std::string& denied) {
  for (const char* other : {"radiation", "surgery", "contraceptive"}) {
    if (lexicon.DrugIsA(denied, other)) return denied;   // "non-thoracic radiation" denies the site
  }
  if (IsMedication(lexicon, denied)) return {};
  return lexicon.DrugIsA(denied, "chemotherapy") ? "chemotherapy" : "systemic_therapy";
}

void KeepOtherKind(const Reading& r, Mood mood, Atoms& atoms) {
  constexpr WordPattern kDenial[] = {"non"};
  if (!r.MayHoldWord(kDenial)) return;
  for (Atom& atom : atoms) {
    if ((mood == Mood::kProhibits) == atom.negated) continue;
    auto* leaf = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(atom.expression.leaf.get()) : nullptr;
    for (int i = atom.first; leaf != nullptr && i <= atom.last; ++i) {
      const Entry* denied = TherapyAt(r, i);
      if (denied == nullptr || !IsDeniedKind(r, i) || OnlyNarrows(r, i) || KindBesideDenied(r.lexicon(), denied->id) == denied->id) continue;
      leaf->said.push_back(AsSaid(r, r.WordIs(i - 1, "non") ? i - 1 : i - 2, i + 1));
    }
  }
}

}  // namespace trialmatch::rules
