#include "rules/parse/bounds/lesion_sizes.h"

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kOtherMatters = KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kDisease, TermKind::kLab, TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition, TermKind::kSetting});
// "Except lymph nodes, which must have a short axis of 15 mm".
bool ExceptsNodes(const Reading& r, int i) {
  return r.Is(i, Cue::kExcept) && (r.WordContains(i + 1, {"node", "nodal"}) || r.WordContains(i + 2, {"node", "nodal"}));
}

constexpr CueSet kOtherCues = {Cue::kCnsMetastasis, Cue::kLeptomeningeal, Cue::kUnless, Cue::kExcept, Cue::kIf, Cue::kHowever, Cue::kPermitted, Cue::kExcluded, Cue::kProgressed, Cue::kPrior, Cue::kNot, Cue::kNo};

// RECIST 1.0 and 1.1: 20 mm by eye and x-ray, 10 mm by CT, 15 mm for nodes, slices of 5 mm.
bool IsOfRecist(double size, bool centimetres) {
  const double mm = centimetres ? size * 10 : size;
  return mm == 5 || mm == 10 || mm == 15 || mm == 20;
}

}  // namespace

void MarkSizesOfMeasurable(Reading& r, Clause sentence) {
  if (!r.MayHoldTermOf(KindBit(TermKind::kFact)) || !r.MayHoldTermOf(KindBit(TermKind::kUnit))) return;
  int fact = -1;
  for (int i = sentence.begin; i < sentence.end && fact < 0; ++i) {
    const Entry* row = r.Find(i, TermKind::kFact);
    if (row != nullptr && (row->id == "measurable" || row->id == "evaluable") && !r.at(i).lead) fact = i;
  }
  if (fact < 0) return;
  int define = -1;
  for (int i = fact + 1; i < sentence.end && define < 0; ++i) {
    const bool defines = r.WordContains(i, {"defined"}) || r.WordIsAny(i, {"i.e.", "ie", "i e", "with", "of", "("}) || (r.IsComparison(i)) || r.IsMark(i, '(') || r.IsMark(i, ':') || r.IsMark(i, ',');
    if (defines) define = i;
    if (r.IsNumber(i)) return;
  }
  if (define < 0) return;
  bool size = false;
  for (int i = define; i < sentence.end; ++i) {
    if ((r.IsTermOf(i, kOtherMatters) && !r.WordContains(i, {"contrast"})) || (r.IsAny(i, kOtherCues) && !ExceptsNodes(r, i)) || r.IsAny(i, kLengths)) return;
    if (!r.IsNumber(i)) continue;
    int unit = i + 1;
    while (unit < sentence.end && unit < i + 3 && r.Find(unit, TermKind::kUnit) == nullptr) ++unit;
    const Entry* length = unit < sentence.end ? r.Find(unit, TermKind::kUnit) : nullptr;
    if (length == nullptr) continue;
    if ((length->id != "mm" && length->id != "cm") || !IsOfRecist(r.at(i).number, length->id == "cm")) return;
    size = true;
  }
  if (!size) return;
  for (int i = define; i < sentence.end; ++i) {
    if (!r.at(i).used && !r.at(i).lead && r.Find(i, TermKind::kFact) == nullptr) r.at(i).used = r.at(i).aside = true;
  }
}

}  // namespace trialmatch::rules
