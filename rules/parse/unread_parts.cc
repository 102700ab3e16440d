#include "rules/parse/unread_parts.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/treatment_names.h"

namespace trialmatch::rules {

bool HasOpaque(const Expression& e) {
  return e.kind == Expression::Kind::kOpaque || std::any_of(e.children.begin(), e.children.end(), HasOpaque);
}

bool AsksUnread(const Expression& e) {
  if (e.kind == Expression::Kind::kWhen) return false;
  return e.kind == Expression::Kind::kOpaque || std::any_of(e.children.begin(), e.children.end(), AsksUnread);
}

namespace {

// "A new biopsy, unless one was taken after progression", "transduced T cells": of the sample or the product.
bool IsOfSample(const Reading& r, int i) { return r.WordContains(i, {"biops", "tissue", "sample", "specimen", "transduced"}); }

// "A standard of care CT".
bool IsScan(const Reading& r, int i) { return r.WordContains(i, {"scan", "imaging", "mri"}) || r.WordStarts(i, {"ct"}); }

bool IsCancerTherapy(const Reading& r, int i) {
  const Entry* drug = r.Find(i, TermKind::kDrugClass);
  if (drug == nullptr) drug = r.Find(i, TermKind::kDrug);
  return drug != nullptr && (r.lexicon().DrugIsA(drug->id, "systemic_therapy") || drug->id == "any_therapy");
}

// Tumours and their markers alone, each of them asked for.
bool NamesKindOfTumour(const Expression& e) {
  if (e.kind == Expression::Kind::kAny || e.kind == Expression::Kind::kAll) return std::all_of(e.children.begin(), e.children.end(), NamesKindOfTumour);
  if (e.kind != Expression::Kind::kLeaf) return false;
  const auto* leaf = std::get_if<OneOfLeaf>(e.leaf.get());
  return std::holds_alternative<MarkerLeaf>(*e.leaf) || (leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease);
}

// The demand that a turn at item `turn` speaks of.
Expression* DemandBefore(const Reading& r, int turn, Expression* content) {
  if (!r.Has(turn) || r.at(turn).used || content->kind != Expression::Kind::kAll) return content;
  Expression* nearest = nullptr;
  for (Expression& child : content->children) {
    if (child.span.empty() || child.span.end > r.at(turn).span.begin) continue;
    if (nearest == nullptr || child.span.end >= nearest->span.end) nearest = &child;
  }
  return nearest != nullptr ? nearest : content;
}

}  // namespace

Topic TopicOfUnread(const Reading& r, Clause sentence) {
  bool marker = false, therapy = false, course = false, scan = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.IsTerm(i, TermKind::kLogistics) || IsOfSample(r, i)) return Topic::kOther;
    scan = scan || IsScan(r, i);
    marker = marker || r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kMutation}));
    therapy = therapy || IsCancerTherapy(r, i);
    course = course || r.IsAny(i, {Cue::kNoProgression, Cue::kResponse, Cue::kNaive, Cue::kPrior, Cue::kTreated});
  }
  const auto has = [&](CueSet cues) { return r.FindCue(sentence.begin, sentence.end, cues) >= 0; };
  const bool line = has({Cue::kProgressed, Cue::kLine, Cue::kFirstLine, Cue::kSecondLine, Cue::kThirdLine}) || (!scan && has({Cue::kStandardTherapy}));
  return line || (therapy && course) ? Topic::kPriorTherapy : marker ? Topic::kBiomarker : Topic::kOther;
}

