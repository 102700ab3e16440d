#include "rules/parse/therapy/therapy_limits.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "rules/parse/join.h"
#include "rules/parse/said_words.h"
#include "rules/parse/therapy/therapy_qualifiers.h"
#include "rules/parse/therapy/therapy_toxicity.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_anchors.h"
#include "rules/parse/therapy/treatment_unnamed.h"

namespace trialmatch::rules {
namespace {

TreatmentLeaf* TreatmentOf(Atom& atom) {
  Expression& e = atom.expression;
  return e.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e.leaf.get()) : nullptr;
}

const OneOfLeaf* OneOf(const Atom& atom, OneOfLeaf::Attribute attribute) {
  const Expression& e = atom.expression;
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->attribute == attribute ? leaf : nullptr;
}

bool Forbids(Mood mood, const Atom& atom) { return (mood == Mood::kProhibits) != atom.negated; }

// "Unable to interrupt aspirin": nothing stands before it but who.
bool LeadsWithInability(const Reading& r, Clause clause, int i) {
  for (int k = clause.begin; k < i; ++k) {
    const bool people = r.at(k).lead || r.IsAny(k, {Cue::kFiller, Cue::kWho}) || r.IsKind(k, Item::Kind::kMark) || r.IsNumber(k) || r.Find(k, TermKind::kPlain) != nullptr ||
                        r.WordIsAny(k, {"is", "are", "patient", "patients", "patients who", "patients who are"});
    if (!people) return false;
  }
  return true;
}

// "QT-prolonging drugs, and unwilling to switch", "warfarin that cannot be stopped": only of whom that is so.
void KeepInability(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  constexpr WordPattern kStops[] = {"stop", "discontinu", "switch", "withdraw", "taper", "replac", "interrupt", "suspend", "substitut", "held", "wash", "transferred", "changed"};
  if (!r.MayHoldWord(kStops)) return;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!IsInability(r, i)) continue;
    int stop = i + 1;
    while (stop < clause.end && stop <= i + 8 && !IsStopping(r, stop) && !r.IsAnyMark(stop, ";.:(")) ++stop;
    if (stop >= clause.end || !IsStopping(r, stop)) continue;
    if (LeadsWithInability(r, clause, i) && mood == Mood::kProhibits) {
      for (Atom& a : atoms) {
        TreatmentLeaf* leaf = TreatmentOf(a);
        if (leaf != nullptr && a.first > i && leaf->said.empty() && !a.negated) leaf->said.push_back(AsSaid(r, i, stop + 1));
      }
      r.UseRange(i, stop);
      return;
    }
    int first = i;
    bool other = false;
    while (first - 1 > clause.begin && first > i - 4 && (r.IsAny(first - 1, {Cue::kAnd, Cue::kWho, Cue::kFiller, Cue::kHowever}) || r.IsMark(first - 1, ',') || r.WordIsAny(first - 1, {"are", "is", "whom"}))) --first;
    other = r.Is(first - 1, Cue::kOr) || r.IsAny(first - 1, {Cue::kIf, Cue::kUnless});
    if (other) return;
    while (first < i && (r.Is(first, Cue::kAnd) || r.IsMark(first, ','))) ++first;
    int end = stop + 1;
    while (end < clause.end && !r.IsAnyMark(end, ";:") && !(r.IsMark(end, '.') && end + 1 >= clause.end)) ++end;
    bool kept = false;
    for (Atom& a : atoms) {
      TreatmentLeaf* leaf = TreatmentOf(a);
      if (leaf == nullptr || a.last >= i || !Forbids(mood, a)) continue;
      const std::string words = AsSaid(r, first, end);
      if (words.size() <= 160) leaf->said.push_back(words);
      else a.expression = Expression::All(std::move(a.expression), Expression::Opaque(r.SpanOf(first, end - 1)));
      kept = true;
    }
    if (!kept) return;
    std::erase_if(atoms, [&](const Atom& a) { return a.first >= i && a.last < end; });
    r.UseRange(first, end - 1);
    return;
  }
}

