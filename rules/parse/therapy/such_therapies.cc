#include "rules/parse/therapy/such_therapies.h"

#include <utility>

namespace trialmatch::rules {

void ReadSuchTherapies(Reading& r, Clause clause, Part* what) {
  bool such = false, had = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    const bool refers = r.WordIsAny(i, {"such", "these", "those", "this", "that", "it", "them"});
    such = such || refers || r.WordStarts(i, {"such ", "these ", "those ", "this ", "that "});
    had = had || r.IsAny(i, {Cue::kPrior, Cue::kProgressed, Cue::kTreated});
    const bool noun = r.WordContains(i, {"therap", "treatment", "agent", "drug", "inhibitor"});
    if (!refers && !noun && !r.IsAny(i, {Cue::kFiller, Cue::kPrior, Cue::kProgressed, Cue::kTreated, Cue::kInhibitor}) && !r.IsKind(i, Item::Kind::kMark) && r.Find(i, TermKind::kPlain) == nullptr) return;
  }
  if (!such || !had) return;
  TreatmentLeaf leaf;
  leaf.what = {"targeted_therapy"};
  what->content = Expression::OfLeaf(std::move(leaf), r.SpanOf(clause.begin, clause.end - 1), "treatment.had");
  what->topic = Topic::kPriorTherapy;
  what->found = true;
  r.UseRange(clause.begin, clause.end - 1);
}

}  // namespace trialmatch::rules
