#include "rules/parse/therapy/treatment_permission.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/limited_exception.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

using Ids = std::vector<std::string>;

struct Told {
  Expression* at = nullptr;
  bool denied = false;
};

// The treatments of the expression; false when it holds anything else.
bool Collect(Expression& e, bool denied, std::vector<Told>* out) {
  if (e.kind == Expression::Kind::kLeaf) {
    if (!std::holds_alternative<TreatmentLeaf>(*e.leaf)) return false;
    out->push_back({&e, denied});
    return true;
  }
  const bool turns = e.kind == Expression::Kind::kNot;
  bool only = !e.children.empty();
  for (Expression& child : e.children) only = Collect(child, denied != turns, out) && only;
  return only;
}

// Only which therapies, and for what they were given.
bool SaysOnlyWhich(const TreatmentLeaf& leaf) {
  TreatmentLeaf bare;
  bare.what = leaf.what;
  bare.intents = leaf.intents;
  bare.for_this_cancer = leaf.for_this_cancer;
  bare.ongoing = leaf.ongoing;
  if (leaf.quantifier == TreatmentLeaf::Quantifier::kCycles) {
    bare.quantifier = leaf.quantifier;
    bare.count = leaf.count;
  }
  return bare == leaf && !leaf.what.empty();
}

bool CoversAll(const Lexicon& lexicon, const Ids& wide, const Ids& narrow) {
  return std::all_of(narrow.begin(), narrow.end(), [&](const std::string& one) {
    return std::any_of(wide.begin(), wide.end(), [&](const std::string& of) { return lexicon.DrugIsA(one, of); });
  });
}

bool Related(const Lexicon& lexicon, const Ids& a, const Ids& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& one) {
    return std::any_of(b.begin(), b.end(), [&](const std::string& other) { return lexicon.DrugIsA(one, other) || lexicon.DrugIsA(other, one); });
  });
}

bool Meet(const Ids& a, const Ids& b) { return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end(); }

bool Has(const Ids& ids, const char* id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

// "One cycle of chemotherapy is allowed": other therapies stay denied, and more cycles.
bool TakeOutCycles(const Lexicon& lexicon, const TreatmentLeaf& permitted, Expression* told) {
  TreatmentLeaf& leaf = std::get<TreatmentLeaf>(*told->leaf);
  if (!CoversAll(lexicon, leaf.what, permitted.what) || !permitted.count || !permitted.count->high) return false;
  TreatmentLeaf more = leaf;
  more.quantifier = permitted.quantifier;
  more.what = permitted.what;
  more.except.clear();
  more.count = base::Bounds{.low = *permitted.count->high + 1, .high = std::nullopt};
  Expression beyond = Expression::OfLeaf(std::move(more), told->span, "treatment.past_limit");
  if (CoversAll(lexicon, permitted.what, leaf.what)) {
    *told = std::move(beyond);
    return true;
  }
  leaf.except.insert(leaf.except.end(), permitted.what.begin(), permitted.what.end());
  *told = Expression::Any(std::move(*told), std::move(beyond));
  return true;
}

// What is denied at `told` with what is permitted taken out; false when the leaf cannot say it.
bool TakeOut(const Lexicon& lexicon, const TreatmentLeaf& permitted, Expression* told) {
  TreatmentLeaf& leaf = std::get<TreatmentLeaf>(*told->leaf);
  if (leaf.quantifier != TreatmentLeaf::Quantifier::kAny) return false;
  if (permitted.quantifier == TreatmentLeaf::Quantifier::kCycles) return TakeOutCycles(lexicon, permitted, told);
  if (permitted.intents.empty()) {
    // "No live vaccine. Vaccines that are not live are allowed": the wider word means the others.
    if (!CoversAll(lexicon, leaf.what, permitted.what)) return CoversAll(lexicon, permitted.what, leaf.what);
    if (CoversAll(lexicon, permitted.what, leaf.what) || Meet(permitted.what, leaf.what)) return false;
    leaf.except.insert(leaf.except.end(), permitted.what.begin(), permitted.what.end());
    return true;
  }
  if (!leaf.intents.empty()) return !Meet(leaf.intents, permitted.intents);
  TreatmentLeaf others = leaf;  // of the same purpose, what is not permitted
  leaf.except_intents.insert(leaf.except_intents.end(), permitted.intents.begin(), permitted.intents.end());
  if (CoversAll(lexicon, permitted.what, leaf.what)) return true;
  others.intents = permitted.intents;
  others.except.insert(others.except.end(), permitted.what.begin(), permitted.what.end());
  const base::Span span = told->span;
  const std::string rule = told->rule;
  *told = Expression::Any(std::move(*told), Expression::OfLeaf(std::move(others), span, "treatment.not_permitted"));
  return true;
}

}  // namespace