// "Systemic therapy for another cancer": of whoever has the other, and was treated for it.
void BindToOtherCancer(const Reading& r, Atoms& atoms) {
  for (size_t b = 0; b < atoms.size(); ++b) {
    const Expression& e = atoms[b].expression;
    const auto* illness = e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr;
    if (illness == nullptr || illness->conditions != std::vector<std::string>{"other_malignancy"}) continue;
    for (size_t t = 0; t < atoms.size(); ++t) {
      const bool examples = atoms[t].first < atoms[b].first && atoms[t].last > atoms[b].last && HasCue(r, atoms[b].last + 1, atoms[b].last + 6, {Cue::kIncluding});   // "systemic therapy for a prior cancer, including chemotherapy"
      const int last = examples ? atoms[t].first : atoms[t].last;
      if (TreatmentOf(atoms[t]) == nullptr || last >= atoms[b].first || atoms[t].negated != atoms[b].negated) continue;
      bool purpose = r.WordContains(last, {" for"}), near = atoms[b].first <= last + 8;
      for (int i = last + 1; near && i < atoms[b].first; ++i) {
        purpose = purpose || r.Is(i, Cue::kFor) || r.WordIsAny(i, {"for", "treatment for", "therapy for"});
        near = r.IsAny(i, {Cue::kFor, Cue::kFiller, Cue::kPrior, Cue::kBefore, Cue::kAnyOf}) || r.Find(i, TermKind::kQuality) != nullptr || r.Find(i, TermKind::kPlain) != nullptr ||
               r.WordStarts(i, {"for", "treatment", "therap", "of", "manag", "treating"});
      }
      if (!purpose || !near) continue;
      Atom& both = atoms[t];
      const base::Span span = r.SpanOf(both.first, atoms[b].last);
      both.expression = Expression::All({std::move(both.expression), std::move(atoms[b].expression), Expression::Opaque(span)});
      both.last = std::max(both.last, atoms[b].last);
      atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(b--));
      break;
    }
  }
}

// "Recurrent or progressive disease after a platinum": either, which the outcome of the therapy asks for.
void DropRecurrenceBesideProgression(const Reading& r, Atoms& atoms) {
  const bool told = std::any_of(atoms.begin(), atoms.end(), [](Atom& a) {
    const TreatmentLeaf* leaf = TreatmentOf(a);
    return leaf != nullptr && !a.negated && leaf->outcome == TreatmentLeaf::Outcome::kProgression;
  });
  if (!told) return;
  std::erase_if(atoms, [&](const Atom& a) {
    const OneOfLeaf* setting = OneOf(a, OneOfLeaf::Attribute::kSetting);
    if (setting == nullptr || a.negated || setting->values != std::vector<std::string>{"recurrent"}) return false;
    const bool behind = (r.Is(a.last + 1, Cue::kOr) || r.IsMark(a.last + 1, '/')) && r.Is(a.last + 2, Cue::kProgressed);
    const bool before = (r.Is(a.first - 1, Cue::kOr) || r.IsMark(a.first - 1, '/')) && r.Is(a.first - 2, Cue::kProgressed);
    return behind || before;
  });
}

// "At least one line for stage IV or recurrent disease": what the lines were for.
void DropSettingOfLines(const Reading& r, Atoms& atoms) {
  for (size_t t = 0; t < atoms.size(); ++t) {
    const TreatmentLeaf* lines = TreatmentOf(atoms[t]);
    if (lines == nullptr || atoms[t].negated || lines->intents.empty() || lines->intents.front() != "metastatic") continue;
    const int therapy = atoms[t].last;
    int& last = atoms[t].last;
    std::erase_if(atoms, [&](const Atom& a) {
      const OneOfLeaf* setting = OneOf(a, OneOfLeaf::Attribute::kSetting);
      if (setting == nullptr || a.negated || setting->values != std::vector<std::string>{"recurrent"} || a.first <= therapy || !r.Is(a.first - 1, Cue::kOr)) return false;
      bool purpose = false;
      for (int i = a.first - 1; i > therapy && i >= a.first - 8; --i) {
        purpose = purpose || r.Is(i, Cue::kFor) || (r.Is(i, Cue::kMetastaticIntent) && r.WordStarts(i, {"for "}));
        if (purpose) break;
        if (r.IsAny(i, {Cue::kWho, Cue::kWith, Cue::kAnd}) || r.IsAnyMark(i, ";:.")) return false;
      }
      if (purpose) last = std::max(last, a.last);
      return purpose;
    });
  }
}

