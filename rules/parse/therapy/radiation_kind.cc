#include "rules/parse/therapy/radiation_kind.h"

#include <algorithm>
#include <string>
#include <utility>

namespace trialmatch::rules {
namespace {

enum class Kind { kNone, kPalliative, kWide, kCurative, kSeveral };

bool IsRadiation(const Reading& r, int i) {
  const Entry* therapy = r.Find(i, TermKind::kDrugClass);
  return therapy != nullptr && therapy->id == "radiation";
}

Kind Both(Kind a, Kind b) {
  if (a == Kind::kNone || a == b) return b;
  return b == Kind::kNone ? a : Kind::kSeveral;
}

// What the words of item `i` say of the radiation that they name or stand beside.
Kind KindIn(const Reading& r, int i) {
  Kind kind = Kind::kNone;
  // "Limited-field radiation for palliation", but not "non-palliative".
  const bool denied = r.WordIs(i - 1, "non") || (r.IsMark(i - 1, '-') && r.WordIs(i - 2, "non")) || r.WordStarts(i, {"non-", "non "});
  if (r.WordContains(i, {"palliat", "limited", "small field", "small-field", "focal"})) kind = denied ? Kind::kSeveral : Kind::kPalliative;
  if (r.WordContains(i, {"wide", "extended", "extensive", "large", "full field", "full-field"})) kind = Both(kind, Kind::kWide);
  if (r.WordContains(i, {"radical", "definitive", "curative"})) kind = Both(kind, denied ? Kind::kSeveral : Kind::kCurative);
  return kind;
}

bool Joins(const Reading& r, int i) {
  return r.IsAny(i, {Cue::kFiller, Cue::kOr, Cue::kAnd, Cue::kPrior, Cue::kSurgeryWord}) || r.IsAnyMark(i, "-/(),") || r.IsTerm(i, TermKind::kSite) || r.WordIsAny(i, {"intent", "field", "dose", "local", "external", "beam", "purposes"});
}

// The kind that stands right before the radiation at `i`: "palliative or curative", "limited-field".
Kind KindBefore(const Reading& r, Clause clause, int i, int* first) {
  Kind kind = Kind::kNone;
  for (int k = i - 1; k >= clause.begin && k >= i - 5; --k) {
    const Kind here = KindIn(r, k);
    if (here == Kind::kNone && !Joins(r, k)) break;
    if (here == Kind::kNone && r.IsAnyMark(k, "),")) break;
    if (here != Kind::kNone) *first = k;
    kind = Both(kind, here);
  }
  return kind;
}

// The kind behind it: "with a limited field of radiation", "for palliation", "with curative intent".
Kind KindBehind(const Reading& r, Clause clause, int i, int* last) {
  Kind kind = Kind::kNone;
  bool told = false;
  for (int k = i + 1; k < clause.end && k <= i + 9; ++k) {
    const Kind here = KindIn(r, k);
    told = told || r.IsAny(k, {Cue::kWith, Cue::kFor}) || r.WordIsAny(k, {"with", "with a", "for", "of", "using", "as", "in"}) || r.IsMark(k, '(');
    const bool passed = told && (r.IsAny(k, {Cue::kWith, Cue::kFor, Cue::kFiller, Cue::kBefore}) || r.WordIsAny(k, {"with", "with a", "a", "for", "of", "using", "as", "in", "field", "field of", "intent", "purposes", "pain"}) || r.IsAnyMark(k, "-(") || IsRadiation(r, k));
    if (here == Kind::kNone && !passed) break;
    if (here != Kind::kNone && !told) break;
    if (here != Kind::kNone) *last = k;
    kind = Both(kind, here);
  }
  return kind;
}

// "To more than 30 % of the bone marrow", "of more than 30% of bone marrow": the radiation at `i` has been read as that.
bool IsOfMarrow(const Reading& r, int i) {
  if (r.WordContains(i, {"marrow"})) return true;
  for (int k = i + 1; k <= i + 9 && !r.IsAny(k, {Cue::kOr, Cue::kAnd}) && !r.IsMark(k, ','); ++k) {
    if (r.WordContains(k, {"marrow"})) return true;
  }
  for (int k = i - 1; k >= i - 4 && !r.IsAny(k, {Cue::kOr, Cue::kAnd}) && !r.IsMark(k, ','); --k) {
    if (r.WordContains(k, {"marrow"})) return true;
  }
  return false;
}

// One kind of all the radiation that the items first..last name, or none.
Kind KindOf(Reading& r, Clause clause, const TreatmentLeaf& leaf, int first, int last) {
  Kind all = Kind::kNone;
  bool any = false;
  for (int i = first; i <= last; ++i) {
    if (!IsRadiation(r, i)) continue;
    int from = i, to = i;
    Kind kind = Both(KindIn(r, i), KindBefore(r, clause, i, &from));
    kind = Both(kind, KindBehind(r, clause, i, &to));
    if (kind == Kind::kNone && leaf.marrow_percent && IsOfMarrow(r, i)) continue;
    if (kind == Kind::kNone || kind == Kind::kSeveral || (any && kind != all)) return Kind::kNone;
    any = true;
    all = kind;
    for (int k = from; k <= to; ++k) {
      if (KindIn(r, k) != Kind::kNone) r.Use(k);
    }
    i = to;
  }
  return all;
}

Expression OfKind(Kind kind, TreatmentLeaf leaf, base::Span span, const std::string& rule) {
  if (kind == Kind::kCurative) {
    leaf.intents.emplace_back("definitive");
    return Expression::OfLeaf(std::move(leaf), span, rule);
  }
  Expression palliative = Expression::OfLeaf(FactLeaf{"palliative_radiation"}, span, "fact.palliative_radiation");
  if (kind == Kind::kPalliative) return Expression::All(Expression::OfLeaf(std::move(leaf), span, rule), std::move(palliative));
  Expression wide = Expression::Not(std::move(palliative));
  if (!leaf.marrow_percent) return Expression::All(Expression::OfLeaf(std::move(leaf), span, rule), std::move(wide));
  // "To more than 30 % of the bone marrow or with a wide field".
  TreatmentLeaf any = leaf;
  any.marrow_percent.reset();
  std::erase(any.sites, "bone_marrow");
  return Expression::Any(Expression::OfLeaf(std::move(leaf), span, rule), Expression::All(Expression::OfLeaf(std::move(any), span, rule), std::move(wide)));
}

}  // namespace

namespace {

// "Radiotherapy within 4 weeks; palliative radiotherapy within 2 weeks": a shorter time of its own for the palliative, told elsewhere.
bool PalliativeHasOwnTime(const Reading& r, Clause clause, const TreatmentLeaf& leaf) {
  constexpr WordPattern kWords[] = {"palliat", "limited", "focal", "small field", "small-field"};
  const std::optional<base::Duration>& own = leaf.window.within;
  const bool any = leaf.sites.empty() && !leaf.dose_gy && !leaf.marrow_percent && !HasCue(r, clause.begin, clause.end, {Cue::kExcept, Cue::kUnless, Cue::kIf});
  if (!any || !own || leaf.window.half_lives || !r.MayHoldWord(kWords)) return false;
  for (int i = 0; i < r.size(); ++i) {
    if (!IsRadiation(r, i) || (i >= clause.begin && i < clause.end && !FindWindow(r, {clause.begin, i}, clause.begin))) continue;
    int first = i, last = i;
    const Clause all{0, r.size()};
    if (Both(Both(KindIn(r, i), KindBefore(r, all, i, &first)), KindBehind(r, all, i, &last)) != Kind::kPalliative) continue;
    int end = i + 1;
    while (end < r.size() && end < i + 16 && !r.IsAnyMark(end, ";.") && !r.IsAny(end, {Cue::kPermitted, Cue::kExcept})) ++end;
    if (r.IsAny(end, {Cue::kPermitted, Cue::kExcept})) continue;
    const auto window = FindWindow(r, {i, end}, i);
    const std::optional<base::Duration>& length = !window ? std::nullopt : window->window.within ? window->window.within : window->window.at_least;
    if (length && length->ApproximateDays() < own->ApproximateDays()) return true;
  }
  return false;
}

}  // namespace

void NarrowToKindOfRadiation(Reading& r, Clause clause, Mood mood, size_t from, Atoms& atoms) {
  for (size_t k = from; k < atoms.size(); ++k) {
    Atom& atom = atoms[k];
    const auto* told = atom.expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(atom.expression.leaf.get()) : nullptr;
    const bool forbids = (mood == Mood::kProhibits) != atom.negated && mood != Mood::kPermits;
    if (told == nullptr || !forbids || told->quantifier != TreatmentLeaf::Quantifier::kAny || std::find(told->what.begin(), told->what.end(), "radiation") == told->what.end()) continue;
    if (HasCue(r, clause.begin, atom.last, {Cue::kExcept})) continue;   // of what is excepted
    Kind kind = KindOf(r, clause, *told, atom.first, atom.last);
    if (kind == Kind::kNone && PalliativeHasOwnTime(r, clause, *told)) kind = Kind::kWide;
    // Whoever may not have had the gentler kind so lately may not have had the others; how long ago those must be is told elsewhere.
    const bool lately = kind == Kind::kPalliative && (told->ongoing || !told->window.empty());
    if (kind == Kind::kNone || lately || (kind == Kind::kCurative && !told->intents.empty())) continue;
    TreatmentLeaf radiation = *told, others = *told;
    radiation.what = {"radiation"};
    std::erase(others.what, "radiation");
    const base::Span span = atom.expression.span;
    const std::string rule = atom.expression.rule;
    Expression narrowed = OfKind(kind, std::move(radiation), span, rule);
    atom.expression = others.what.empty() ? std::move(narrowed) : Expression::Any(Expression::OfLeaf(std::move(others), span, rule), std::move(narrowed));
  }
}

void AddOrderOfChemoradiation(Reading& r, Clause clause, Clause therapy, TreatmentLeaf* leaf) {
  constexpr int kReach = 10;   // "sequential (not inclusive of induction) chemoradiation"
  if (leaf->what != std::vector<std::string>{"chemoradiation"}) return;
  int sequential = -1;
  bool concurrent = false;
  for (int i = std::max(clause.begin, therapy.begin - kReach); i < therapy.end; ++i) {
    concurrent = concurrent || r.WordContains(i, {"concurrent", "concomitant", "simultan"});
    if (r.WordStarts(i, {"sequential"})) sequential = i;
  }
  if (sequential < 0) return;
  r.Use(sequential);
  if (!concurrent) leaf->said.emplace_back("sequential");
}

void AddRadiationAmount(Reading& r, Clause clause, Clause therapy, TreatmentLeaf* leaf) {
  bool radiation = std::any_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) {
    return r.lexicon().DrugIsA(id, "radiation");
  });
  if (!radiation) return;
  for (int i = std::max(clause.begin, therapy.begin - 8); i < std::min(clause.end, therapy.end + 14); ++i) {
    if (r.at(i).used) continue;
    auto bound = ReadBound(r, i, clause.end);
    const bool range = bound && bound->bounds.low && bound->bounds.high && *bound->bounds.low < *bound->bounds.high;   // "of 54 to 66 Gy"
    if (!bound || (!bound->has_comparison && !range)) continue;
    const base::Unit* unit = r.lexicon().units().Find(bound->unit);
    int marrow = bound->last + 1;
    while (marrow <= bound->last + 4 && !r.WordContains(marrow, {"marrow"})) ++marrow;
    if (unit != nullptr && unit->dimension == "radiation_dose") {
      for (std::optional<double>* end : {&bound->bounds.low, &bound->bounds.high}) {
        if (*end) **end *= unit->factor;
      }
      leaf->dose_gy = bound->bounds;
      r.UseRange(i, bound->last);
    } else if (unit != nullptr && bound->unit == "%" && r.WordContains(marrow, {"marrow"})) {
      leaf->marrow_percent = bound->bounds;
      r.UseRange(i, marrow);
    }
    i = bound->last;
  }
}

}  // namespace trialmatch::rules
