#include "rules/parse/brain/brain_words.h"

#include <algorithm>

#include "rules/parse/brain/meant_metastases.h"
#include "rules/parse/narrowed_denial.h"

namespace trialmatch::rules {

namespace {

// "Active or history of", "a history of or active": whatever state they are in.
bool ActiveOrPast(const Reading& r, int i) {
  const auto past = [&](int k) { return r.WordContains(k, {"history of"}) || r.WordIsAny(k, {"prior", "previous", "past"}); };
  return (r.Is(i + 1, Cue::kOr) && past(i + 2)) || (r.Is(i - 1, Cue::kOr) && past(i - 2));
}

// "Not having received steroids", "no current use of dexamethasone": a denial left of what was had. With the metastases behind it the
// denial is theirs.
bool DeniedUse(const Reading& r, Clause clause, int i) {
  bool noun_behind = false;
  for (int k = i + 1; k < clause.end && k <= i + 8; ++k) noun_behind = noun_behind || r.IsAny(k, {Cue::kCnsMetastasis, Cue::kLeptomeningeal}) || IsBrainWord(r, k);
  for (int k = i - 1; k >= clause.begin && k >= i - 7; --k) {
    if (r.IsAny(k, {Cue::kNot, Cue::kNo, Cue::kWithout})) return r.Is(k, Cue::kNot) || !noun_behind;
    if (r.Is(k, Cue::kNaive) && r.WordStarts(k, {"not ", "never "})) return true;
    const bool had = r.IsAny(k, {Cue::kFiller, Cue::kPrior, Cue::kOngoing, Cue::kWith, Cue::kFor, Cue::kTreated}) ||
                     r.WordIsAny(k, {"received", "been", "been treated", "been on", "receiving", "receive", "taking", "taken", "using", "used", "requiring", "required", "require", "needing", "on", "of", "systemic", "to", "use", "need", "requirement", "treatment", "treatment with"});
    if (!had) return false;
  }
  return false;
}

// "Unresponsive to irradiation or surgery": of metastases that had it, where no drug stands beside it.
bool BehindLocalTherapy(const Reading& r, Clause clause, int progressed) {
  bool local = false;
  for (int k = progressed + 1; k < clause.end && !r.IsAnyMark(k, ",;.("); ++k) {
    if (IsLocalTherapy(r, k)) local = true;
    else if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r.WordStarts(k, {"treatment", "therap"})) return false;
    else if (!r.IsAny(k, {Cue::kFiller, Cue::kPrior, Cue::kOr, Cue::kAnd}) && r.Find(k, TermKind::kSite) == nullptr && !r.WordIs(k, "to")) break;
  }
  return local;
}

// "Metastases should be treated, and there should be no evidence of new metastases": what is absent is told of those before it.
bool DeniedBehindMetastases(const Reading& r, Clause clause, int i) {
  int k = i - 1;
  while (k > clause.begin && r.IsAny(k, {Cue::kFiller, Cue::kWith, Cue::kKnown})) --k;
  return r.IsAny(k, {Cue::kNo, Cue::kWithout}) && r.FindCue(clause.begin, k, {Cue::kCnsMetastasis}) >= 0;
}

}  // namespace

bool NeedsSteroids(const Reading& r, int i) {
  if (!r.Is(i, Cue::kSystemicTreatmentNeeded) || !(r.WordIsAny(i + 1, {"with", "using"}) || r.Is(i + 1, Cue::kWith) || r.WordContains(i, {"with"}))) return false;
  for (int k = i + 1; k <= i + 3; ++k) {
    if (r.IsAny(k, {Cue::kSteroids, Cue::kRequiredSteroids}) || r.WordContains(k, {"steroid"})) return true;
  }
  return false;
}

