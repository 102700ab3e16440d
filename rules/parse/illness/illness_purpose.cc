#include "rules/parse/illness/illness_purpose.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/said_words.h"

namespace trialmatch::rules {
namespace {

// The item that says what something is for, before the illness at `first` or the list that it ends; -1 for none.
int PurposeBefore(const Reading& r, Clause c, int first) {
  for (int k = first - 1; k > c.begin && k >= first - 14; --k) {
    if (r.Is(k, Cue::kFor) || r.WordIs(k, "for")) return k;
    const bool passed = r.IsAny(k, {Cue::kFiller, Cue::kKnown, Cue::kOr, Cue::kBefore}) || r.IsAnyMark(k, ",/") || r.Find(k, TermKind::kQuality) != nullptr || r.Find(k, TermKind::kCondition) != nullptr ||
                        r.WordStarts(k, {"prevent", "treatment", "control", "management", "prophyla"}) || r.WordIsAny(k, {"the", "of", "chronic", "mild"});
    // "For patients with heart disease" tells who takes it.
    if (!passed || r.WordContains(k, {"patient", "those"}) || r.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kPrior, Cue::kIncluding})) return -1;
  }
  return -1;
}

// The medicine that is for it, a few words before.
int MedicineBefore(const Reading& r, Clause c, int purpose) {
  for (int k = purpose - 1; k >= c.begin && k >= purpose - 3; --k) {
    if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return k;
    if (!r.Is(k, Cue::kFiller) && r.Find(k, TermKind::kPlain) == nullptr && !r.WordStarts(k, {"use", "therap", "treatment", "given", "taken", "indicated", "prescribed"})) return -1;
  }
  return -1;
}

// "(e.g., X", "(such as X".
bool IsExampleInBracket(const Reading& r, Clause c, int medicine) {
  int k = medicine - 1;
  bool example = false;
  while (k >= c.begin && k >= medicine - 5 && !r.IsMark(k, '(')) {
    example = example || r.Is(k, Cue::kIncluding) || r.WordIsAny(k, {"e.g", "e.g.", "eg", "for example", "such as"});
    --k;
  }
  return example && k > c.begin && r.IsMark(k, '(') && r.IsTermOf(k - 1, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
}

Atom* MedicineAt(Atoms& atoms, int item) {
  const auto found = std::find_if(atoms.begin(), atoms.end(), [&](const Atom& a) {
    const bool medicine = a.topic == Topic::kConcomitantMedication || a.topic == Topic::kWashout;
    return medicine && a.first <= item && item <= a.last && a.expression.kind == Expression::Kind::kLeaf && std::holds_alternative<TreatmentLeaf>(*a.expression.leaf);
  });
  return found == atoms.end() ? nullptr : &*found;
}

bool IsOfNoName(const Atom& atom) {
  const auto& what = std::get<TreatmentLeaf>(*atom.expression.leaf).what;
  return what == std::vector<std::string>{"systemic_therapy"} || what == std::vector<std::string>{"any_therapy"};
}

// Steroids are taken for much else: who takes them for another illness is not meant for certain.
void SayWhatFor(const Reading& r, int item, std::string words, Atom* medicine) {
  const Entry* drug = r.Find(item, TermKind::kDrug);
  if (drug == nullptr) drug = r.Find(item, TermKind::kDrugClass);
  if (words.empty() || !r.lexicon().DrugIsA(drug->id, "corticosteroid")) return;
  auto leaf = std::get<TreatmentLeaf>(*medicine->expression.leaf);
  // "For COPD", "for COPD or asthma".
  if (!leaf.said.empty() && words.starts_with(leaf.said.back())) leaf.said.pop_back();
  leaf.said.push_back(std::move(words));
  medicine->expression = Expression::OfLeaf(std::move(leaf), medicine->expression.span, medicine->expression.rule);
}

// "On medication", "receiving chronic therapy": of no name.
bool IsOnMedication(const Reading& r, Clause c, int purpose) {
  const int noun = purpose - 1;
  if (noun >= c.begin && r.Is(noun, Cue::kOngoing) && r.WordIsAny(noun, {"on therapy", "on treatment", "on medication", "receiving therapy", "receiving treatment", "receiving medication", "taking medication", "under treatment"})) return true;
  if (noun <= c.begin || !r.WordIsAny(noun, {"medication", "medications", "therapy", "treatment", "medicine", "medicines"})) return false;
  for (int k = noun - 1; k >= c.begin && k >= noun - 3; --k) {
    if (r.Is(k, Cue::kOngoing) || r.WordIsAny(k, {"on", "receiving", "taking", "under", "receive", "take", "chronic", "currently on", "not on"}) || r.WordContains(k, {"receiving", "taking"})) return true;
  }
  return false;
}

bool IsOfExceptedDrug(const Reading& r, Clause c, int purpose) {
  constexpr uint32_t kDrugs = KindBits({TermKind::kDrug, TermKind::kDrugClass});
  const int except = FindCue(r, c.begin, purpose, {Cue::kExcept});
  bool before = false, behind = false;
  for (int k = c.begin; k < purpose && except >= 0; ++k) {
    if (r.IsTermOf(k, kDrugs)) (k < except ? before : behind) = true;
    else if (r.IsTerm(k, TermKind::kCondition)) return false;
  }
  return before && behind;
}

void AddToAll(const IllnessQuality& quality, Illness* one) {
  if (one->ways.empty()) one->ways.push_back({});
  for (IllnessWay& way : one->ways) way.push_back(quality);
}

}  // namespace

