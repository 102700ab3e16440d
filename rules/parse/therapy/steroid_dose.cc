#include "rules/parse/therapy/steroid_dose.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "rules/lexicon/threshold.h"

namespace trialmatch::rules {
namespace {

bool IsSteroidId(const Lexicon& lexicon, const std::string& id) {
  return id == "corticosteroid" || lexicon.IsA(TermKind::kDrug, id, "corticosteroid") ||
         lexicon.IsA(TermKind::kDrugClass, id, "corticosteroid");
}

// "prednisone", "dexamethasone", "prednisone equivalent" at item `i`; "" when none.
std::string SteroidAt(const Reading& r, int i) {
  if (const Entry* drug = r.Find(i, TermKind::kDrug); drug != nullptr && IsSteroidId(r.lexicon(), drug->id)) return drug->id;
  const Entry* group = r.Find(i, TermKind::kDrugClass);
  const bool named = group != nullptr && group->id == "corticosteroid" && r.WordContains(i, {"predniso", "dexamethasone"});
  if (!named) return "";
  return r.WordContains(i, {"dexamethasone"}) ? "dexamethasone" : "prednisone";
}

// "... an equivalent", "... inflammatory equivalent" from `i` on.
bool LeadsToEquivalent(const Reading& r, int i) {
  for (int k = i; k < i + 5; ++k) {
    if (r.WordStarts(k, {"equivalent"})) return true;
    if (!r.Has(k) || r.IsNumber(k) || (r.IsKind(k, Item::Kind::kMark) && !r.IsMark(k, '-'))) return false;
  }
  return false;
}

// "An equivalent dose of *another drug of the same class*".
bool NamesEquivalent(const Reading& r, int i) {
  if (!r.WordIsAny(i, {"another", "other", "drug", "drugs", "the", "same", "class", "the same class"})) return false;
  for (int k = i - 1; k >= 0 && k >= i - 7 && !r.IsAnyMark(k, "();."); --k) {
    if (r.WordStarts(k, {"equivalent"})) return true;
  }
  return false;
}

// Words of a dose that stand between its number and the drug, or behind them.
bool IsDoseWord(const Reading& r, int i) {
  return r.IsAnyMark(i, "/()[]") || NamesEquivalent(r, i) || r.IsAny(i, {Cue::kDay, Cue::kFiller, Cue::kBefore}) || r.Find(i, TermKind::kPlain) != nullptr ||
         r.WordIsAny(i, {"daily", "day", "per day", "equivalent", "equivalents", "or equivalent", "oral", "dose", "doses", "of", "d", "qd", "mg", "milligrams"}) ||
         (r.Is(i, Cue::kOr) && r.WordIsAny(i + 1, {"equivalent", "equivalents", "its", "its equivalent", "other"})) ||
         // "10 mg of prednisone, or an anti-inflammatory equivalent", "or an equivalent corticosteroid".
         ((r.Is(i, Cue::kOr) || (r.IsMark(i, ',') && r.Is(i + 1, Cue::kOr)) || r.IsMark(i, '-') || r.WordIsAny(i, {"anti", "inflammatory", "anti-inflammatory", "glucocorticoid"})) && LeadsToEquivalent(r, i + 1)) ||
         (r.WordContains(i - 1, {"equivalent"}) && r.WordIsAny(i, {"corticosteroid", "corticosteroids", "glucocorticoid", "glucocorticoids", "steroid", "steroids"}));
}

// The steroid at `i` of "the *steroid dose* is", "the dose of *prednisone* is", whose dose is told behind.
bool IsOfDose(const Reading& r, int i) {
  if (!r.WordIsAny(i + 1, {"is", "are", "must be", "should be", "has to be"})) return false;
  const Entry* group = r.Find(i, TermKind::kDrugClass);
  if (group != nullptr && group->id == "corticosteroid" && r.WordContains(i, {"dose"})) return true;
  return !SteroidAt(r, i).empty() && r.WordIs(i - 1, "of") && r.WordIsAny(i - 2, {"dose", "dosage"});
}

// The first item that says how the number bounds: "at a dose exceeding", "doses of >".
int StartOfDose(const Reading& r, Clause clause, int i) {
  while (i > clause.begin && !r.at(i - 1).used &&
         (r.WordIsAny(i - 1, {"dose", "doses", "dosing", "daily", "maintenance", "equivalent", "equivalent to", "physiologic", "physiological"}) ||
          r.Is(i - 1, Cue::kFiller) || (r.WordIs(i - 1, "of") && r.WordIsAny(i - 2, {"dose", "doses", "dosing"})) || (r.Is(i - 1, Cue::kWho) && (r.WordIsAny(i - 2, {"dose", "doses", "dosing"}) || (r.IsMark(i - 2, ',') && r.WordIsAny(i - 3, {"dose", "doses"})))) ||
          (r.IsMark(i - 1, ',') && r.WordIsAny(i - 2, {"dose", "doses"})) || IsOfDose(r, i - 1)))
    --i;
  return i;
}

class DoseReader {
 public:
  DoseReader(Reading& reading, Clause clause) : r_(reading), c_(clause) {}