std::optional<BrainQuality> BrainQualityAt(const Reading& r, Clause clause, int i) {
  const auto& cue = r.at(i).cue;
  BrainQuality q;
  q.item = i;
  // "New brain metastases", "treated metastases that are progressive".
  const bool fresh = r.WordIs(i, "new") && (r.Is(i + 1, Cue::kCnsMetastasis) || (IsBrainWord(r, i + 1) && !r.Is(i - 1, Cue::kNo)));
  if (!cue && (fresh || r.WordIsAny(i, {"progressive", "enlarging", "growing", "progressing", "that is progressing", "that are progressing"}))) {
    q.leaf.progressing = !(r.IsAny(i - 1, {Cue::kNot}) || (fresh && DeniedBehindMetastases(r, clause, i)));
    q.good = !*q.leaf.progressing;
    return q;
  }
  // "Brain metastases treated with radiotherapy".
  const Entry* as_illness = r.Find(i, TermKind::kQuality);
  const bool by_surgery = !cue && as_illness != nullptr && as_illness->id == "curatively_treated" && r.WordStarts(i, {"treated "});
  if (by_surgery || (r.Is(i, Cue::kPrior) && r.WordContains(i, {"treated with", "treated by"}) && (IsLocalTherapy(r, i + 1) || (r.WordIs(i + 1, "either") && IsLocalTherapy(r, i + 2))))) {
    for (int k = i - 1; k >= clause.begin && k >= i - 6; --k) {
      if (r.IsAny(k, {Cue::kNot, Cue::kNo}) || (r.IsAnyMark(k, ",;") && !r.WordIs(k + 1, "they"))) return std::nullopt;
      if (!r.Is(k, Cue::kCnsMetastasis)) continue;
      q.leaf.treated = q.good = true;
      return q;
    }
    if (by_surgery) return std::nullopt;
    if (ToldOfNamedBefore(r, clause, i)) return q.leaf.treated = q.good = true, q;
  }
  // "Irradiated or resected brain lesions".
  if (const Entry* setting = cue ? nullptr : r.Find(i, TermKind::kSetting); setting != nullptr && setting->id == "resected") {
    int noun = i + 1;
    while (noun <= i + 2 && r.IsAny(noun, {Cue::kOr, Cue::kAnd, Cue::kTreated})) ++noun;
    if (!r.Is(noun, Cue::kCnsMetastasis) && !IsBrainWord(r, noun)) return std::nullopt;
    q.leaf.treated = q.good = true;
    return q;
  }
  // One wording of illnesses.
  if (!cue && as_illness != nullptr && as_illness->id == "stable" && r.WordIs(i, "asymptomatic and stable") && !r.IsAny(i - 1, {Cue::kNot, Cue::kNo})) {
    q.leaf.stable = q.good = true;
    q.leaf.symptomatic = false;
    return q;
  }
  if (!cue) return std::nullopt;
  // "No symptomatic metastases" denies the metastases, "not symptomatic" the symptoms.
  bool denied = i > clause.begin && (r.Is(i - 1, Cue::kNot) ||
                                     (i > clause.begin + 1 && r.Is(i - 2, Cue::kNot) && r.Is(i - 1, Cue::kFiller)));
  switch (*cue) {
    case Cue::kActive: case Cue::kUncontrolled:
      if (ActiveOrPast(r, i)) return std::nullopt;
      // "Neurologically unstable" is more than having symptoms, and not the metastases' own course.
      q.unclear = r.WordContains(i, {"neurologically unstable", "clinically unstable"}) ||
                  (r.WordIs(i, "unstable") && r.WordIsAny(i - 1, {"neurologically", "clinically"}));
      // Untreated metastases may be stable.
      if (!q.unclear && r.WordIs(i, "unstable")) q.leaf.stable = false;
      else (q.unclear ? q.leaf.symptomatic : r.WordContains(i, {"progressing"}) ? q.leaf.progressing : q.leaf.active) = true;
      // "Uncontrolled symptoms of brain metastases".
      if (r.WordStarts(i + 1, {"symptoms"}) || r.WordIs(i - 2, "symptoms of")) q.leaf.symptomatic = true;
      break;
    case Cue::kSymptomatic:
      // "Steroids for symptomatic management".
      if (r.WordStarts(i + 1, {"management", "control", "treatment", "relief", "therapy", "care", "support"})) return std::nullopt;
      // "Controlled neurologic symptoms": whoever has any.
      if (r.Is(i - 1, Cue::kStable) && i > clause.begin) return std::nullopt;
      // "Any neurologic symptoms have returned to baseline".
      if (int k = i + 1; r.Is(k, Cue::kWith) || r.Is(k, Cue::kFiller) || r.Is(k, Cue::kAsymptomatic)) {
        while (k <= i + 3 && r.IsAny(k, {Cue::kWith, Cue::kFiller})) ++k;
        denied = denied || (r.Is(k, Cue::kAsymptomatic) && r.WordContains(k, {"baseline"}));
      }
      q.leaf.symptomatic = !denied; q.good = denied; return q;
    case Cue::kAsymptomatic: q.leaf.symptomatic = false; q.good = true; break;
    case Cue::kNaive: case Cue::kUntreatedCns:
      if (r.WordIsAny(i, {"untreated", "previously untreated"}) || (r.WordIsAny(i, {"not been treated", "never been treated", "not previously been treated", "not have been treated"}) && !r.IsAny(i + 1, {Cue::kWith, Cue::kFor})) || (r.WordStarts(i, {"not treated with", "not previously treated with"}) && r.Has(i + 1) && r.at(i + 1).aside) || *cue == Cue::kUntreatedCns) {
        if (*cue == Cue::kUntreatedCns && !r.WordIs(i, "not treated") && !r.WordIs(i, "unirradiated")) q.leaf.progressing = true;
        else q.leaf.treated = false;
        break;
      }
      return std::nullopt;
    case Cue::kProgressed:
      denied = denied || (r.Is(i - 1, Cue::kWith) && r.IsAny(i - 2, {Cue::kMustNot, Cue::kNo, Cue::kWithout})) ||   // "no evidence of"
               (r.WordIsAny(i - 1, {"exhibit", "show", "demonstrate", "exhibited", "shown", "demonstrated"}) && r.IsAny(i - 2, {Cue::kNot, Cue::kMustNot}));
      q.leaf.progressing = !denied;
      if (!denied && BehindLocalTherapy(r, clause, i)) q.leaf.treated = true;
      q.good = denied;
      return q;
    case Cue::kNoProgression: q.leaf.progressing = false; q.good = true; break;
    case Cue::kTreated:
      for (int k = i - 1; k >= i - 3; --k) denied = denied || r.WordStarts(k, {"cannot", "can not"});   // "that cannot be definitively treated"
      q.leaf.treated = !denied; q.good = !denied; return q;
    case Cue::kStable: q.leaf.stable = !denied; q.good = !denied; return q;
    case Cue::kOffSteroids: q.leaf.on_steroids = false; q.good = true; break;
    case Cue::kSteroids: case Cue::kRequiredSteroids:
      denied = denied || DeniedUse(r, clause, i);
      q.leaf.on_steroids = !denied; q.good = denied; return q;
    case Cue::kSteroidsIncreasing: q.leaf.steroids_increasing = true; break;
    case Cue::kStableSteroids: q.leaf.steroids_increasing = false; q.good = true; break;
    case Cue::kOngoing:
      // "Requiring immediate radiotherapy or surgery": not all that are there need it.
      if (!r.WordStarts(i, {"requir", "need"})) return std::nullopt;
      for (int k = i + 1; k < clause.end && k <= i + 3 && !r.IsKind(k, Item::Kind::kMark); ++k) {
        if (!IsLocalTherapy(r, k)) continue;
        q.leaf.active = q.unclear = true;
        return q;
      }
      return std::nullopt;
    case Cue::kSystemicTreatmentNeeded:
      if (NeedsSteroids(r, i)) return std::nullopt;
      q.leaf.active = !denied;
      q.good = denied;
      // Not all that is untreated needs a treatment at once.
      q.unclear = !denied && r.WordContains(i, {"immediate", "urgent"});
      return q;
    default: return std::nullopt;
  }
  return q;
}

