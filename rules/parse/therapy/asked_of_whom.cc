#include "rules/parse/therapy/asked_of_whom.h"

#include <algorithm>
#include <utility>

namespace trialmatch::rules {
namespace {

// The tumour right behind the therapy that it resists, "iodine-refractory *thyroid cancer*"; the item, or -1.
int ResistantTumour(const Reading& r, const Atom& therapy, int end) {
  constexpr int kNear = 4;  // items
  int tumour = therapy.last + 1;
  for (; tumour < end && r.Find(tumour, TermKind::kDisease) == nullptr; ++tumour) {
    if (tumour > therapy.last + kNear || r.IsAnyMark(tumour, ",;.:()") || r.IsAny(tumour, {Cue::kAnd, Cue::kWith, Cue::kWho, Cue::kMust, Cue::kFor})) return -1;
  }
  for (int i = std::max(therapy.first, tumour - kNear); i < tumour && tumour < end; ++i) {
    if (r.Is(i, Cue::kFor)) return -1;
    if (r.WordContains(i, {"resistan", "refractory"})) return tumour;
  }
  return -1;
}

// Another tumour stands in the same list.
bool NamesOtherTumour(const Reading& r, Clause clause, int tumour) {
  const std::string& own = r.Find(tumour, TermKind::kDisease)->id;
  for (int i = clause.begin; i < clause.end; ++i) {
    const Entry* other = r.Find(i, TermKind::kDisease);
    if (other == nullptr || r.Is(i, Cue::kDiseaseWord)) continue;
    const bool related = r.lexicon().IsA(TermKind::kDisease, other->id, own) || r.lexicon().IsA(TermKind::kDisease, own, other->id);
    if (!related) return true;
  }
  return false;
}

bool NamesRecurrence(const Expression& e) {
  if (const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr) {
    return leaf->attribute == OneOfLeaf::Attribute::kSetting && std::find(leaf->values.begin(), leaf->values.end(), "recurrent") != leaf->values.end();
  }
  return std::any_of(e.children.begin(), e.children.end(), NamesRecurrence);
}

const TreatmentLeaf* TherapyOfRelapse(const Atom& a) {
  const auto* leaf = a.expression.kind == Expression::Kind::kLeaf && !a.negated ? std::get_if<TreatmentLeaf>(a.expression.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->outcome == TreatmentLeaf::Outcome::kProgression ? leaf : nullptr;
}

bool OfTherapy(const Atom& a) { return a.topic == Topic::kPriorTherapy || a.topic == Topic::kLineOfTherapy; }

}  // namespace

void AskOfThoseWith(const Reading& r, Atoms& atoms) {
  if (std::none_of(atoms.begin(), atoms.end(), [](const Atom& a) { return OfTherapy(a) || a.topic == Topic::kConcomitantMedication; })) return;
  Atoms whom;
  const auto of_people = [&](int i) {
    return r.WordContains(i - 1, {"patients", "those"}) && r.WordContains(i - 1, {"with"}) && (r.Is(i - 2, Cue::kFor) || r.WordIs(i - 2, "in"));
  };
  // Behind "for patients with head and neck cancer and": the first of the list.
  const auto first_of_list = [&](int i) {
    for (int k = i; k > 1 && k > i - 9; --k) {
      if (of_people(k)) return k;
      if (!r.IsAny(k - 1, {Cue::kAnd, Cue::kOr, Cue::kFiller}) && !r.IsAnyMark(k - 1, ",()") && !r.IsTermOf(k - 1, KindBits({TermKind::kDisease, TermKind::kSite}))) return -1;
    }
    return -1;
  };
  for (Atom& a : atoms) {
    // "No concurrent interleukin for patients with heart disease".
    if (a.topic != Topic::kComorbidity || !of_people(a.first)) continue;
    const bool behind_therapy = std::any_of(atoms.begin(), atoms.end(), [&](const Atom& t) { return (OfTherapy(t) || t.topic == Topic::kConcomitantMedication) && t.last < a.first && t.last + 7 > a.first; });
    if (!behind_therapy) continue;
    a.for_whom = true;
    a.negated = false;
  }
  for (Atom& a : atoms) {
    auto* leaf = a.topic == Topic::kDisease && !a.negated && a.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(a.expression.leaf.get()) : nullptr;
    if (leaf == nullptr || !leaf->except.empty()) continue;
    OneOfLeaf rest = *leaf;
    int left = -1;   // the first that stays
    for (int i = a.first; i <= a.last; ++i) {
      const Entry* disease = r.Find(i, TermKind::kDisease);
      if (disease == nullptr) continue;
      const int list = first_of_list(i);
      const bool again = list >= 0 && !whom.empty() && whom.back().first == list;
      const bool behind_therapy = again || (list >= 0 && std::any_of(atoms.begin(), atoms.end(), [&](const Atom& t) { return OfTherapy(t) && !t.negated && t.last < list && t.last + 7 > list && !HasCue(r, t.last + 1, list, {Cue::kAnd, Cue::kOr}); }));
      if (!behind_therapy || std::find(rest.values.begin(), rest.values.end(), disease->id) == rest.values.end()) {
        if (left < 0) left = i;
        continue;
      }
      if (again) {
        std::get<OneOfLeaf>(*whom.back().expression.leaf).values.push_back(disease->id);
        whom.back().last = i;
        std::erase(rest.values, disease->id);
        continue;
      }
      OneOfLeaf own = rest;
      own.values = {disease->id};
      std::erase(rest.values, disease->id);
      Atom one;
      one.first = list;
      one.last = i;
      one.topic = Topic::kDisease;
      one.for_whom = true;
      one.expression = Expression::OfLeaf(std::move(own), r.SpanOf(i, i), "disease.type");
      whom.push_back(std::move(one));
    }
    if (left > a.first) a.first = left;
    a.expression = Expression::OfLeaf(std::move(rest), a.expression.span, a.expression.rule);
  }
  if (whom.empty()) return;
  std::erase_if(atoms, [](const Atom& a) {
    const auto* leaf = a.topic == Topic::kDisease && a.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(a.expression.leaf.get()) : nullptr;
    return leaf != nullptr && leaf->values.empty();
  });
  for (Atom& one : whom) atoms.push_back(std::move(one));
}

void AskOfResistantTumour(const Reading& r, Clause clause, Atoms& atoms) {
  constexpr WordPattern kResistant[] = {"resistan", "refractory"};
  if (!r.MayHoldWord(kResistant)) return;
  for (Atom& a : atoms) {
    const auto* leaf = a.expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(a.expression.leaf.get()) : nullptr;
    if (leaf == nullptr || a.negated || leaf->outcome != TreatmentLeaf::Outcome::kProgression) continue;
    const int tumour = ResistantTumour(r, a, clause.end);
    if (tumour < 0 || !NamesOtherTumour(r, clause, tumour)) continue;
    OneOfLeaf who;
    who.attribute = OneOfLeaf::Attribute::kDisease;
    who.values = {r.Find(tumour, TermKind::kDisease)->id};
    a.expression = Expression::When(Expression::OfLeaf(std::move(who), r.SpanOf(tumour, tumour), "disease.type"), std::move(a.expression));
  }
}

void DropWhatItRecurredAfter(const Reading& r, Atoms& atoms) {
  for (const Atom& stage : atoms) {
    const bool one_way = stage.topic == Topic::kStageSetting && !stage.negated && stage.expression.kind == Expression::Kind::kAny && NamesRecurrence(stage.expression);
    if (!one_way) continue;
    std::erase_if(atoms, [&](const Atom& a) {
      const auto* leaf = a.expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(a.expression.leaf.get()) : nullptr;
      if (leaf == nullptr || a.negated || leaf->what.empty() || a.first <= stage.last || a.first > stage.last + 6) return false;
      const bool local = std::all_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) { return r.lexicon().DrugIsA(id, "radiation") || r.lexicon().DrugIsA(id, "surgery"); });
      return local && HasCue(r, stage.last + 1, a.first, {Cue::kSince}) && !HasCue(r, stage.last + 1, a.first, {Cue::kAnd}) && !HasCue(r, 0, r.size(), {Cue::kWithin});
    });
    return;
  }
}