bool LeavesDecisiveUnread(const Reading& r, Clause sentence) {
  if (!r.MayHoldCue({Cue::kProgressed, Cue::kNoProgression, Cue::kResponse, Cue::kStandardTherapy}) && !r.MayHoldWord({"standard"})) return false;
  bool found = false;
  int depth = 0;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.IsTerm(i, TermKind::kLogistics) || IsOfSample(r, i) || r.WordContains(i, {"curative", "cure"})) return false;
    if (r.IsAnyMark(i, "([")) ++depth;
    if (r.IsAnyMark(i, ")]")) --depth;
    if (depth > 0 || r.at(i).used || r.at(i).lead || r.at(i).aside) continue;
    if (r.Is(i, Cue::kBefore) || r.WordContains(i, {"initial", "original"})) return found;   // when something was documented
    found = found || r.WordIs(i, "standard") || r.IsAny(i, {Cue::kProgressed, Cue::kNoProgression, Cue::kResponse, Cue::kStandardTherapy});
  }
  return found;
}

bool NamesSeveralPrimaries(const Reading& r, Clause sentence) {
  constexpr WordPattern kPrimaries[] = {"primar"};
  if (!r.MayHoldWord(kPrimaries)) return false;
  for (int i = sentence.begin + 1; i < sentence.end; ++i) {
    if (!r.WordStarts(i, kPrimaries)) continue;
    for (int k = i - 1; k >= std::max(sentence.begin, i - 3); --k) {
      if (r.at(k).value.value_or(0) >= 2 || r.WordIsAny(k, {"multiple", "several", "synchronous", "metachronous"})) return true;
    }
  }
  return false;
}

namespace {

// "Steroids (> 10 mg of prednisone) within 14 days before the first dose (except ...)": the therapy before its dose and its time.
int BeforeTime(const Reading& r, Clause sentence, int i) {
  int depth = 0;
  for (; i > sentence.begin; --i) {
    depth += r.IsMark(i, ')') ? 1 : r.IsMark(i, '(') ? -1 : 0;
    const bool passes = depth > 0 || r.IsMark(i, '(') || r.IsNumber(i) || r.IsComparison(i) ||
                        r.IsAny(i, {Cue::kWithin, Cue::kBefore, Cue::kReference, Cue::kFiller, Cue::kDay, Cue::kWeek, Cue::kMonth, Cue::kPrior, Cue::kFor});
    if (!passes) break;
  }
  return i;
}

bool NamesTherapy(const std::string& id, const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr) return std::find(leaf->what.begin(), leaf->what.end(), id) != leaf->what.end();
  return std::any_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return NamesTherapy(id, child); });
}

// The therapy of a list that the bracket at `open` speaks of, when nothing else of the sentence is unread; "" else.
std::string NamedBeforeBracket(const Reading& r, Clause sentence, int open) {
  int close = open;
  while (close < sentence.end && !r.IsMark(close, ')')) ++close;
  if (close + 1 >= sentence.end || !(r.IsAnyMark(close + 1, ",/") || r.IsAny(close + 1, {Cue::kOr, Cue::kAnd}))) return "";
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (i == open) i = close;
    if (r.IsKind(i, Item::Kind::kWord) && !r.at(i).used && !r.at(i).lead) return "";
  }
  const int at = BeforeTime(r, sentence, open - 1);
  const Entry* named = r.Find(at, TermKind::kDrugClass);
  if (named == nullptr) named = r.Find(at, TermKind::kDrug);
  return named != nullptr ? named->id : "";
}

// The alternative that alone names the therapy, or nullptr.
Expression* AlternativeWith(const std::string& id, Expression* e) {
  if (e->kind != Expression::Kind::kAny) return nullptr;
  Expression* found = nullptr;
  for (Expression& child : e->children) {
    if (!NamesTherapy(id, child)) continue;
    if (found != nullptr) return nullptr;
    found = &child;
  }
  return found;
}

// The leaf that lists `id` among other therapies, or nullptr.
Expression* ListWith(const std::string& id, Expression* e) {
  if (e->kind == Expression::Kind::kLeaf) {
    const auto* leaf = std::get_if<TreatmentLeaf>(e->leaf.get());
    const bool lists = leaf != nullptr && leaf->quantifier == TreatmentLeaf::Quantifier::kAny && !leaf->together && leaf->what.size() > 1 && std::find(leaf->what.begin(), leaf->what.end(), id) != leaf->what.end();
    return lists ? e : nullptr;
  }
  if (e->kind != Expression::Kind::kAny) return nullptr;
  for (Expression& child : e->children) {
    if (Expression* found = ListWith(id, &child)) return found;
  }
  return nullptr;
}