bool IsTreatedOrNew(const Reading& r, const BrainQuality& q) {
  if (!q.leaf.treated.value_or(false) || !r.Is(q.item + 1, Cue::kOr)) return false;
  int k = q.item + 2;
  while (k <= q.item + 3 && r.IsAny(k, {Cue::kKnown, Cue::kFiller})) ++k;
  return (r.WordIsAny(k, {"new", "progressive", "enlarging", "growing", "newly diagnosed", "untreated"}) || r.Is(k, Cue::kUntreatedCns)) && (r.Is(k + 1, Cue::kCnsMetastasis) || IsBrainWord(r, k + 1));
}

void MergeBrain(BrainLeaf* into, const BrainLeaf& from) {
  if (from.treated) into->treated = from.treated;
  if (!from.since_treatment.empty()) into->since_treatment = from.since_treatment;
  if (from.active) into->active = from.active;
  if (from.progressing) into->progressing = from.progressing;
  if (from.stable) into->stable = from.stable;
  if (from.stable_for) into->stable_for = from.stable_for;
  if (from.symptomatic) into->symptomatic = from.symptomatic;
  if (from.on_steroids) into->on_steroids = from.on_steroids;
  if (from.steroids_increasing) into->steroids_increasing = from.steroids_increasing;
}

bool NamesIllnessOrDrug(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.IsTerm(i, TermKind::kCondition) && !r.Is(i, Cue::kCnsMetastasis)) return true;
    const Entry* drug = r.Find(i, TermKind::kDrug);
    if (drug != nullptr && !r.lexicon().IsA(TermKind::kDrug, drug->id, "corticosteroid")) return true;
  }
  return false;
}