void JoinRelapseToStages(const Reading& r, Atoms& atoms) {
  const auto stage = std::find_if(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic == Topic::kStageSetting && !a.negated; });
  if (stage == atoms.end()) return;
  const Expression before = stage->expression;
  for (Atom& a : atoms) {
    if (TherapyOfRelapse(a) == nullptr) continue;
    int came_back = a.first;
    while (came_back > stage->last && came_back > a.first - 4 && !r.WordStarts(came_back, {"recurrence", "recurred", "relapse"})) --came_back;
    const bool relapse = came_back > stage->last && r.Is(came_back - 1, Cue::kOr) && r.WordStarts(came_back, {"recurrence", "recurred", "relapse"});
    if (relapse) {
      a.expression = Expression::Any(before, std::move(a.expression));
      stage->expression = a.expression;
      continue;
    }
    int last = a.last + 1;
    while (last < stage->last && !(r.Is(last, Cue::kOr) && r.IsMark(last - 1, ',') && r.Is(last + 1, Cue::kStage))) ++last;
    if (a.first > stage->first && last < stage->last && before.kind == Expression::Kind::kAny) a.expression = Expression::Any(std::move(a.expression), before.children.back());
  }
}

bool AreOfOnePatient(const Reading& r, const Atom& tumour, const Atom& brain, int joint) {
  if (tumour.topic != Topic::kDisease || brain.topic != Topic::kCns || tumour.negated || brain.negated || tumour.expression.kind != Expression::Kind::kLeaf) return false;
  const auto* leaf = std::get_if<OneOfLeaf>(tumour.expression.leaf.get());
  return leaf != nullptr && leaf->values.size() == 1 && leaf->values[0] != "cns_tumor" && leaf->except.empty() && r.WordStarts(tumour.first - 1, {"patients with"}) && brain.first <= joint + 2;
}