// "Platinum-refractory ovarian cancer", "progression of breast cancer on docetaxel": of who has the one and had the other.
void BindToTumour(const Reading& r, Atoms& atoms) {
  for (size_t d = 0; d < atoms.size(); ++d) {
    const OneOfLeaf* tumour = OneOf(atoms[d], OneOfLeaf::Attribute::kDisease);
    if (tumour == nullptr || atoms[d].negated || atoms[d].for_whom || BareDisease(atoms[d].expression) != nullptr) continue;
    for (Atom& t : atoms) {
      const TreatmentLeaf* leaf = TreatmentOf(t);
      if (leaf == nullptr || t.negated) continue;
      const bool tumour_first = atoms[d].last < t.first;
      const int from = tumour_first ? atoms[d].last + 1 : t.last + 1, to = tumour_first ? t.first : atoms[d].first;
      // "Platinum-refractory ovarian cancer (progression during the first platinum)".
      const bool inside = t.first < atoms[d].first && atoms[d].last < t.last && leaf->outcome == TreatmentLeaf::Outcome::kProgression && atoms[d].first <= t.first + 4;
      bool bound = inside, apart = !inside && (to - from > 6 || to < from);
      for (int i = from; i < to && !apart; ++i) {
        const Entry* setting = r.Find(i, TermKind::kSetting);
        bound = bound || (setting != nullptr && setting->id == "refractory") || r.Is(i, Cue::kProgressed) || (tumour_first && r.WordIsAny(i, {"on", "treated with", "previously treated with", "refractory to", "underwent", "that underwent", "having received"}));
        apart = r.IsAnyMark(i, ",;:.(") || r.IsAny(i, {Cue::kOr, Cue::kAnd});
      }
      if (!bound || apart) continue;
      t.expression = Expression::All(std::move(atoms[d].expression), std::move(t.expression));
      t.first = std::min(t.first, atoms[d].first);
      t.last = std::max(t.last, atoms[d].last);
      atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(d--));
      break;
    }
  }
}

// "Traumatic injury or major surgery within 4 weeks": the time is of both.
void ShareWindowWithInjury(const Reading& r, Atoms& atoms) {
  for (Atom& a : atoms) {
    auto* illness = a.expression.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(a.expression.leaf.get()) : nullptr;
    if (illness == nullptr || !illness->window.empty() || illness->status != ConditionLeaf::Status::kEver) continue;
    constexpr std::string_view kEvents[] = {"wound", "bone_fracture", "myocardial_infarction", "stroke", "tia", "unstable_angina", "pulmonary_embolism"};
    if (!std::all_of(illness->conditions.begin(), illness->conditions.end(), [&](const std::string& id) { return std::find(std::begin(kEvents), std::end(kEvents), id) != std::end(kEvents); })) continue;
    for (Atom& t : atoms) {
      const TreatmentLeaf* leaf = TreatmentOf(t);
      if (leaf != nullptr && leaf->window.within && t.first > a.last && t.first <= a.last + 4 && HasCue(r, a.last + 1, t.first, {Cue::kOr}) && t.negated == a.negated) illness->window = leaf->window;
    }
  }
}

// "No chemotherapy for melanoma patients": of those alone.
void BindToPatientsOf(const Reading& r, Mood mood, Atoms& atoms) {
  for (size_t d = 0; d < atoms.size(); ++d) {
    const OneOfLeaf* tumour = OneOf(atoms[d], OneOfLeaf::Attribute::kDisease);
    if (tumour == nullptr || atoms[d].for_whom || BareDisease(atoms[d].expression) != nullptr) continue;
    const int first = atoms[d].first, last = atoms[d].last;
    const bool of_people = (r.Is(first - 1, Cue::kFor) || r.WordIsAny(first - 1, {"for", "in"})) && r.WordIsAny(last + 1, {"patients", "patients only"});
    if (!of_people || atoms[d].expression.kind != Expression::Kind::kLeaf) continue;
    const Expression who = atoms[d].expression;
    bool bound = false;
    for (Atom& t : atoms) {
      if (TreatmentOf(t) == nullptr || t.last >= first || first - t.last > 8) continue;
      bool apart = false;
      for (int i = t.last + 1; i < first; ++i) apart = apart || r.IsAnyMark(i, ";:.") || r.IsAny(i, {Cue::kUnless, Cue::kExcept, Cue::kHowever});
      if (apart) continue;
      t.expression = Forbids(mood, t) ? Expression::All(Expression(who), std::move(t.expression)) : Expression::When(Expression(who), std::move(t.expression));
      t.last = std::max(t.last, last);
      bound = true;
    }
    if (bound) atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(d--));
  }
}

