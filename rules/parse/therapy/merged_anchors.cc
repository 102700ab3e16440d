#include "rules/parse/therapy/merged_anchors.h"

#include <algorithm>
#include <cstddef>
#include <string>

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

// "HER2 targeted antibody or tyrosine kinase inhibitor": the target is that of both.
void ShareTarget(const Reading& r, const TreatmentAnchor& one, TreatmentAnchor* next) {
  const int noun = r.WordContains(one.last + 1, {"antibod"}) ? one.last + 1 : one.last;
  if (next->ids != std::vector<std::string>{"tki"} || one.ids.size() != 1 || noun + 2 != next->first) return;
  const bool joined = r.IsAny(noun + 1, {Cue::kOr, Cue::kAnd}) || r.IsMark(noun + 1, '/');
  if (!joined || !r.WordContains(noun, {"antibod"}) || !(one.ids[0].ends_with("_antibody") || one.ids[0].ends_with("_targeted"))) return;
  const std::string id = one.ids[0].substr(0, one.ids[0].rfind('_')) + "_tki";
  if (r.lexicon().Find(TermKind::kDrugClass, id) != nullptr) next->ids = {id};
}

}  // namespace

void MergeAnchors(Reading& r, std::vector<TreatmentAnchor>* named) {
  for (size_t k = 0; k + 1 < named->size();) {
    const TreatmentAnchor& one = (*named)[k];
    TreatmentAnchor& next = (*named)[k + 1];
    ShareTarget(r, one, &next);
    if (!IsGenericFor(r, one, next) && !AreDrugsOfChemoradiation(r, one, next)) {
      ++k;
      continue;
    }
    r.UseRange(one.first, one.last);
    named->erase(named->begin() + static_cast<std::ptrdiff_t>(k));
  }
}

bool ExceptsOnlyLocal(const Reading& r, Clause clause, const TreatmentAnchors& anchors) {
  const int except = anchors.except_at;
  if (except < 0 || anchors.named.empty() || r.FindCue(clause.begin, except, {Cue::kNaive}) < 0)
    return false;
  return std::all_of(anchors.named.begin(), anchors.named.end(), [&](const TreatmentAnchor& a) {
    const bool local = std::all_of(a.ids.begin(), a.ids.end(), [&](const std::string& id) {
      return r.lexicon().DrugIsA(id, "local_therapy") || r.lexicon().DrugIsA(id, "radiation") ||
             r.lexicon().DrugIsA(id, "surgery") || id == "minor_procedure" || IsMedication(r.lexicon(), id);
    });
    return local && a.first > except;
  });
}

int EndOfException(const Reading& r, Clause clause, const TreatmentAnchors& anchors) {
  const int last = anchors.named.back().last;
  if (!r.IsMark(anchors.except_at - 1, '(')) return last;
  int close = last;
  while (close + 1 < clause.end && !r.IsAnyMark(close + 1, "()")) ++close;
  return close;
}

void WidenToAnySystemic(const Reading& r, Clause clause, std::vector<TreatmentAnchor>* named) {
  if (HasCue(r, clause.begin, clause.end, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot, Cue::kNaive, Cue::kExcept})) return;
  for (size_t k = 1; k < named->size(); ++k) {
    TreatmentAnchor &before = (*named)[k - 1], &one = (*named)[k];
    const bool both = before.ids == std::vector<std::string>{"chemotherapy"} && one.ids == std::vector<std::string>{"biologic_therapy"};
    if (both && before.last + 2 == one.first && r.Is(before.last + 1, Cue::kOr) && r.WordContains(one.first, {"therap"})) before.ids = one.ids = {"systemic_therapy"};
  }
}

}  // namespace trialmatch::rules