namespace {

// "Unable to consent due to a psychiatric disorder": one that does not hinder is not meant.
void WeighHindering(const Reading& r, Clause c, std::vector<Illness>* illnesses) {
  for (Illness& one : *illnesses) {
    int cause = one.first - 1;
    const auto causes = [&] { return r.WordIsAny(cause, {"due to", "because of", "owing to", "secondary to", "as a result of"}); };
    while (cause > c.begin && !causes() && (r.Is(cause, Cue::kFiller) || r.Find(cause, TermKind::kQuality) != nullptr)) --cause;
    if (one.excepted || cause <= c.begin || !causes()) continue;
    for (int k = cause - 1; k >= std::max(c.begin, cause - 12); --k) {
      if (!r.WordContains(k, {"consent", "comply", "complian", "cooperat", "co-operat", "adher"})) continue;
      AddToAll(QualityById(r.lexicon(), "weighed"), &one);
      break;
    }
  }
}

// "A condition that is a contraindication to steroids": which it is, the unread words say.
void WeighUnnamed(const Reading& r, std::vector<Illness>* illnesses) {
  bool said = false;
  for (auto one = illnesses->rbegin(); one != illnesses->rend(); ++one) {
    if (one->excepted || !one->bare() || one->ids[0] != "concurrent_illness" || r.at(one->last).lead) continue;
    said = said || (r.Is(one->last + 1, Cue::kWho) && !r.at(one->last + 1).used);
    if (said) AddToAll(QualityById(r.lexicon(), "weighed"), &*one);
  }
}

// "Cardiac disease with NYHA class III heart failure, or angina": the kinds that are meant.
void DropHeadOfKinds(const Reading& r, std::vector<Illness>* illnesses) {
  constexpr std::string_view kOrgans[] = {"cardiovascular_disease", "heart_disease", "lung_disease", "liver_disease", "kidney_disease"};
  if (illnesses->size() < 2) return;
  const Illness &head = illnesses->front(), &second = (*illnesses)[1];
  if (head.excepted || head.example || !r.WordIs(head.last + 1, "with") || std::find(std::begin(kOrgans), std::end(kOrgans), head.ids[0]) == std::end(kOrgans)) return;
  for (size_t i = 1; i < illnesses->size(); ++i) {
    const Illness& one = (*illnesses)[i];
    if (one.excepted || one.example || one.negative != head.negative || !IsIllness(r.lexicon(), one, head.ids[0])) return;
  }
  for (int k = head.last + 2; k < second.first; ++k) {
    if (!r.IsAny(k, {Cue::kFiller, Cue::kNyha, Cue::kGrade, Cue::kOr, Cue::kMoreThan, Cue::kPrior}) && !r.IsNumber(k) && !r.IsComparison(k) && !r.at(k).used && !r.WordIsAny(k, {"class", "greater", "higher", "above", "ii", "iii", "iv"})) return;
  }
  illnesses->erase(illnesses->begin());
}

// "Hemoptysis unrelated to a biopsy": nobody is asked whether there was one.
void LimitUnrelated(const Reading& r, Clause c, Atoms& atoms, std::vector<Illness>* illnesses) {
  constexpr WordPattern kWord[] = {"unrelated"};
  if (illnesses->empty() || !r.MayHoldWord(kWord)) return;
  for (int i = illnesses->front().last + 1; i < c.end; ++i) {
    if (!r.WordStarts(i, kWord)) continue;
    const bool beside = std::erase_if(atoms, [&](const Atom& a) { return a.first > i && a.first < i + 6 && (a.topic == Topic::kPriorTherapy || a.topic == Topic::kWashout); }) > 0;
    if (!beside && r.Find(i, TermKind::kQuality) != nullptr) continue;
    for (Illness& one : *illnesses) {
      if (!one.excepted && one.last < i) AddToAll(QualityById(r.lexicon(), "under_conditions"), &one);
    }
    return;
  }
}

}  // namespace