bool IsOtherDiseaseOfBrain(const Reading& r, int i) {
  if (!r.WordStarts(i, {"cns dis", "brain dis", "central nervous system"}) || !r.WordContains(i, {"disease"}) || r.WordContains(i, {"metasta"})) return false;
  const auto of_mind = [&](int k) {
    const Entry* illness = r.Find(k, TermKind::kCondition);
    return illness != nullptr && (illness->id == "stroke" || illness->id == "seizure" || illness->id == "psychiatric_disorder" || illness->id == "dementia" || illness->id == "tia" || illness->id == "parkinson" || illness->id == "multiple_sclerosis");
  };
  for (int k = i + 1; k <= i + 4; ++k) {
    if (of_mind(k)) return true;
    if (!r.IsAnyMark(k, ",/(") && !r.IsAny(k, {Cue::kOr, Cue::kIncluding, Cue::kFiller, Cue::kPrior, Cue::kAnd})) break;
  }
  constexpr int kLongestList = 14;  // items
  for (int k = i - 1; k >= i - kLongestList; --k) {
    if (of_mind(k)) return true;
    const bool listed = r.IsAnyMark(k, ",/") || r.IsAny(k, {Cue::kOr, Cue::kFiller}) || (r.IsTermOf(k, KindBits({TermKind::kCondition, TermKind::kQuality})) && !r.Is(k, Cue::kCnsMetastasis));
    if (!listed) break;
  }
  return false;
}

bool IsOfOtherIllness(const Reading& r, int i) {
  if (!r.IsAny(i, {Cue::kActive, Cue::kUncontrolled, Cue::kSymptomatic, Cue::kStable})) return false;
  int k = i + 1;
  while (k <= i + 2 && (r.Is(k, Cue::kFiller) || r.WordIs(k, "primary"))) ++k;
  const Entry* illness = r.Find(k, TermKind::kCondition);
  if (illness == nullptr || r.IsAny(k, {Cue::kCnsMetastasis, Cue::kLeptomeningeal}) || IsBrainWord(r, k)) return false;
  // Of the nerves it is said of the metastases too.
  const bool of_nerves = illness->id == "spinal_cord_compression" || illness->id == "cerebral_edema" || illness->id == "seizure" || r.lexicon().IsA(TermKind::kCondition, illness->id, "neurologic_disorder");
  return !of_nerves && r.Find(k, TermKind::kDisease) == nullptr;
}