// "On a stable dose of warfarin for at least 2 weeks": how whoever takes it must take it, and no distance from it.
void KeepStableDoses(const Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  if (mood != Mood::kRequires) return;
  const int stable = FindStableDose(r, clause);
  if (stable < 0 || HasCue(r, clause.begin, clause.end, {Cue::kUnless, Cue::kExcept, Cue::kPermitted})) return;
  for (Atom& a : atoms) {
    // With a dose of its own, too.
    const bool bounded = a.expression.kind == Expression::Kind::kAll && a.expression.children[0].kind == Expression::Kind::kLeaf;
    TreatmentLeaf* leaf = bounded ? std::get_if<TreatmentLeaf>(a.expression.children[0].leaf.get()) : TreatmentOf(a);
    if (leaf == nullptr || leaf->window.empty() || !std::all_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) { return IsMedication(r.lexicon(), id) || id == "hormone_therapy"; }) || leaf->outcome != TreatmentLeaf::Outcome::kAnyOutcome) continue;
    if (a.first > stable + 8 || a.last < stable - 12) continue;
    leaf->window = Window();
    leaf->ongoing = true;
    Expression how = Expression::Opaque(r.SpanOf(stable, stable));
    Expression taken = bounded ? Expression(a.expression.children[0]) : std::move(a.expression);
    a.expression = Expression::When(std::move(taken), std::move(how));
    a.negated = false;
    a.topic = Topic::kConcomitantMedication;
  }
}

// "A change in antiretroviral therapy", "abrupt discontinuation of benzodiazepines": what happened to it.
bool TellsOfChange(const Reading& r, int to) {
  return r.WordIsAny(to, {"change in", "changes in", "change of", "change to", "discontinuation of", "withdrawal of", "withdrawal from", "cessation of"}) ||
         (r.WordIsAny(to, {"in", "of", "to", "from"}) && r.WordStarts(to - 1, {"change", "modification", "adjustment", "withdrawal", "discontinuation", "cessation"}));
}

// "A serious adverse reaction to a PD-1 inhibitor": of those who had it, who bore it ill.
void KeepReactions(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  constexpr WordPattern kReaction[] = {"reaction"};
  constexpr WordPattern kChange[] = {"change", "modification", "adjustment", "withdrawal", "discontinuation", "cessation"};
  if (mood != Mood::kProhibits || (!r.MayHoldWord(kReaction) && !r.MayHoldWord(kChange))) return;
  for (Atom& a : atoms) {
    TreatmentLeaf* leaf = TreatmentOf(a);
    if (leaf == nullptr || a.negated || leaf->outcome != TreatmentLeaf::Outcome::kAnyOutcome || !leaf->said.empty()) continue;
    int to = a.first - 1;
    while (to > clause.begin && to > a.first - 4 && !TellsOfChange(r, to) && (r.IsAny(to, {Cue::kFiller, Cue::kPrior, Cue::kAnyOf}) || r.WordIsAny(to, {"prior", "previous", "any", "a", "an"}))) --to;
    const bool reaction = (r.Is(to, Cue::kTo) || r.WordIs(to, "to")) && r.WordContains(to - 1, kReaction);
    const bool medicine = std::all_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) { return IsMedication(r.lexicon(), id); });
    if (!reaction && !(medicine && TellsOfChange(r, to))) continue;
    int first = reaction || !r.WordContains(to, kChange) ? to - 1 : to;
    while (first > clause.begin && first > to - 4 && (r.IsKind(first - 1, Item::Kind::kWord) || r.Find(first - 1, TermKind::kQuality) != nullptr)) --first;
    leaf->said = {AsSaid(r, first, to + 1)};
    r.UseRange(first, to);
  }
  // "Toxicity leading to discontinuation of immunotherapy": of the toxicity.
  std::erase_if(atoms, [&](Atom& a) {
    const bool stopped = TreatmentOf(a) != nullptr && !a.negated && r.WordContains(a.first - 1, {"discontinuation of"});
    return stopped && std::any_of(atoms.begin(), atoms.end(), [&](const Atom& b) { return b.topic == Topic::kComorbidity && b.last < a.first; });
  });
}