// "Pembrolizumab, or an antibody targeting other receptors": from item `first` on one more agent, of a target that no table knows.
bool IsAgentBehindOr(const Reading& r, Clause sentence, int first) {
  bool targets = false;
  int i = first - 1;
  while (i > sentence.begin && (r.Is(i, Cue::kInhibitor) || r.Is(i, Cue::kFiller))) targets = r.WordIsAny(i--, {"targeting", "directed against", "against", "that target", "directed at"}) || targets;
  if (!targets || !r.Is(i, Cue::kOr)) return false;
  for (int k = first; k < sentence.end; ++k) {
    if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition})) || r.IsAny(k, {Cue::kUnless, Cue::kExcept, Cue::kIf, Cue::kWho})) return false;
  }
  return true;
}

}  // namespace

bool LeavesKindOfTumourUnread(const Reading& r, Clause sentence) {
  for (int i = sentence.begin + 1; i + 1 < sentence.end; ++i) {
    const Entry* state = r.Find(i, TermKind::kAlteration);
    if (state == nullptr || !r.WordIsAny(i, {"positive", "negative"}) || !r.IsTerm(i + 1, TermKind::kDisease) || !r.at(i + 1).used) continue;
    int name = i - 1;
    while (name > sentence.begin && r.IsAnyMark(name, "()-")) --name;
    if (!r.at(name).used && !r.IsKind(name, Item::Kind::kMark) && !r.at(name).lead) return true;
  }
  return false;
}

void LimitByUnread(const Reading& r, Clause sentence, Expression unread, bool limits, Expression* content) {
  int first = sentence.begin;
  while (first < sentence.end && r.at(first).span.begin < unread.span.begin) ++first;
  if (IsAgentBehindOr(r, sentence, first)) {
    *content = Expression::Any(std::move(*content), std::move(unread));
    return;
  }
  if (!limits) return;
  const int except = r.FindCue(sentence.begin, sentence.end, {Cue::kExcept});
  const bool sole = except > sentence.begin + 1 && r.IsMark(except - 1, '(') && r.FindCue(except + 1, sentence.end, {Cue::kExcept, Cue::kUnless, Cue::kHowever, Cue::kIf}) < 0;
  const std::string id = sole ? NamedBeforeBracket(r, sentence, except - 1) : "";
  Expression* list = id.empty() ? nullptr : ListWith(id, content);
  if (Expression* one = id.empty() || list != nullptr ? nullptr : AlternativeWith(id, content)) {
    *one = Expression::All(std::move(*one), std::move(unread));
    return;
  }
  if (list == nullptr) {
    *content = Expression::All(std::move(*content), std::move(unread));
    return;
  }
  Expression one = *list;
  std::get<TreatmentLeaf>(*one.leaf).what = {id};
  std::erase(std::get<TreatmentLeaf>(*list->leaf).what, id);
  *list = Expression::Any(std::move(*list), Expression::All(std::move(one), std::move(unread)));
}

namespace {

// "Measurable disease, with the exception of prostate cancer": the tumours behind the item that excepts them, where nothing else stands.
std::optional<Expression> TumoursOfException(const Reading& r, int except) {
  std::vector<std::string> tumours;
  int i = except + 1;
  for (; i < r.size() && !r.IsAnyMark(i, ".;"); ++i) {
    const Entry* tumour = r.Find(i, TermKind::kDisease);
    if (tumour != nullptr) tumours.push_back(tumour->id);
    else if (!r.IsAny(i, {Cue::kFiller, Cue::kOr, Cue::kAnd}) && !r.IsAnyMark(i, ",)") && !r.WordIsAny(i, {"those with"})) return std::nullopt;
  }
  if (tumours.empty()) return std::nullopt;
  return Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kDisease, std::move(tumours), {}, 0}, r.SpanOf(except, i - 1), "disease.type");
}