int EndOfActiveOrPast(const Reading& r, int i, int at) {
  const bool active = r.WordIs(i, "active");
  if (!active && !(r.Is(i, Cue::kPrior) && r.WordIs(i, "history of"))) return -1;
  int k = i + 1;
  if (!r.Is(k, Cue::kOr)) return -1;
  for (++k; active && k < at && r.Is(k, Cue::kFiller); ++k) {}
  if (k >= at || !(active ? r.Is(k, Cue::kPrior) && r.WordIsAny(k, {"history of", "prior", "previous", "past"}) : r.WordIs(k, "active"))) return -1;
  for (int m = k + 1; m < at; ++m) {
    if (!r.IsAny(m, {Cue::kFiller, Cue::kKnown}) && r.Find(m, TermKind::kSite) == nullptr) return -1;
  }
  return k;
}

bool SaysWhatActiveIs(const Reading& r, const std::vector<BrainQuality>& qualities) {
  if (qualities.size() < 2 || !qualities[0].leaf.active.value_or(false) || qualities[0].leaf.treated || !r.WordContains(qualities[0].item, {"active"})) return false;
  if (std::any_of(qualities.begin() + 1, qualities.end(), [](const BrainQuality& q) { return q.good; })) return false;
  for (int k = qualities[0].item + 1; k < qualities[1].item; ++k) {
    if (r.WordIsAny(k, {"i.e.", "ie", "i e", "i.e", "namely"}) || r.WordContains(k, {"defined"}) || (r.IsMark(k, '(') && k + 1 == qualities[1].item)) return true;
    if (r.IsMark(k, '(') && (r.WordStarts(k + 1, {"i.e", "ie", "that is", "defined", "with", "referring"}) || r.WordIs(k + 1, "i"))) return true;
  }
  return false;
}

bool JoinsStates(const Reading& r, int item, const std::vector<BrainQuality>& list) {
  const int next = r.Is(item + 1, Cue::kAnd) && r.WordIs(item + 1, "and") ? item + 2 : item + 1;
  return std::any_of(list.begin(), list.end(), [&](const BrainQuality& q) { return q.item == next && !q.good; });
}

bool IsSlashOfStates(const Reading& r, int i) {
  constexpr CueSet kBad = {Cue::kActive, Cue::kUncontrolled, Cue::kSymptomatic, Cue::kProgressed, Cue::kUntreatedCns};
  return r.IsMark(i, '/') && r.IsAny(i - 1, kBad) && r.IsAny(i + 1, kBad);
}

bool IsTimeOfTreatment(Reading& r, int first, std::vector<BrainQuality>* qualities) {
  // "Recently treated (<= 6 months of screening)".
  const bool recently = IsLessThanLength(r, first - 1) && r.IsMark(first - 2, '(') && r.Is(first - 3, Cue::kTreated);
  if (!r.Is(first - 1, Cue::kWithin) && !r.Is(first - 2, Cue::kWithin) && !recently) return false;
  if (std::any_of(qualities->begin(), qualities->end(), [](const BrainQuality& q) { return q.leaf.stable || q.leaf.progressing; })) return false;
  bool treated = false;
  for (BrainQuality& q : *qualities) {
    if (!q.leaf.treated.value_or(false)) continue;
    treated = true;
    q.good = false;
  }
  if (treated && recently && r.WordIs(first - 4, "recently")) r.Use(first - 4);
  return treated;
}

