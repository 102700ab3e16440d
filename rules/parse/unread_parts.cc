#include "rules/parse/unread_parts.h"

#include <algorithm>

namespace trialmatch::rules {

bool HasOpaque(const Expression& e) {
  return e.kind == Expression::Kind::kOpaque || std::any_of(e.children.begin(), e.children.end(), HasOpaque);
}

bool AsksUnread(const Expression& e) {
  if (e.kind == Expression::Kind::kWhen) return false;
  return e.kind == Expression::Kind::kOpaque || std::any_of(e.children.begin(), e.children.end(), AsksUnread);
}

Topic TopicOfUnread(const Reading& r, Clause sentence) {
  bool marker = false, therapy = false, course = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    // "A new biopsy, unless one was taken after progression", "transduced T cells": of the sample or the product.
    if (r.IsTerm(i, TermKind::kLogistics) || r.WordContains(i, {"biops", "tissue", "sample", "specimen", "transduced", "scan", "imaging", "mri"}) || r.WordStarts(i, {"ct"})) return Topic::kOther;
    marker = marker || r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kMutation}));
    const Entry* drug = r.Find(i, TermKind::kDrugClass);
    if (drug == nullptr) drug = r.Find(i, TermKind::kDrug);
    therapy = therapy || (drug != nullptr && (r.lexicon().DrugIsA(drug->id, "systemic_therapy") || drug->id == "any_therapy"));
    course = course || r.IsAny(i, {Cue::kNoProgression, Cue::kResponse, Cue::kNaive, Cue::kPrior, Cue::kTreated});
  }
  const bool line = r.FindCue(sentence.begin, sentence.end, {Cue::kProgressed, Cue::kLine, Cue::kFirstLine, Cue::kSecondLine, Cue::kThirdLine, Cue::kStandardTherapy}) >= 0;
  return line || (therapy && course) ? Topic::kPriorTherapy : marker ? Topic::kBiomarker : Topic::kOther;
}

Expression* DemandBefore(const Reading& r, int turn, Expression* content) {
  if (!r.Has(turn) || r.at(turn).used || content->kind != Expression::Kind::kAll) return content;
  Expression* nearest = nullptr;
  for (Expression& child : content->children) {
    if (child.span.empty() || child.span.end > r.at(turn).span.begin) continue;
    if (nearest == nullptr || child.span.end >= nearest->span.end) nearest = &child;
  }
  return nearest != nullptr ? nearest : content;
}

}  // namespace trialmatch::rules