  struct Found {
    SteroidDose dose;
    int name = -1;  // the item of the steroid
  };

  // The dose that starts at `i`.
  std::optional<Found> At(int i) const {
    const bool starts = r_.IsComparison(i) || r_.IsAny(i, {Cue::kMoreThan, Cue::kLessThan, Cue::kAtLeast, Cue::kAtMost}) || r_.IsNumber(i);
    if (!starts || r_.at(i).used) return std::nullopt;
    // "Exceeding prednisone 10 mg daily": the drug between the comparison and the number.
    const bool between = r_.Is(i, Cue::kMoreThan) && !SteroidAt(r_, i + 1).empty();
    auto bound = ReadBound(r_, between ? i + 2 : i, c_.end);
    if (between && bound && !bound->has_comparison) {
      bound->bounds = base::Bounds{.low = bound->bounds.low, .low_inclusive = false};
      bound->has_comparison = true;
    }
    const bool fits = bound && bound->has_comparison && (bound->unit == "mg" || bound->unit == "mg/day");
    if (!fits) return std::nullopt;
    int last = bound->last, behind = -1;
    for (int k = last + 1; k < c_.end && k <= last + 8; ++k) {
      if (!SteroidAt(r_, k).empty()) {
        behind = k;
        break;
      }
      if (!IsDoseWord(r_, k)) break;
    }
    int before = between ? i + 1 : SteroidBefore(i);
    if (behind < 0 && before < 0 && bound->unit == "mg/day") before = BareSteroidBefore(i);
    if (behind < 0 && before < 0) return std::nullopt;
    const int name = behind >= 0 ? behind : before;
    last = EndOfDose(std::max(last, behind));
    SteroidDose dose{bound->bounds, StartOfDose(r_, c_, i), last};
    const double factor = PrednisonePerMg(r_.lexicon(), SteroidAt(r_, name)).value_or(1);
    if (dose.bounds.low) *dose.bounds.low *= factor;
    if (dose.bounds.high) *dose.bounds.high *= factor;
    return Found{dose, name};
  }

  std::vector<SteroidDose> Run() {
    if (!NamesSteroid()) return {};
    for (int i = c_.begin; i < c_.end; ++i) {
      if (const std::optional<Found> found = At(i)) {
        Take(*found);
        i = std::max(i, found->dose.last);
      }
    }
    return std::move(out_);
  }