// "NSAIDs or aspirin > 325 mg a day", "cisplatin (300 mg/m2)": less of it is not meant.
void KeepDoses(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  for (int i = clause.begin + 1; i + 2 < clause.end; ++i) {
    const Entry* drug = r.Find(i, TermKind::kDrug);
    if (drug == nullptr) continue;
    int sign = i + 1;
    while (sign < i + 6 && (r.IsMark(sign, '(') || r.IsAny(sign, {Cue::kFiller}) || r.WordIsAny(sign, {"at", "at a", "in", "a", "doses", "dose", "of", "dose of", "doses of", "daily", "total", "dosage"}))) ++sign;
    const bool bare = r.IsMark(i + 1, '(') && r.IsNumber(sign) && sign == i + 2;
    if (!bare && !r.IsComparison(sign) && !r.IsAny(sign, {Cue::kMoreThan, Cue::kAtLeast})) continue;
    const auto bound = ReadBound(r, sign, clause.end);
    if (!bound || !bound->bounds.low || !bound->unit.starts_with("mg")) continue;
    for (Atom& a : atoms) {
      TreatmentLeaf* leaf = TreatmentOf(a);
      if (leaf == nullptr || a.first > i || a.last < i || !Forbids(mood, a)) continue;
      const bool named = std::find(leaf->what.begin(), leaf->what.end(), drug->id) != leaf->what.end();
      const bool below = std::any_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) { return r.lexicon().DrugIsA(drug->id, id); });
      if (!named && !below) continue;
      TreatmentLeaf own = *leaf;
      own.what = {drug->id};
      const int from = r.IsMark(i + 1, '(') ? i + 2 : i + 1;
      own.said = {AsSaid(r, from, bound->last + 1)};
      r.UseRange(from, bound->last);
      std::erase(leaf->what, drug->id);
      if (leaf->what.empty()) {
        *leaf = std::move(own);
        break;
      }
      const bool held = std::any_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) { return r.lexicon().DrugIsA(drug->id, id); });
      if (held) leaf->except.push_back(drug->id);
      const base::Span span = a.expression.span;
      const std::string rule = a.expression.rule;
      a.expression = Expression::Any(std::move(a.expression), Expression::OfLeaf(std::move(own), span, rule));
      break;
    }
  }
}

// "Antifungals and macrolides that are strong CYP3A4 inhibitors": only those of them.
void KeepKindOfList(const Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  for (Atom& a : atoms) {
    TreatmentLeaf* leaf = TreatmentOf(a);
    if (leaf == nullptr || leaf->what.size() < 2 || !Forbids(mood, a)) continue;
    for (int who = a.first + 1; who < clause.end && who <= a.last; ++who) {
      const bool tells = (r.Is(who, Cue::kWho) && r.WordIsAny(who, {"that are", "which are", "that is", "which is"})) || (r.Is(who, Cue::kKnown) && r.WordStarts(who, {"known"}));
      if (!tells || !(r.IsTermOf(who - 1, kTherapies) || r.WordIsAny(who - 1, {"drugs", "medications", "medicines", "products", "substances", "agents"}))) continue;
      int kind = who + 1;
      while (kind <= a.last && kind <= who + 3 && (r.IsAny(kind, {Cue::kFiller, Cue::kKnown}) || r.WordIsAny(kind, {"also", "either", "to", "be", "to be"}))) ++kind;
      const Entry* row = r.Find(kind, TermKind::kDrugClass);
      if (row == nullptr || !(row->id.starts_with("cyp") || row->id.starts_with("qt_") || row->id.starts_with("pgp") || row->id.starts_with("bcrp"))) continue;
      for (int i = a.first; i < who; ++i) {
        for (TermKind term : {TermKind::kDrug, TermKind::kDrugClass}) {
          const Entry* listed = r.Find(i, term);
          if (listed != nullptr && listed->id != row->id) std::erase(leaf->what, listed->id);
        }
      }
      break;
    }
  }
}