bool IsRuledOutByScan(const Reading& r, int i) {
  int k = i - 1;
  while (k > 0 && (r.IsAny(k, {Cue::kFiller, Cue::kKnown}) || (r.IsKind(k, Item::Kind::kWord) && k == i - 1) || r.Find(k, TermKind::kPlain) != nullptr) && !r.WordIsAny(k, {"exclude", "rule out", "to exclude", "to rule out"})) --k;
  return r.WordIsAny(k, {"to exclude", "to rule out"}) || (r.WordIsAny(k, {"exclude", "rule out"}) && (r.Is(k - 1, Cue::kTo) || r.WordIs(k - 1, "to")));
}

bool IsWhoIsScanned(const Reading& r, Clause clause, int i) {
  int k = i - 1;
  while (k > clause.begin && (r.IsAny(k, {Cue::kFiller, Cue::kKnown, Cue::kWith, Cue::kPrior}) || r.WordStarts(k, {"patients", "those", "all "}))) --k;
  if (!r.Is(k, Cue::kFor) && !r.WordIsAny(k, {"for", "in", "for all", "of"})) return false;
  for (--k; k >= clause.begin; --k) {
    if (r.IsAnyMark(k, ";.")) return false;
    if (r.WordContains(k, {"imaging"}) || r.WordContains(k, {"scan"}) || r.WordStarts(k, {"mri", "ct", "magnetic", "computed"})) return true;
  }
  return false;
}

int KindOfMetastasisBefore(const Reading& r, Clause clause, int noun) {
  constexpr WordPattern kKinds[] = {"hemorrhagic", "cystic", "necrotic", "large", "bulky", "extensive", "multiple", "numerous", "diffuse"};
  for (int k = noun - 1; k >= std::max(clause.begin, noun - 4); --k) {
    if (r.WordIsAny(k, kKinds)) return k;
    if (!r.IsAny(k, {Cue::kOr, Cue::kFiller, Cue::kKnown}) && !r.IsMark(k, ',')) return -1;
  }
  return -1;
}

bool IsLessThanLength(const Reading& r, int i) {
  return r.Is(i, Cue::kLessThan) || (r.IsComparison(i) && (r.at(i).comparison == Comparison::kLess || r.at(i).comparison == Comparison::kLessEqual)) || r.WordIsAny(i, {"less than", "fewer than", "under"});
}

bool IsSpine(const Reading& r, int i) {
  const Entry* site = r.Find(i, TermKind::kSite);
  return site != nullptr && (site->id == "spinal_cord" || site->id == "spine");
}

Expression InSpine(const Reading& r, int cord, Which which) {
  OneOfLeaf leaf;
  leaf.attribute = OneOfLeaf::Attribute::kMetastasisSite;
  leaf.values = {"spinal_cord"};
  Expression there = Expression::OfLeaf(std::move(leaf), r.SpanOf(cord, cord), "stage.metastasis_site");
  return which == Which::kSome ? Expression::All(std::move(there), Expression::Opaque(r.SpanOf(cord, cord))) : there;
}

bool IsInBracketBehind(const Reading& r, int noun, int i) {
  if (!r.IsMark(noun + 1, '(')) return false;
  for (int k = noun + 2; k < i; ++k) {
    if (r.IsMark(k, ')')) return false;
  }
  return true;
}

bool IsBrainWord(const Reading& r, int i) {
  const Entry* site = r.Find(i, TermKind::kSite);
  return site != nullptr && (site->id == "brain" || site->id == "cns" || site->id == "central_nervous_system" || site->id == "leptomeninges");
}

bool JoinsPlaces(const Reading& r, int i) {
  const bool noun_before = r.Is(i - 1, Cue::kCnsMetastasis) && r.Is(i + 1, Cue::kLeptomeningeal), noun_behind = r.Is(i - 1, Cue::kLeptomeningeal) && r.Is(i + 1, Cue::kCnsMetastasis);
  return noun_before || noun_behind || (IsBrainWord(r, i - 1) && (r.IsAny(i + 1, {Cue::kCnsMetastasis, Cue::kLeptomeningeal}) || IsBrainWord(r, i + 1)));
}