void JoinCountedList(const Reading& r, Atoms& atoms) {
  constexpr WordPattern kOfThese[] = {"following", "these"};
  if (atoms.empty() || !r.MayHoldMark(":") || !r.MayHoldWord(kOfThese)) return;
  for (size_t first = 0; first < atoms.size(); ++first) {
    const int colon = atoms[first].first - 1;
    if (!r.IsMark(colon, ':') || r.at(colon).lead) continue;
    bool counted = false, of_these = false;
    for (int k = colon - 1; k >= 0 && k >= colon - 6 && !r.IsAnyMark(k, ".;:"); --k) {
      of_these = of_these || r.WordContains(k, kOfThese);
      const auto count = ReadCount(r, k);
      const bool of = r.Is(k + 1, Cue::kAllOf) || r.WordStarts(k + 1, {"of", "or more"}) || (r.Is(k + 1, Cue::kOr) && r.WordIs(k + 2, "more"));
      counted = counted || (count && of && (*count >= 2 || (*count == 1 && r.Is(k - 1, Cue::kMoreThan)))) || r.WordStarts(k, {"two or more", "more than one", "any two", "two of", "2 of"});
    }
    if (!counted || !of_these) continue;
    std::vector<Expression> some;
    for (size_t k = first; k < atoms.size(); ++k) some.push_back(atoms[k].negated ? Expression::Not(atoms[k].expression) : atoms[k].expression);
    Atom& list = atoms[first];
    list.expression = Expression::All(Expression::Any(std::move(some)), Expression::Opaque(r.SpanOf(list.first, atoms.back().last)));
    list.negated = false;
    list.last = atoms.back().last;
    atoms.resize(first + 1);
    return;
  }
}

void JoinAnyOfList(const Reading& r, Atoms& atoms) {
  if (atoms.size() < 2 || !r.MayHoldMark(":") || !r.MayHoldCue({Cue::kAnyOf})) return;
  for (size_t first = 0; first + 1 < atoms.size(); ++first) {
    int colon = atoms[first].first - 1;
    while (colon > 0 && (r.Is(colon, Cue::kFiller) || r.Is(colon, Cue::kKnown))) --colon;
    if (!r.IsMark(colon, ':') || r.at(colon).lead || r.FindCue(std::max(0, colon - 3), colon, {Cue::kAnyOf}) < 0) continue;
    std::vector<Expression> ways;
    for (size_t k = first; k < atoms.size(); ++k) {
      // "Stage IV NSCLC, HER2-positive breast cancer": each with what is said of it.
      if (atoms[k].negated || atoms[k].topic == Topic::kDisease) return;
      for (int i = atoms[first].first; i < atoms[k].first; ++i) {
        if (r.IsAnyMark(i, ";.(") || r.IsAny(i, {Cue::kMust, Cue::kWith, Cue::kWho})) return;
      }
    }
    for (size_t k = first; k < atoms.size(); ++k) ways.push_back(atoms[k].expression);
    atoms[first].last = atoms.back().last;
    atoms[first].expression = Expression::Any(std::move(ways));
    atoms.resize(first + 1);
    return;
  }
}

void DenyTogether(const Reading& r, Atoms& atoms) {
  constexpr int kNear = 5;  // items
  for (size_t n = 0; n + 1 < atoms.size(); ++n) {
    Atom& brain = atoms[n];
    for (size_t m = 0; m < atoms.size(); ++m) {
      Atom& therapy = atoms[m];
      if (brain.topic != Topic::kCns || !brain.negated || !therapy.negated || !OfTherapy(therapy) || therapy.first <= brain.first) continue;
      int with = therapy.first;
      while (with > brain.first && with > therapy.first - kNear && !r.WordIs(with, "with") && !r.IsAnyMark(with, ",;.") && !r.IsAny(with, {Cue::kOr, Cue::kAnd})) --with;
      if (!r.WordIs(with, "with") || !r.Is(with - 1, Cue::kCnsMetastasis)) continue;
      brain.expression = Expression::All(std::move(brain.expression), std::move(therapy.expression));
      brain.last = std::max(brain.last, therapy.last);
      atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(m));
      return;
    }
  }
}

}  // namespace trialmatch::rules