  bool NamesSteroid() const {
    for (int i = c_.begin; i < c_.end; ++i) {
      if (r_.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})) && !SteroidAt(r_, i).empty()) return true;
      const Entry* group = r_.Find(i, TermKind::kDrugClass);
      if (group != nullptr && group->id == "corticosteroid") return true;
    }
    return false;
  }

 private:
  void Take(const Found& found) {
    const bool other = NamesSteroidBefore(found.dose.first);
    for (int k = found.dose.first; k <= found.dose.last; ++k) {
      if (k != found.name || other) r_.Use(k);
    }
    out_.push_back(found.dose);
  }

  // "... prednisone or equivalent a day)": without a bracket that closes what opened before.
  int EndOfDose(int last) const {
    int depth = 0, end = last;
    for (int k = last + 1; k < c_.end && k <= last + 12 && IsDoseWord(r_, k) && !r_.at(k).used; ++k) {
      if (r_.IsMark(k, '(')) ++depth;
      if (r_.IsMark(k, ')') && --depth < 0) break;
      if (!r_.Is(k, Cue::kFiller) && !r_.Is(k, Cue::kBefore)) end = k;
    }
    return end;
  }

  // "Prednisone at > 10 mg daily": named right before the number.
  int SteroidBefore(int i) const {
    for (int k = i - 1; k >= std::max(c_.begin, i - 5); --k) {
      if (!SteroidAt(r_, k).empty()) return k;
      if (!IsDoseWord(r_, k)) return -1;
    }
    return -1;
  }

  // "Systemic corticosteroids > 10 mg/day": meant as prednisone.
  int BareSteroidBefore(int i) const {
    for (int k = i - 1; k >= std::max(c_.begin, i - 6); --k) {
      const Entry* group = r_.Find(k, TermKind::kDrugClass);
      if (group != nullptr && group->id == "corticosteroid") return k;
      if (!IsDoseWord(r_, k) && !r_.WordIsAny(k, {"at", "in", "therapy", "treatment"})) return -1;
    }
    return -1;
  }

  bool NamesSteroidBefore(int end) const {
    for (int k = c_.begin; k < end; ++k) {
      const Entry* group = r_.Find(k, TermKind::kDrugClass);
      if (group != nullptr && IsSteroidId(r_.lexicon(), group->id)) return true;
    }
    return false;
  }

  Reading& r_;
  Clause c_;
  std::vector<SteroidDose> out_;
};

// Bounds the steroids of a treatment in `e`; true when there were any.
bool BoundIn(const Lexicon& lexicon, const Expression& bound, Expression* e) {
  if (e->kind != Expression::Kind::kLeaf) {
    return std::any_of(e->children.begin(), e->children.end(), [&](Expression& child) { return BoundIn(lexicon, bound, &child); });
  }
  const auto* leaf = std::get_if<TreatmentLeaf>(e->leaf.get());
  if (leaf == nullptr || leaf->quantifier != TreatmentLeaf::Quantifier::kAny) return false;
  TreatmentLeaf steroids = *leaf, rest = *leaf;
  // "Systemic or topical steroids of more than 10 mg of prednisone".
  const auto* dose = bound.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(bound.leaf.get()) : nullptr;
  const bool systemic = dose != nullptr && dose->bounds.low && std::any_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) { return IsSteroidId(lexicon, id); });
  const auto is_steroid = [&](const std::string& id) { return IsSteroidId(lexicon, id) || (systemic && id == "inhaled_corticosteroid"); };
  std::erase_if(rest.what, is_steroid);
  std::erase_if(steroids.what, [&](const std::string& id) { return !is_steroid(id); });
  if (steroids.what.empty()) return false;
  Expression bounded = Expression::All(Expression::OfLeaf(std::move(steroids), e->span, "treatment.had"), bound);
  if (rest.what.empty())
    *e = std::move(bounded);
  else
    *e = Expression::Any(std::move(bounded), Expression::OfLeaf(std::move(rest), e->span, "treatment.had"));
  return true;
}

// "Immunosuppressants, except inhaled steroids or systemic ones of no more than 10 mg a day": of the
// steroids that are left out, those of another dose are forbidden all the same.
bool BoundExcepted(const Lexicon& lexicon, const Expression& allowed, Expression* e) {
  auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e->leaf.get()) : nullptr;
  if (leaf == nullptr || leaf->quantifier != TreatmentLeaf::Quantifier::kAny) return false;
  TreatmentLeaf beyond = *leaf;
  beyond.what.clear();
  for (const std::string& id : leaf->except) {
    if (IsSteroidId(lexicon, id)) beyond.what.push_back(id);
  }
  if (beyond.what.empty()) return false;
  std::erase_if(beyond.except, [&](const std::string& id) { return IsSteroidId(lexicon, id); });
  Expression more = Expression::All(Expression::OfLeaf(std::move(beyond), e->span, "treatment.had"),
                                    Expression::Not(allowed));
  *e = Expression::Any(std::move(*e), std::move(more));
  return true;
}

}  // namespace

