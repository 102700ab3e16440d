#include "rules/parse/therapy/merged_anchors.h"

#include <cstddef>

namespace trialmatch::rules {
namespace {

// "Systemic treatment with corticosteroids or immunosuppressants": the generic word is what they
// are.
bool IsGenericFor(const Reading& r, const TreatmentAnchor& one, const TreatmentAnchor& next) {
  const bool generic =
      one.ids.size() == 1 && (one.ids[0] == "systemic_therapy" || one.ids[0] == "any_therapy");
  int with = one.last + 1;
  if (!generic || !r.WordIsAny(with, {"with", "using"})) return false;
  ++with;
  while (with < next.first && (r.Is(with, Cue::kFiller) || r.WordIsAny(with, {"either", "any"})))
    ++with;
  return with == next.first;
}

// "Platinum-based, concurrent chemoradiation": its drugs, told before it.
bool AreDrugsOfChemoradiation(const Reading& r, const TreatmentAnchor& drugs,
                              const TreatmentAnchor& next) {
  if (next.ids != std::vector<std::string>{"chemoradiation"} || drugs.ids.size() != 1 ||
      !r.lexicon().DrugIsA(drugs.ids[0], "chemotherapy"))
    return false;
  for (int i = drugs.last + 1; i < next.first; ++i) {
    const bool adjective =
        r.Is(i, Cue::kDefinitive) || r.WordIsAny(i, {"based", "containing", "doublet", "concurrent",
                                                     "concomitant", "sequential"});
    if (!adjective && !r.IsAnyMark(i, "-,")) return false;
  }
  return true;
}

}  // namespace

void MergeAnchors(Reading& r, std::vector<TreatmentAnchor>* named) {
  for (size_t k = 0; k + 1 < named->size();) {
    const TreatmentAnchor &one = (*named)[k], &next = (*named)[k + 1];
    if (!IsGenericFor(r, one, next) && !AreDrugsOfChemoradiation(r, one, next)) {
      ++k;
      continue;
    }
    r.UseRange(one.first, one.last);
    named->erase(named->begin() + static_cast<std::ptrdiff_t>(k));
  }
}

}  // namespace trialmatch::rules