bool IsOptional(const Reading& r, int i) {
  constexpr std::string_view kPlusMinus = "\xC2\xB1";
  if (r.WordIs(i, "+/-")) return true;
  if (i > 0 && r.at(i).span.begin >= r.at(i - 1).span.end) {
    const std::string_view gap = base::Slice(r.text(), {r.at(i - 1).span.end, r.at(i).span.begin});
    if (gap.find(kPlusMinus) != std::string_view::npos) return true;
  }
  return r.Word(i).find(kPlusMinus) != std::string_view::npos;
}

// "Warfarin that cannot be stopped for surgery", "during treatment and for 4 months after the last dose of X": therapies
// that only tell when.
void SetAsideNamedForTime(Reading& r, Clause clause) {
  bool before = false, during = false, unable = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).lead) continue;
    const bool therapy = r.IsTermOf(i, kTherapies) && !r.at(i).used;
    if (therapy && unable) r.Use(i);
    before = before || therapy;
    during = during || r.WordStarts(i, {"during", "throughout", "while", "whilst"});
    if (before && IsInability(r, i) && !r.Is(i - 1, Cue::kOr)) {
      for (int k = i + 1; k < clause.end && k <= i + 8 && !unable; ++k) unable = IsStopping(r, k);
    }
    if (!during || !before || !r.IsAny(i, {Cue::kAnd, Cue::kOr, Cue::kUnless, Cue::kFor})) continue;
    const auto length = ReadDuration(r, i + 1, clause.end);
    if (!length || length->first != i + 1 || !r.WordStarts(length->last + 1, {"after", "following"})) continue;
    for (int k = length->last + 1; k < clause.end && k <= length->last + 6 && !r.IsAnyMark(k, ",;."); ++k) {
      if (r.IsTermOf(k, kTherapies)) r.Use(k);
    }
  }
}

}  // namespace

void SetAsideOptionalTherapy(Reading& r, Clause clause) {
  SetAsideNamedForTime(r, clause);
  bool before = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    before = before || (r.IsTermOf(i, kTherapies) && !r.at(i).used);
    if (!before) continue;
    if (i == clause.begin || !IsOptional(r, i)) continue;
    int last = i - (r.WordIs(i, "+/-") ? 0 : 1);
    bool therapy = false;
    for (int k = last + 1; k < clause.end && k <= last + 6; ++k) {
      if (r.IsAnyMark(k, ",;.:()") || r.IsAny(k, {Cue::kAnd, Cue::kOr, Cue::kBefore, Cue::kWithin, Cue::kSince, Cue::kProgressed, Cue::kFor, Cue::kWho}) || r.IsAny(k, kLengths)) break;
      if (!r.IsTermOf(k, kTherapies)) continue;
      therapy = true;
      last = k;
    }
    if (!therapy) continue;
    r.UseRange(i, last);
    i = last;
  }
}

void LimitTherapies(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  if (mood == Mood::kPermits || atoms.empty()) return;
  KeepStableDoses(r, clause, mood, atoms);
  if (std::none_of(atoms.begin(), atoms.end(), [](Atom& a) { return TreatmentOf(a) != nullptr; })) return;
  KeepInability(r, clause, mood, atoms);
  if (r.MayHoldCue({Cue::kWho, Cue::kKnown})) KeepKindOfList(r, clause, mood, atoms);
  KeepDoses(r, clause, mood, atoms);
  KeepReactions(r, clause, mood, atoms);
  KeepToxicity(r, clause, mood, atoms);
  QualifyTherapies(r, clause, mood, atoms);
  if (atoms.size() < 2) return;
  BindToOtherCancer(r, atoms);
  BindToPatientsOf(r, mood, atoms);
  if (mood == Mood::kProhibits) BindToTumour(r, atoms);
  if (mood == Mood::kProhibits) ShareWindowWithInjury(r, atoms);
  if (mood != Mood::kRequires) return;
  DropRecurrenceBesideProgression(r, atoms);
  DropSettingOfLines(r, atoms);
}

}  // namespace trialmatch::rules