std::optional<SteroidDose> FindSteroidDose(Reading& reading, Clause clause) {
  const DoseReader reader(reading, clause);
  if (!reader.NamesSteroid()) return std::nullopt;
  for (int i = clause.begin; i < clause.end; ++i) {
    auto found = reader.At(i);
    if (!found) continue;
    found->dose.first = std::min(found->dose.first, found->name);
    found->dose.last = std::max(found->dose.last, found->name);
    return found->dose;
  }
  return std::nullopt;
}

std::optional<Expression> SteroidCeiling(Reading& reading, Clause turn) {
  for (int i = turn.begin; i < turn.end; ++i) {
    if (reading.WordStarts(i, {"premed", "prophyla", "short", "single", "pulse", "contrast", "antiemetic", "anti-emetic", "emesis", "nausea", "as needed", "acute"})) return std::nullopt;
  }
  const std::optional<SteroidDose> dose = FindSteroidDose(reading, turn);
  if (!dose || !dose->bounds.high || dose->bounds.low) return std::nullopt;
  CompareLeaf leaf;
  leaf.quantity = "prednisone_dose";
  leaf.bounds = dose->bounds;
  leaf.unit = "mg/day";
  return Expression::OfLeaf(std::move(leaf), reading.SpanOf(dose->first, dose->last), "treatment.dose");
}

std::vector<SteroidDose> ReadSteroidDoses(Reading& reading, Clause clause) {
  return DoseReader(reading, clause).Run();
}

void SetAsidePermittedLocalSteroids(Reading& r, Clause clause) {
  if (!r.MayHoldMark("(") || !r.MayHoldCue({Cue::kPermitted})) return;
  for (int open = clause.begin; open < clause.end; ++open) {
    if (!r.IsMark(open, '(')) continue;
    int close = open + 1;
    while (close < clause.end && !r.IsAnyMark(close, "()")) ++close;
    if (!r.IsMark(close, ')') || !HasCue(r, open, close, {Cue::kPermitted})) continue;
    bool local = false, other = false;
    for (int i = open + 1; i < close; ++i) {
      const Entry* group = r.Find(i, TermKind::kDrugClass);
      local = local || (group != nullptr && group->id == "inhaled_corticosteroid");
      other = other || (group != nullptr && group->id != "inhaled_corticosteroid") || r.Find(i, TermKind::kDrug) != nullptr || r.IsNumber(i);
    }
    for (int i = open + 1; i < close && local && !other; ++i) {
      if (!r.at(i).used) r.at(i).used = r.at(i).aside = true;
    }
  }
}

namespace {

// "(<= 5 mg a day is allowed)": the brackets around the dose permit it.
bool PermittedInBrackets(Reading& r, const SteroidDose& dose) {
  if (dose.bounds.low || !dose.bounds.high) return false;
  int close = dose.last;
  while (r.Has(close) && close < dose.last + 12 && !r.IsAnyMark(close, "();")) ++close;
  int open = dose.first;
  while (open > 0 && open > dose.first - 8 && !r.IsAnyMark(open, "();")) --open;
  if (!r.IsMark(close, ')') || !r.IsMark(open, '(') || HasCue(r, open, close, {Cue::kNo, Cue::kNot, Cue::kExcluded, Cue::kMustNot})) return false;
  const int permitted = r.FindCue(open, close, {Cue::kPermitted});
  if (permitted < 0) return false;
  r.UseRange(permitted, permitted);
  return true;
}

// "0.5 mg prednisone equivalent/kg/day": how much that is, the weight tells.
bool IsPerKilogram(const Reading& r, const SteroidDose& dose) {
  for (int k = dose.first; r.Has(k) && k < dose.last + 4; ++k) {
    if (k > dose.last && !r.IsAnyMark(k, "/()") && !r.WordIsAny(k, {"kg", "per kg", "per"})) return false;
    if (r.WordIsAny(k, {"kg", "per kg"})) return true;
  }
  return false;
}

}  // namespace