bool ExceptPermittedTreatment(const Lexicon& lexicon, const Expression& permitted, Expression* rule) {
  Expression allowed = permitted, limited = *rule;
  std::vector<Told> kinds, told;
  if (!Collect(allowed, false, &kinds)) return false;
  Collect(limited, false, &told);
  if (told.empty()) return false;
  std::vector<Expression*> denied;
  for (const Told& one : told) {
    if (one.denied) denied.push_back(one.at);
  }
  for (const Told& kind : kinds) {
    const auto& leaf = std::get<TreatmentLeaf>(*kind.at->leaf);
    if (kind.denied || !SaysOnlyWhich(leaf)) return false;
    for (const Told& one : told) {
      const auto& other = std::get<TreatmentLeaf>(*one.at->leaf);
      // "Other systemic treatments are allowed too": no way around the one that is asked for.
      if (!one.denied && leaf.intents.empty() && (Has(leaf.what, "systemic_therapy") || Has(leaf.what, "any_therapy")) && !Meet(leaf.what, other.what)) continue;
      // "No more than two lines. PD-1 inhibitors are allowed": no way around the ceiling.
      if (!one.denied && other.what.empty() && other.count && !other.count->low) continue;
      const bool other_purpose = !leaf.intents.empty() && !other.intents.empty() && !Meet(leaf.intents, other.intents);
      if (!one.denied && !other_purpose && (other.what.empty() || Related(lexicon, leaf.what, other.what) || Related(lexicon, leaf.what, other.within_class))) return false;
    }
  }
  for (Expression* one : denied) {
    const TreatmentLeaf before = std::get<TreatmentLeaf>(*one->leaf);
    for (const Told& kind : kinds) {
      const auto& leaf = std::get<TreatmentLeaf>(*kind.at->leaf);
      if (before.what.empty() || one->kind != Expression::Kind::kLeaf) return false;
      if (Related(lexicon, leaf.what, before.what) && !TakeOut(lexicon, leaf, one)) return false;
    }
  }
  *rule = std::move(limited);
  return true;
}

std::vector<std::string> PermittedDrugs(const Reading& r, Clause sentence) {
  Ids drugs;
  bool purpose = false;   // "for bone pain", behind them
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.Is(i, Cue::kPermitted)) return drugs;
    purpose = purpose || (!drugs.empty() && r.Is(i, Cue::kFor));
    const Entry* drug = r.Find(i, TermKind::kDrug);
    if (drug == nullptr) drug = r.Find(i, TermKind::kDrugClass);
    const bool denies = r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kExcept, Cue::kUnless, Cue::kMust, Cue::kMustNot});
    if (drug != nullptr) drugs.push_back(drug->id);
    else if (denies || r.IsMark(i, ';') || r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kLab}))) return {};
    else if (!purpose && r.IsTermOf(i, KindBits({TermKind::kDisease, TermKind::kCondition}))) return {};
  }
  return {};
}

std::optional<Expression> PermittedCycles(Reading& r, Clause sentence, Mood mood) {
  if (mood != Mood::kPermits || !r.MayHoldCue({Cue::kCycle})) return std::nullopt;
  int therapy = -1;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (TherapyAt(r, i) == nullptr) continue;
    if (therapy >= 0) return std::nullopt;
    therapy = i;
  }
  constexpr CueSet kMore = {Cue::kIf, Cue::kUnless, Cue::kExcept, Cue::kMust, Cue::kNo, Cue::kNot, Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative};
  const auto cycles = therapy < 0 || r.FindCue(sentence.begin, sentence.end, kMore) >= 0 ? std::nullopt : CyclesBetween(r, sentence.begin, therapy);
  if (!cycles) return std::nullopt;
  TreatmentLeaf leaf;
  leaf.quantifier = TreatmentLeaf::Quantifier::kCycles;
  leaf.what = {TherapyAt(r, therapy)->id};
  leaf.count = base::Bounds{.low = std::nullopt, .high = *cycles};
  r.UseRange(sentence.begin, sentence.end - 1);
  return Expression::OfLeaf(std::move(leaf), r.SpanOf(sentence.begin, sentence.end - 1), "treatment.permitted");
}