bool JoinsTherapies(const Reading& r, int i) {
  if (!r.Is(i, Cue::kOr) || !IsLocalTherapy(r, i - 1)) return false;
  int next = i + 1;
  while (next <= i + 3 && (r.IsAny(next, {Cue::kFiller, Cue::kOr}) || r.WordIs(next, "local")) && !r.WordStarts(next, {"treatment", "therap"})) ++next;
  return IsLocalTherapy(r, next) || r.WordStarts(next, {"treatment", "therap", "intervention"}) || r.Find(next, TermKind::kDrugClass) != nullptr;
}

bool DeniesOtherThan(const Reading& r, Clause clause, int noun) {
  bool joined = false;
  for (int i = noun - 1; i >= clause.begin; --i) {
    if (r.IsAny(i, {Cue::kNo, Cue::kWithout, Cue::kMustNot})) return joined;
    if (r.IsAnyMark(i, ",;:.") || r.IsAny(i, {Cue::kOr, Cue::kAnd})) return false;
    joined = joined || r.Is(i, Cue::kFor) || r.WordIsAny(i, {"for", "due to", "from", "attributed to", "attributable to", "related to", "secondary to", "caused by", "to treat"});
  }
  return false;
}

bool IsPurposeInBracket(const Reading& r, Clause clause, int i) {
  int open = i;
  while (open > clause.begin && !r.IsAnyMark(open, "()")) --open;
  if (open <= clause.begin || !r.IsMark(open, '(') || !r.Is(open + 1, Cue::kFor)) return false;
  for (int k = open - 1; k >= std::max(clause.begin, open - 4); --k) {
    if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return true;
  }
  return false;
}

bool IsCauseOfIllness(const Reading& r, Clause clause, int i) {
  int from = i - 1;
  const auto is_cause = [&] { return r.WordIsAny(from, {"from", "due to", "secondary to", "related to", "caused by", "attributed to", "attributable to", "as a result of"}); };
  while (from > clause.begin && r.Is(from, Cue::kFiller) && !is_cause()) --from;
  if (from <= clause.begin || !is_cause()) return false;
  for (int k = from - 1; k >= std::max(clause.begin, from - 4); --k) {
    if (r.IsTerm(k, TermKind::kCondition)) return true;
    if (r.IsAnyMark(k, ",;.()")) return false;
  }
  return false;
}

base::Bounds SizeOfLesions(const Reading& r, const BoundReading& bound) {
  base::Bounds out = bound.bounds;
  const int lesion = r.WordStarts(bound.first - 1, {"lesion", "metastas", "tumor"}) ? bound.first - 1 : bound.first - 2;
  if (!out.low || out.high || !r.WordStarts(lesion, {"lesion", "metastas", "tumor"}) || !r.IsAny(lesion - 1, {Cue::kNo, Cue::kWithout})) return out;
  return {.low = {}, .high = out.low, .low_inclusive = true, .high_inclusive = !out.low_inclusive};
}

bool IsWhySteroidsAreAllowed(const Reading& r, Clause clause, int i) {
  if (!r.Is(i, Cue::kCnsMetastasis)) return false;
  const int except = r.FindCue(clause.begin, i, {Cue::kExcept});
  if (except <= clause.begin) return false;
  const auto steroids = [&](int begin, int end) {
    for (int k = begin; k < end; ++k) {
      const Entry* group = r.Find(k, TermKind::kDrugClass);
      if (r.Is(k, Cue::kSteroids) || (group != nullptr && group->id == "corticosteroid")) return true;
    }
    return false;
  };
  return steroids(clause.begin, except) && steroids(except, i) && r.FindCue(clause.begin, except, {Cue::kCnsMetastasis}) < 0;
}

}  // namespace trialmatch::rules