void BoundSteroids(Reading& r, Mood mood, const std::vector<SteroidDose>& doses, Atoms& atoms) {
  for (const SteroidDose& dose : doses) {
    CompareLeaf leaf;
    leaf.quantity = "prednisone_dose";
    leaf.bounds = dose.bounds;
    leaf.unit = "mg/day";
    const base::Span span = r.SpanOf(dose.first, dose.last);
    const Expression bound = IsPerKilogram(r, dose) ? Expression::Opaque(span) : Expression::OfLeaf(std::move(leaf), span, "treatment.dose");
    const auto before = [&](const Atom& a) { return a.first < dose.first; };
    const bool permitted = mood != Mood::kPermits && PermittedInBrackets(r, dose);
    const auto try_atom = [&](Atom& a) {
      const bool excepted = before(a) && (HasCue(r, a.first, dose.first, {Cue::kExcept, Cue::kUnless}) || permitted);
      return BoundIn(r.lexicon(), excepted ? Expression::Not(bound) : bound, &a.expression) ||
             (excepted && mood == Mood::kProhibits && BoundExcepted(r.lexicon(), bound, &a.expression));
    };
    bool done = false;
    for (auto a = atoms.rbegin(); a != atoms.rend() && !done; ++a) done = before(*a) && try_atom(*a);
    for (auto a = atoms.begin(); a != atoms.end() && !done; ++a) done = !before(*a) && try_atom(*a);
    for (int i = dose.first; i <= dose.last && !done; ++i) r.at(i).used = false;
  }
}

namespace {

// "Corticosteroids, and not on a stable dose for at least 7 days", forbidden: who takes them at a
// stable dose may, which a person must tell.
void SpareStableDoses(const Reading& r, Clause clause, Atoms& atoms) {
  if (!r.MayHoldCue({Cue::kStableSteroids})) return;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kStableSteroids) ||
        !HasCue(r, std::max(clause.begin, i - 6), i, {Cue::kNot, Cue::kNo, Cue::kWithout}))
      continue;
    for (Atom& atom : atoms) {
      const bool leaf = atom.expression.kind == Expression::Kind::kLeaf && !atom.negated;
      auto* treatment = leaf ? std::get_if<TreatmentLeaf>(atom.expression.leaf.get()) : nullptr;
      if (treatment == nullptr ||
          !std::all_of(treatment->what.begin(), treatment->what.end(),
                       [&](const std::string& id) { return IsSteroidId(r.lexicon(), id); }))
        continue;
      treatment->window = Window();
      treatment->ongoing = true;
      atom.expression =
          Expression::All(std::move(atom.expression), Expression::Opaque(r.SpanOf(i, i)));
    }
  }
}

}  // namespace

void BoundSteroidsByWord(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  if (mood == Mood::kProhibits) SpareStableDoses(r, clause, atoms);
  constexpr WordPattern kWords[] = {"supra", "high"};
  if (mood != Mood::kProhibits || !r.MayHoldWord(kWords)) return;
  const std::optional<double> most = Threshold(r.lexicon(), "physiologic_prednisone");
  for (int i = clause.begin; most && i < clause.end; ++i) {
    const Entry* group = r.Find(i, TermKind::kDrugClass);
    if (group == nullptr || group->id != "corticosteroid" || !r.WordContains(i, kWords)) continue;
    CompareLeaf leaf;
    leaf.quantity = "prednisone_dose";
    leaf.bounds.low = *most;
    leaf.bounds.low_inclusive = false;
    leaf.unit = "mg/day";
    const base::Span span = r.SpanOf(i, i);
    Expression bound = Expression::OfLeaf(std::move(leaf), span, "treatment.dose");
    if (r.WordContains(i, {"high"})) bound = Expression::All(std::move(bound), Expression::Opaque(span));
    for (Atom& atom : atoms) {
      if (atom.first <= i && atom.last >= i && BoundIn(r.lexicon(), bound, &atom.expression)) break;
    }
  }
}

}  // namespace trialmatch::rules