std::vector<std::string> TherapiesOf(const Expression& permitted) {
  if (permitted.kind == Expression::Kind::kLeaf) {
    const auto* therapy = std::get_if<TreatmentLeaf>(permitted.leaf.get());
    return therapy != nullptr ? therapy->what : Ids();
  }
  if (permitted.kind != Expression::Kind::kAll) return {};
  Ids therapies;
  for (const Expression& child : permitted.children) {
    const bool of_radiation = child.kind == Expression::Kind::kLeaf && std::holds_alternative<FactLeaf>(*child.leaf);
    const Ids more = TherapiesOf(child);
    if (more.empty() && !of_radiation && child.kind != Expression::Kind::kOpaque) return {};
    therapies.insert(therapies.end(), more.begin(), more.end());
  }
  return therapies;
}

std::optional<Expression> SplitOthersOff(const Lexicon& lexicon, const std::vector<std::string>& drugs, Expression* forbidden) {
  if (drugs.empty() || forbidden->kind != Expression::Kind::kLeaf || !std::holds_alternative<TreatmentLeaf>(*forbidden->leaf)) return std::nullopt;
  TreatmentLeaf named = std::get<TreatmentLeaf>(*forbidden->leaf), others = named;
  if (named.quantifier != TreatmentLeaf::Quantifier::kAny || named.together) return std::nullopt;
  named.what.clear();
  others.what.clear();
  // "Anticancer therapy", of which radiation is a kind, and so are hormones. Of other drugs, others of the wider class may be let in beside them.
  const bool local = CoversAll(lexicon, {"radiation", "minor_procedure", "hormone_therapy"}, drugs);
  bool wider = false;
  for (const std::string& id : std::get<TreatmentLeaf>(*forbidden->leaf).what) {
    const bool related = Related(lexicon, {id}, drugs), narrower = CoversAll(lexicon, drugs, {id});
    const bool is_wider = related && !narrower && local;
    wider = wider || is_wider;
    (related && !is_wider ? named : others).what.push_back(id);
  }
  if (wider) {
    others.except.insert(others.except.end(), drugs.begin(), drugs.end());
    for (const std::string& drug : drugs) {
      if (!Has(named.what, drug.c_str())) named.what.push_back(drug);
    }
  }
  if (named.what.empty() || others.what.empty()) return std::nullopt;
  const base::Span span = forbidden->span;
  const std::string rule = forbidden->rule;
  *forbidden = Expression::OfLeaf(std::move(named), span, rule);
  return Expression::OfLeaf(std::move(others), span, rule);
}

bool TellsOfTherapy(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<TreatmentLeaf>(*e.leaf);
  return std::any_of(e.children.begin(), e.children.end(), TellsOfTherapy);
}

bool SharesTherapy(const Lexicon& lexicon, const std::vector<std::string>& drugs, const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return std::any_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return SharesTherapy(lexicon, drugs, child); });
  const auto* leaf = std::get_if<TreatmentLeaf>(e.leaf.get());
  return leaf != nullptr && Related(lexicon, drugs, leaf->what);
}

std::optional<Expression> EndedBefore(Reading& r, const Expression& therapy, Clause condition) {
  const auto* leaf = therapy.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(therapy.leaf.get()) : nullptr;
  const auto window = leaf == nullptr || !leaf->window.empty() ? std::nullopt : FindWindow(r, condition, condition.begin);
  if (!window || !window->window.at_least) return std::nullopt;
  r.UseRange(window->first, window->last);
  TreatmentLeaf recent = *leaf;
  recent.window.within = window->window.at_least;
  return Expression::Not(Expression::OfLeaf(std::move(recent), therapy.span, therapy.rule));
}

}  // namespace trialmatch::rules
