#include "rules/parse/therapy/none_or_only.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

// The class before item `i` that all of `drugs` belong to; nullptr when it is not denied.
const Entry* DeniedClassBefore(const Reading& r, Clause sentence, int i, const std::vector<std::string>& drugs) {
  constexpr int kFarthest = 6;   // items
  for (int k = i - 1; k >= std::max(sentence.begin, i - kFarthest); --k) {
    const Entry* of = r.Find(k, TermKind::kDrugClass);
    if (of == nullptr) continue;
    const bool among = std::all_of(drugs.begin(), drugs.end(), [&](const std::string& drug) { return drug != of->id && r.lexicon().DrugIsA(drug, of->id); });
    const bool denied = HasCue(r, std::max(sentence.begin, k - 4), i, {Cue::kNo, Cue::kNaive});
    return among && denied ? of : nullptr;
  }
  return nullptr;
}

void Spare(const SparedDrugs& spared, bool denied, Expression* e) {
  for (Expression& child : e->children) Spare(spared, denied != (e->kind == Expression::Kind::kNot), &child);
  auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e->leaf.get()) : nullptr;
  const bool of = denied && leaf != nullptr && std::find(leaf->what.begin(), leaf->what.end(), spared.of) != leaf->what.end();
  if (of) leaf->except.insert(leaf->except.end(), spared.drugs.begin(), spared.drugs.end());
}

// The therapies that the label in [begin, colon) names, and nothing else; empty when it says more.
std::vector<std::string> TherapiesOfLabel(const Reading& r, int begin, int colon) {
  std::vector<std::string> what;
  bool prior = false;
  for (int i = begin; i < colon; ++i) {
    prior = prior || r.Is(i, Cue::kPrior);
    if (const Entry* therapy = TherapyAt(r, i)) what.push_back(therapy->id);
    else if (!r.IsAny(i, {Cue::kPrior, Cue::kFiller, Cue::kOr, Cue::kAnd, Cue::kInhibitor}) && !r.IsAnyMark(i, "/,*")) return {};
  }
  return prior ? what : std::vector<std::string>();
}

bool Ends(const Reading& r, int i, int end) {
  while (i < end && (r.IsAnyMark(i, ".;,") || r.Is(i, Cue::kPermitted) || r.at(i).used)) ++i;
  return i >= end;
}

std::optional<Expression> ToldByLabel(Reading& r, Clause sentence) {
  constexpr int kLongest = 10;   // items of a label
  if (!r.MayHoldMark(":")) return std::nullopt;
  int colon = sentence.begin;
  while (colon < std::min(sentence.end, sentence.begin + kLongest) && !r.IsMark(colon, ':')) ++colon;
  if (!r.IsMark(colon, ':') || colon + 1 >= sentence.end || r.at(sentence.begin).lead) return std::nullopt;
  const base::Span span = r.SpanOf(sentence.begin, sentence.end - 1);
  const bool none = r.WordIs(colon + 1, "none") && Ends(r, colon + 2, sentence.end);
  if (none && colon == sentence.begin + 1 && r.Is(sentence.begin, Cue::kCnsMetastasis)) {
    r.UseRange(sentence.begin, sentence.end - 1);
    return Expression::Not(Expression::OfLeaf(BrainLeaf(), span, "brain.none"));
  }
  TreatmentLeaf leaf;
  leaf.what = TherapiesOfLabel(r, sentence.begin, colon);
  if (leaf.what.empty()) return std::nullopt;
  if (!none) {
    const auto lines = ReadBound(r, colon + 1, sentence.end);
    const bool counted = lines && lines->unit.empty() && lines->first == colon + 1 && r.Is(lines->last + 1, Cue::kLine) && Ends(r, lines->last + 2, sentence.end);
    if (!counted || leaf.what[0] == "systemic_therapy" || leaf.what[0] == "any_therapy") return std::nullopt;
    leaf.quantifier = TreatmentLeaf::Quantifier::kLines;
    leaf.count = lines->bounds;
  }
  r.UseRange(sentence.begin, sentence.end - 1);
  Expression had = Expression::OfLeaf(std::move(leaf), span, none ? "treatment.none" : "treatment.lines");
  return none ? Expression::Not(std::move(had)) : std::move(had);
}

}  // namespace

std::optional<SparedDrugs> PassOverSparedDrugs(Reading& r, Clause sentence) {
  if (!r.MayHoldCue({Cue::kOnly}) || !r.MayHoldCue({Cue::kOr}) || !r.MayHoldCue({Cue::kNo, Cue::kNaive})) return std::nullopt;
  for (int only = sentence.begin + 3; only < sentence.end; ++only) {
    if (!r.Is(only, Cue::kOnly)) continue;
    SparedDrugs spared;
    int i = only - 1;
    for (; i > sentence.begin && (r.Find(i, TermKind::kDrug) != nullptr || r.IsAnyMark(i, ",/") || r.Is(i, Cue::kOr)); --i) {
      if (const Entry* drug = r.Find(i, TermKind::kDrug)) spared.drugs.push_back(drug->id);
      else if (r.Is(i, Cue::kOr) && r.Find(i - 1, TermKind::kDrug) == nullptr) break;
    }
    if (spared.drugs.empty() || !r.Is(i, Cue::kOr)) continue;
    const Entry* of = DeniedClassBefore(r, sentence, i, spared.drugs);
    if (of == nullptr) continue;
    spared.of = of->id;
    r.PassOver(r.IsMark(i - 1, ',') ? i - 1 : i, only + 1);
    return spared;
  }
  return std::nullopt;
}

void SpareDrugs(const SparedDrugs& spared, size_t from, std::vector<Statement>* all) {
  for (size_t i = from; i < all->size(); ++i) Spare(spared, false, &(*all)[i].content);
}

bool ReadByLabel(Reading& r, Clause sentence, std::vector<Statement>* out) {
  std::optional<Expression> told = ToldByLabel(r, sentence);
  if (!told) return false;
  out->push_back({.topic = Topic::kPriorTherapy, .content = *std::move(told), .understood = Understood::kFull, .span = r.SpanOf(sentence.begin, sentence.end - 1)});
  return true;
}

}  // namespace trialmatch::rules