void DropIndications(const Reading& r, Clause clause, Atoms& atoms, std::vector<Illness>* illnesses) {
  WeighHindering(r, clause, illnesses);
  WeighUnnamed(r, illnesses);
  DropHeadOfKinds(r, illnesses);
  LimitUnrelated(r, clause, atoms, illnesses);
  if (!r.MayHoldCue({Cue::kFor})) return;
  for (size_t i = 0; i < illnesses->size();) {
    Illness& one = (*illnesses)[i];
    const int purpose = one.excepted || one.family || IsIllness(r.lexicon(), one, "other_malignancy") || one.ids[0].ends_with("_risk") ? -1 : PurposeBefore(r, clause, one.first);
    if (purpose < 0) {
      ++i;
      continue;
    }
    Illness* before = i > 0 ? &(*illnesses)[i - 1] : nullptr;
    const bool need = before != nullptr && std::any_of(before->needs.begin(), before->needs.end(), [&](Clause c) { return c.begin < purpose && purpose <= c.end; });
    if (need) AddToAll(QualityById(r.lexicon(), "under_conditions"), before);
    // "No NSAIDs, except aspirin of at most 325 mg a day for heart disease": what the excepted drug is for.
    if (!need && IsOfExceptedDrug(r, clause, purpose)) {
      illnesses->erase(illnesses->begin() + static_cast<std::ptrdiff_t>(i));
      continue;
    }
    const int medicine = MedicineBefore(r, clause, purpose);
    // "Cytotoxic therapy (e.g., methotrexate for arthritis)": the example is the drug.
    if (!need && medicine >= clause.begin + 2 && IsExampleInBracket(r, clause, medicine)) {
      illnesses->erase(illnesses->begin() + static_cast<std::ptrdiff_t>(i));
      continue;
    }
    // "Systemic therapy for autoimmune disease": no therapy of a cancer.
    if (Atom* therapy = !need && medicine >= 0 ? MedicineAt(atoms, medicine) : nullptr; therapy != nullptr && IsOfNoName(*therapy)) {
      if (one.window.empty()) one.window = std::get<TreatmentLeaf>(*therapy->expression.leaf).window;
      AddToAll(QualityById(r.lexicon(), "needs_systemic_treatment"), &one);
      atoms.erase(atoms.begin() + (therapy - atoms.data()));
      ++i;
      continue;
    }
    Atom* taken = !need && medicine >= 0 ? MedicineAt(atoms, medicine) : nullptr;
    if (taken != nullptr && !HasCue(r, clause.begin, purpose, {Cue::kExcept})) SayWhatFor(r, medicine, AsSaid(r, purpose, one.last + 1), taken);
    if (need || taken != nullptr) {
      illnesses->erase(illnesses->begin() + static_cast<std::ptrdiff_t>(i));
      continue;
    }
    if (IsOnMedication(r, clause, purpose)) AddToAll(QualityById(r.lexicon(), "on_treatment"), &one);
    ++i;
  }
}

}  // namespace trialmatch::rules
