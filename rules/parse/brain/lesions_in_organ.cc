#include "rules/parse/brain/lesions_in_organ.h"

#include <utility>

#include "rules/parse/numbers.h"

namespace trialmatch::rules {
namespace {

// "Metastatic lesions in one organ", "metastases in any single organ" from item `i` on: the organ, or
// -1.
int OrganOfLesions(const Reading& r, int i, int end) {
  constexpr int kLongest = 8;  // items
  bool metastatic = false, one = false;
  for (int k = i; k < end && k < i + kLongest; ++k) {
    if (r.WordIsAny(k, {"organ", "one organ", "single organ"})) return metastatic && one ? k : -1;
    const Entry* setting = r.Find(k, TermKind::kSetting);
    metastatic = metastatic || (setting != nullptr && setting->id == "metastatic");
    one = one || r.WordIsAny(k, {"one", "any", "single", "same", "the same", "a single"});
    const bool passed = setting != nullptr || r.IsAny(k, {Cue::kFiller, Cue::kDiseaseWord}) ||
                        r.WordIsAny(k, {"one", "any", "single", "same", "in", "in the same"}) ||
                        r.WordStarts(k, {"lesion"});
    if (!passed) return -1;
  }
  return -1;
}

}  // namespace

void ReadLesionsInOneOrgan(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  constexpr WordPattern kOrgan[] = {"organ", "one organ", "single organ"};
  if (mood != Mood::kProhibits || !r.MayHoldWord(kOrgan)) return;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kMoreThan) && !r.IsComparison(i)) continue;
    const std::optional<BoundReading> bound = ReadBound(r, i, clause.end);
    if (!bound || !bound->bounds.low || bound->bounds.high || !bound->unit.empty()) continue;
    const int organ = OrganOfLesions(r, bound->last + 1, clause.end);
    if (organ < 0 || DeniedBefore(r, clause, i)) continue;
    BrainLeaf brain;
    brain.count = bound->bounds;
    const base::Span span = r.SpanOf(i, organ);
    atoms.push_back({.expression = Expression::Any(Expression::OfLeaf(std::move(brain), span, "brain.number"),
                                                   Expression::Opaque(span)),
                     .topic = Topic::kStageSetting,
                     .first = i,
                     .last = organ});
    r.UseRange(i, organ);
    return;
  }
}

}  // namespace trialmatch::rules
