#include "rules/parse/disease/tumour_words.h"

#include <algorithm>

namespace trialmatch::rules {

bool IsOnlyRisked(const Reading& r, int i) {
  bool of = false;
  for (int k = i - 1; k >= std::max(0, i - 6); --k) {
    if (of && (r.WordContains(k, {"risk"}) && !r.at(k).lead)) return true;
    of = of || r.Is(k, Cue::kFor) || r.WordIsAny(k, {"of", "for", "developing"});
    if (!r.IsAny(k, {Cue::kFiller, Cue::kFor}) && !r.WordStarts(k, {"develop", "getting"}) && !r.WordIsAny(k, {"of", "for", "the", "a"})) return false;
  }
  return false;
}

bool NamesDisease(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.IsTerm(i, TermKind::kDisease) && !r.at(i).lead) return true;
  }
  return false;
}

}  // namespace trialmatch::rules