bool AsksForMeasurable(const Expression& e) {
  const auto* fact = e.kind == Expression::Kind::kLeaf ? std::get_if<FactLeaf>(e.leaf.get()) : nullptr;
  return fact != nullptr && fact->fact == "measurable";
}

}  // namespace

namespace {

// "Any solid tumour with an alteration of, or dependence upon, some pathway", of which the words behind "with" are unread.
bool IsAnyTumourWith(const Reading& r, const Expression& demand, const Expression& unread) {
  const auto* leaf = demand.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(demand.leaf.get()) : nullptr;
  if (leaf == nullptr || leaf->attribute != OneOfLeaf::Attribute::kDisease || leaf->values.size() != 1 || (leaf->values[0] != "solid_tumor" && leaf->values[0] != "cancer")) return false;
  for (int i = 0; i < r.size(); ++i) {
    if (r.at(i).span.begin >= demand.span.end) return r.Is(i, Cue::kWith) && !unread.span.empty() && unread.span.begin >= r.at(i).span.end;
  }
  return false;
}

}  // namespace

void AddUnreadTurn(const Reading& r, int turn, Expression unread, Expression* content) {
  Expression* demand = DemandBefore(r, turn, content);
  if (turn >= 0 && r.Is(turn, Cue::kExcept) && AsksForMeasurable(*demand)) {
    if (std::optional<Expression> tumours = TumoursOfException(r, turn)) unread = *std::move(tumours);
  }
  const bool narrows = IsAnyTumourWith(r, *demand, unread) || (r.Is(turn, Cue::kExcept) && !r.at(turn).lead && !r.IsAny(turn + 1, {Cue::kIf, Cue::kWhen, Cue::kUnless}) && NamesKindOfTumour(*demand));
  *demand = narrows ? Expression::All(std::move(*demand), std::move(unread)) : Expression::Any(std::move(*demand), std::move(unread));
}

Expression NarrowedToUnread(const Reading& r, Clause sentence, const Statement& statement, const Expression& e) {
  const auto* leaf = std::get_if<TreatmentLeaf>(e.leaf.get());
  if (std::holds_alternative<BrainLeaf>(*e.leaf.get())) return Expression::All(e, Expression::Opaque(e.span));   // who has none is not meant
  // "Other malignancies unless of low risk": who has no other is not meant.
  const auto* illness = std::get_if<ConditionLeaf>(e.leaf.get());
  const bool second = illness != nullptr && !illness->family && illness->conditions == std::vector<std::string>{"other_malignancy"};
  if (second && statement.mood == Mood::kProhibits) {
    ConditionLeaf bare;
    bare.conditions = illness->conditions;
    return Expression::All(Expression::OfLeaf(std::move(bare), e.span, e.rule), Expression::Opaque(e.span));
  }
  // "Radiotherapy that would preclude ...": who had none has nothing to show.
  const bool precludes = leaf != nullptr && leaf->what == std::vector<std::string>{"radiation"} && WhatItPrecludes(r, sentence, sentence.begin) >= 0;
  if (leaf == nullptr || statement.mood != Mood::kProhibits || (leaf->window.empty() && !precludes) || leaf->quantifier != TreatmentLeaf::Quantifier::kAny) return Expression::Opaque(e.span);
  TreatmentLeaf had = *leaf;
  had.window = {};
  // "Any treatment as part of adjuvant therapy or definitive chemoradiation": each of them.
  if (HasCue(r, sentence.begin, sentence.end, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative})) {
    had.what = {"any_therapy"};
    had.except.emplace_back("surgery");
    had.intents = {"neoadjuvant", "adjuvant", "definitive"};
  }
  return Expression::All(Expression::OfLeaf(std::move(had), e.span, e.rule), Expression::Opaque(e.span));
}

}  // namespace trialmatch::rules
