#include "rules/parse/layout/lead_in.h"

#include <algorithm>
#include <string_view>

#include "rules/parse/counted_list.h"
#include "rules/parse/domains.h"
#include "rules/parse/layout/announced_list.h"
#include "rules/parse/layout/item_context.h"
#include "rules/parse/residue.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kReadInLead = KindBits(
    {TermKind::kCondition, TermKind::kDisease, TermKind::kLab, TermKind::kGene, TermKind::kMutation,
     TermKind::kAlteration, TermKind::kSetting, TermKind::kFact, TermKind::kLogistics,
     TermKind::kSite});
constexpr CueSet kReadInLeadCues = {Cue::kInvestigator,   Cue::kCnsMetastasis,
                                    Cue::kLeptomeningeal, Cue::kDriverAlteration,
                                    Cue::kStage,          Cue::kStandardTherapy};

bool IsTherapy(const Reading& r, int i) {
  return r.Find(i, TermKind::kDrug) != nullptr || r.Find(i, TermKind::kDrugClass) != nullptr;
}

}  // namespace

bool AnyWord(const Reading& r, int begin, int end, std::string_view word) {
  for (int k = begin; k < end; ++k) {
    if (r.WordIsText(k, word)) return true;
  }
  return false;
}

namespace {

// "Excluded if any of these apply, unless approved by the sponsor:" turns nothing in the list below.
void SetAsideTurnForSite(Reading& r, int lead_end) {
  for (int i = 0; i < lead_end; ++i) {
    if (!r.Is(i, Cue::kUnless)) continue;
    bool site = false;
    for (int k = i + 1; k < lead_end; ++k) {
      if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition, TermKind::kDisease, TermKind::kGene, TermKind::kLab})) || r.IsNumber(k)) return;
      site = site || r.Is(k, Cue::kInvestigator) || r.Find(k, TermKind::kLogistics) != nullptr || r.WordContains(k, {"approv"});
    }
    if (!site) return;
    for (int k = i; k < lead_end; ++k) {
      if (!r.IsMark(k, ':')) r.at(k).used = r.at(k).aside = true;
    }
    return;
  }
}

// "... are not eligible given known response to PD-1 inhibitors:" tells why.
void SetAsideReason(Reading& r, int end) {
  for (int i = 1; i < end; ++i) {
    const int known = r.WordIsAny(i + 1, {"the", "their", "its", "a"}) ? i + 2 : i + 1;
    if (!r.WordIs(i, "given") || known >= end || !(r.Is(known, Cue::kKnown) || r.WordStarts(known, {"potential", "risk", "possib", "likelihood", "increased"}))) continue;
    for (int k = i; k < end && !r.IsAnyMark(k, ":;.,)"); ++k) r.at(k).used = r.at(k).aside = true;
  }
}

// "IIIB", "IV": read with the word "stage" of the lead-in.
bool IsStageNumeral(const Reading& r, int i) {
  if (!r.IsKind(i, Item::Kind::kWord) || (r.Word(i)[0] != 'I' && r.Word(i)[0] != 'V')) return false;
  return r.Word(i).find_first_not_of("IVABC0123") == std::string_view::npos;
}

}  // namespace

void BlindLead(Reading& r, int lead_end) {
  if (r.MayHoldCue({Cue::kUnless})) SetAsideTurnForSite(r, lead_end);
  constexpr WordPattern kGiven[] = {"given"};
  if (r.MayHoldWord(kGiven)) SetAsideReason(r, r.size());
  bool own_therapy = false;
  for (int i = lead_end; i < r.size(); ++i) own_therapy = own_therapy || IsTherapy(r, i);
  // "Not suitable for surgery or chemoradiation:" tells of the tumour, and of no therapy that was given.
  bool of_tumour = r.FindCue(0, lead_end, {Cue::kNotCandidate}) >= 0;
  for (int i = 0; i < lead_end; ++i) {
    const Entry* setting = r.Find(i, TermKind::kSetting);
    of_tumour = of_tumour || (setting != nullptr && setting->id == "not_amenable_to_curative_treatment");
  }
  for (int i = 0; i < lead_end; ++i) {
    bool blind = r.IsAny(i, kReadInLeadCues) || ((own_therapy || of_tumour) && IsTherapy(r, i)) || IsStageNumeral(r, i);
    if (blind || r.IsTermOf(i, kReadInLead)) r.Use(i);
  }
}

bool OnlyConnective(const Reading& r, int begin, int end) {
  if (end - begin > 6 || !HasCue(r, begin, end, {Cue::kOr})) return false;
  for (int k = begin; k < end; ++k) {
    if (!r.Is(k, Cue::kOr) && !r.IsKind(k, Item::Kind::kMark)) return false;
  }
  return true;
}

bool OnlyLabel(const Reading& r, int begin, int end) {
  int words = 0;
  // "PSYCHIATRIC EXCLUSION CRITERIA".
  int last = end - 1;
  while (last > begin && r.IsKind(last, Item::Kind::kMark)) --last;
  if (last > begin && last < begin + 5 && (r.WordIsAny(last, {"exclusion criteria", "inclusion criteria"}) || (r.WordIs(last, "criteria") && r.WordIsAny(last - 1, {"exclusion", "inclusion"})))) {
    for (int k = begin; k < last; ++k) {
      if (r.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kOr, Cue::kMust, Cue::kMustNot, Cue::kWho}) || r.IsNumber(k)) return false;
    }
    return true;
  }
  for (int k = begin; k < end; ++k) {
    if (r.IsKind(k, Item::Kind::kMark) || r.Is(k, Cue::kFiller) || r.Is(k, Cue::kAnd)) continue;
    const bool label = r.WordIsAny(k, {"hematology", "hematologic", "hematological", "chemistry", "biochemistry", "serology", "renal", "hepatic", "cardiac", "pulmonary"}) ||
                       r.WordIsAny(k, {"neurologic", "neurological", "exceptions", "exclusions", "contraindications", "indication", "indications", "medications"}) ||
                       r.WordIsAny(k, {"concomitant medications", "concomitant", "bone marrow", "reserve", "laboratory", "values", "miscellaneous", "medical history"}) ||
                       r.WordIsAny(k, {"coagulation", "electrolytes", "disease", "required", "hematological parameters", "history", "measurability", "of"});
    if (!label || ++words > 3) return false;
  }
  return words > 0;
}

bool IsHeadingOfList(const Reading& r, int begin, int end, bool has_list) {
  if (!r.IsMark(end - 1, ':')) return false;
  // "Surgery:" alone: of what the next items tell.
  int name = begin;
  while (name < end - 2 && r.IsAnyMark(name, "*-")) ++name;
  if (name == end - 2 && r.Find(name, TermKind::kDrugClass) != nullptr) return true;
  // "Cardiovascular disorders:" over items of the same depth.
  if (name == end - 2 && r.Find(name, TermKind::kCondition) != nullptr && r.WordContains(name, {"disorders", "diseases", "illnesses", "conditions", "abnormalities"})) return true;
  constexpr CueSet kSays = {Cue::kNo,      Cue::kNot,    Cue::kWithout, Cue::kMust,     Cue::kMustNot, Cue::kExcept,      Cue::kUnless,      Cue::kIf,       Cue::kHowever,
                            Cue::kPermitted, Cue::kExcluded, Cue::kNaive, Cue::kProgressed, Cue::kNote, Cue::kCnsMetastasis, Cue::kLeptomeningeal, Cue::kAnyOf, Cue::kAllOf, Cue::kOnly};
  constexpr uint32_t kAlone = KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kDisease, TermKind::kSetting, TermKind::kFact, TermKind::kLogistics});
  constexpr uint32_t kInList = KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition, TermKind::kLab, TermKind::kSite});
  int words = 0;
  bool patients = false;
  for (int i = begin; i + 1 < end; ++i) {
    if (r.IsKind(i, Item::Kind::kMark)) continue;
    if (r.IsAny(i, kSays) || r.IsAny(i, kLengths) || r.IsComparison(i) || r.at(i).value || r.IsTermOf(i, kAlone) || (!has_list && r.IsTermOf(i, kInList))) return false;
    patients = patients || r.WordContains(i, {"patient", "cohort", "part", "phase", "who", "for", "either", "childbearing"});
    ++words;
  }
  return words > 0 && words <= 6 && !patients;
}

namespace {

// Behind "other solid tumor types" at `begin`, or `begin`.
int BehindOtherTumours(const Reading& r, int begin, int end) {
  while (begin < end && r.IsKind(begin, Item::Kind::kMark)) ++begin;
  if (!r.WordIsAny(begin, {"other", "any other", "all other"})) return begin;
  int i = begin + 1;
  while (i < end && r.WordIsAny(i, {"solid", "advanced", "tumor", "tumors", "tumor types", "types", "cancer", "cancers", "malignancies", "solid tumor", "solid tumors", "advanced solid tumors", "histologies"})) ++i;
  return i > begin + 1 ? i : begin;
}

}  // namespace

bool IsOtherTumours(const Reading& r, int begin, int end) {
  int last = end;
  while (last > begin && r.IsKind(last - 1, Item::Kind::kMark)) --last;
  const int behind = BehindOtherTumours(r, begin, last);
  return behind > begin && behind == last;
}

bool TellsOtherTumours(const Reading& r, int begin, int end) {
  const int behind = BehindOtherTumours(r, begin, end);
  return behind > begin && r.IsMark(behind, ':') && behind + 1 < end;
}

bool EndsWithOr(const Reading& r, int begin, int end) {
  int word = end - 1;
  while (word > begin && r.IsKind(word, Item::Kind::kMark)) --word;
  // "HPV+ or -:".
  if (r.IsMark(word + 1, '-') && r.IsMark(word + 2, ':')) return false;
  return r.Is(word, Cue::kOr) && !r.WordIs(word, "either") && !r.WordContains(word, {"other"}) && word > begin;
}

bool AnnouncesList(const Reading& r, int begin, int end) {
  if (NamesWaysByNumber(r, {begin, end})) return true;
  int last = end - 1;
  while (last > begin && r.IsAnyMark(last, ".)")) --last;
  return r.IsAnyMark(last, ":-") ||
         HasCue(r, std::max(begin, last - 5), end, {Cue::kAllOf, Cue::kAnyOf, Cue::kIncluding}) ||
         HasCue(r, begin, end, {Cue::kAnyOf});
}

bool DefinedByList(const Reading& r, int begin, int end) {
  if (!r.IsMark(end - 1, ':') || !HasCue(r, std::max(begin, end - 5), end, {Cue::kAnyOf, Cue::kAllOf})) return false;
  for (int i = begin; i < end; ++i) {
    if (r.WordContains(i, {"limited"})) return false;
  }
  return true;
}

bool OpensWays(const Reading& r, int begin, int end) {
  if (NamesWaysByNumber(r, {begin, end})) return true;
  if (!r.IsMark(end - 1, ':') || end - begin < 3 || HasCue(r, begin, end, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted})) return false;
  if (r.Is(end - 2, Cue::kIncluding) && r.WordIs(end - 2, "including")) return true;
  const int near = std::max(begin, end - 8);
  for (int i = end - 2; i >= near && !r.IsTermOf(i, KindBits({TermKind::kDisease, TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene})); --i) {
    if (r.Is(i, Cue::kAnyOf) || r.WordIsAny(i, {"either", "either of"}) || (r.WordStarts(i, {"one", "1"}) && (r.IsAny(i + 1, {Cue::kAllOf, Cue::kOr}) || r.WordIsAny(i + 1, {"of", "of the"})))) return true;
  }
  return false;
}

namespace {

// "Peripheral T-cell lymphoma by the WHO classification:" over its types.
bool ListsTypesOfClassification(const Reading& r, int begin, int end) {
  constexpr WordPattern kClassification[] = {"classification"};
  if (!r.IsMark(end - 1, ':') || !r.MayHoldWord(kClassification)) return false;
  bool tumour = false;
  for (int i = begin; i < end; ++i) tumour = tumour || r.IsTerm(i, TermKind::kDisease);
  return tumour && r.WordContains(end - 2, kClassification);
}

}  // namespace

void ReadFold(const Reading& r, int begin, int end, Section section, ItemReading* out) {
  if (CountsListOtherwise(r, {begin, end}, section)) {
    out->fold = Fold::kUnread;
    return;
  }
  // "One of the following mutations, in the absence of others:" denies behind what it announces.
  const int announced = FindCue(r, begin, end, {Cue::kAnyOf, Cue::kAllOf});
  const bool once = announced >= 0 && FindCue(r, announced + 1, end, {Cue::kAnyOf, Cue::kAllOf}) < 0;
  const int behind = once ? announced : end;
  bool demands = section == Section::kInclusion && !HasCue(r, begin, behind, {Cue::kMustNot, Cue::kExcluded, Cue::kNo, Cue::kNot, Cue::kWithout}) &&
                 !HasCue(r, behind, end, {Cue::kMustNot, Cue::kExcluded});
  if (!demands) return;
  // "With either stage. In addition:" tells of the sentence before.
  const int last = LastSentence(r, begin, end);
  const bool anew = announced < 0 && last > begin;
  if (HasCue(r, begin, end, {Cue::kAnyOf}) || AnyWord(r, anew ? last : begin, end, "either")) {
    out->fold = Fold::kAny;
    return;
  }
  int of = FindCue(r, begin, end, {Cue::kAllOf});
  const int reach = of >= 2 && (r.IsMark(of - 1, ')') || r.IsMark(of - 2, ')')) ? 5 : 3;   // "one (or more) of the following"
  for (int k = std::max(begin, of - reach); k < of; ++k) {
    auto count = ReadCount(r, k);
    if (!count || *count < 1 || *count > 9) continue;
    out->fold = *count == 1 ? Fold::kAny : Fold::kAtLeast;
    out->count = *count;
    return;
  }
  if (AnnouncesTypes(r, begin, end) || ListsTypesOfClassification(r, begin, end)) out->fold = Fold::kAny;
}

namespace {

// A turn that the list goes on with. "Any of these criteria will exclude a person:", "excluded for any
// of the following, unless the sponsor approves:" list what is forbidden.
bool TurnsBeforeList(const Reading& r, int begin, int end) {
  for (int k = begin; k < end; ++k) {
    if (!r.IsAny(k, {Cue::kExcept, Cue::kPermitted, Cue::kUnless})) continue;
    const bool forbids = r.WordIsAny(k, {"exclude", "excludes"}) && k > begin;
    const bool weighed = r.Is(k, Cue::kUnless) && HasCue(r, begin, k, {Cue::kAnyOf}) && !HasCue(r, k, end, {Cue::kAnyOf, Cue::kAllOf});
    if (!forbids && !weighed) return true;
  }
  return false;
}

// "Creatinine clearance >= 50 mL/min (by the formula below):": what is asked for stands here.
bool TellsFormula(const Reading& r, int begin, int end) {
  constexpr WordPattern kFormula[] = {"formula", "equation"};
  if (!r.MayHoldWord(kFormula) || !AnnouncesList(r, begin, end) || HasCue(r, begin, end, {Cue::kExcept, Cue::kAllOf, Cue::kAnyOf, Cue::kUnless})) return false;
  bool lab = false, bound = false, formula = false;
  for (int k = begin; k < end; ++k) {
    lab = lab || r.IsTerm(k, TermKind::kLab);
    bound = bound || (lab && r.IsNumber(k));
    formula = formula || (bound && k >= end - 10 && r.WordContains(k, kFormula));
  }
  return formula;
}

}  // namespace

namespace {

// "Ejection fraction below 45 %, tested in patients with:": the list tells who is tested.
bool TellsWhomToTest(const Reading& r, int begin, int end) {
  constexpr WordPattern kTested[] = {"tested", "testing"};
  if (end <= begin || !r.IsMark(end - 1, ':') || !r.MayHoldWord(kTested)) return false;
  for (int i = std::max(begin, end - 9); i < end; ++i) {
    if (!r.WordStarts(i, kTested)) continue;
    for (int k = i + 1; k + 1 < end; ++k) {
      if (r.WordStarts(k, {"patient", "those"})) return true;
    }
  }
  return false;
}

}  // namespace

namespace {

// "Only non-measurable disease, which includes the following:": what may be there beside a lesion that can be measured.
bool ListsNonMeasurable(const Reading& r, int begin, int end) {
  int fact = begin;
  while (fact < end && fact < begin + 4 && r.Find(fact, TermKind::kFact) == nullptr) ++fact;
  const Entry* lesion = fact < end ? r.Find(fact, TermKind::kFact) : nullptr;
  const bool of_lesion = lesion != nullptr && (lesion->id == "measurable" || lesion->id == "unmeasurable" || lesion->id == "evaluable");
  return of_lesion && (r.WordStarts(fact, {"non", "unmeas"}) || r.WordStarts(fact - 1, {"non"})) && HasCue(r, begin, fact, {Cue::kOnly}) && AnnouncesList(r, begin, end);
}

}  // namespace

bool ListExplains(const Reading& r, int begin, int end, Section section) {
  if (TellsWhomToTest(r, begin, end)) return true;
  if (TellsFormula(r, begin, end)) return true;
  if (section == Section::kExclusion) {
    if (ListsNonMeasurable(r, begin, end)) return true;
    // "... with exceptions of" needs no colon.
    // "... may take part provided they are" neither.
    const int near = std::max(begin, end - 16);
    const bool open = HasCue(r, std::max(begin, end - 4), end, {Cue::kIf, Cue::kUnless}) && HasCue(r, near, end, {Cue::kPermitted}) && !HasCue(r, near, end, {Cue::kExcluded, Cue::kMustNot, Cue::kAnyOf, Cue::kAllOf});
    bool hangs = open || HasCue(r, std::max(begin, end - 2), end, {Cue::kExcept});
    return hangs || (AnnouncesList(r, begin, end) && TurnsBeforeList(r, std::max(begin, end - 24), end));
  }
  if (section != Section::kInclusion || CriteriaAnnouncedAt(r, begin, end) > begin) return false;
  if (GivesExamplesOfTumours(r, begin, end)) return true;
  // "No other malignancy, with these exceptions:".
  const bool denies = HasCue(r, begin, end, {Cue::kNo, Cue::kNot, Cue::kWithout}) && !HasCue(r, begin, end, {Cue::kPermitted, Cue::kIf});
  const bool naive = r.Is(begin, Cue::kNaive);  // "No prior chemotherapy, with these exceptions:"
  bool illness = naive;
  for (int k = begin; k < end; ++k) illness = illness || r.IsTerm(k, TermKind::kCondition);
  if ((denies || naive) && illness && AnnouncesList(r, begin, end) && HasCue(r, std::max(begin, end - 10), end, {Cue::kExcept})) return true;
  for (int k = begin; k < end; ++k) {
    // "NSCLC, with measurable disease, and one of these:" asks for more than a definition.
    if (r.IsTermOf(k, KindBits({TermKind::kDisease, TermKind::kSetting, TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene})) && !r.Is(k, Cue::kDiseaseWord)) return false;
  }
  for (int k = begin; k < end; ++k) {
    const Entry* fact = r.Find(k, TermKind::kFact);
    if (fact != nullptr &&
        (fact->id == "measurable" || fact->id == "evaluable" || fact->id == "unmeasurable")) {
      return true;
    }
  }
  return false;
}

namespace {

// From `i` on nothing but the announcement of a list.
bool OnlyAnnounces(const Reading& r, int i, int end) {
  for (; i < end; ++i) {
    const bool announces = HoldsTogether(r, i) || r.IsAny(i, {Cue::kExcept, Cue::kAllOf, Cue::kAnyOf, Cue::kPermitted, Cue::kOr, Cue::kIncluding}) ||
                           r.WordIsAny(i, {"exceptions", "exception", "types", "certain", "conditions", "condition", "cancers", "malignancies", "criterion", "criteria"}) ||
                           r.WordIsAny(i, {"join", "group", "cases", "disorders", "illnesses", "situations", "examples", "exclusion"}) ||
                           (r.Find(i, TermKind::kCondition) != nullptr && r.WordStarts(i, {"disease", "other condition"}));
    if (!announces) return false;
  }
  return true;
}

}  // namespace

int AnnouncementOfExceptions(const Reading& r, int begin, int end) {
  // "..., with the following exceptions:".
  int turn = end - 1;
  while (turn > begin && !(r.Is(turn, Cue::kExcept) && !r.Is(turn - 1, Cue::kExcept))) --turn;
  if (turn > begin && OnlyAnnounces(r, turn, end)) {
    int start = turn;  // "Note: this criterion has the following exceptions"
    while (start > begin && !r.IsAnyMark(start - 1, ".;") && OnlyAnnounces(r, start - 1, start) && !IsTherapy(r, start - 1)) --start;
    return start == begin ? begin : turn;
  }
  // A sentence of its own: "Patients with the following diseases are allowed:".
  int start = end - 1;
  while (start > begin && !(r.IsAnyMark(start - 1, ".;") && start < end - 1)) --start;
  const bool announces = HasCue(r, start, end, {Cue::kExcept, Cue::kPermitted}) && HasCue(r, start, end, {Cue::kAllOf, Cue::kExcept}) &&
                         !HasCue(r, start, end, {Cue::kIf}) && OnlyAnnounces(r, start, end);
  return announces ? start : -1;
}

bool NamesRequirements(const Reading& r, int begin, int end) {
  int last = end - 1;
  while (last > begin && r.IsKind(last, Item::Kind::kMark)) --last;
  return last > begin && r.WordIsAny(last, {"requirements", "requirement", "specific requirements"});
}

bool NamesTherapyOrGene(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kMutation}))) return true;
  }
  return false;
}

}  // namespace trialmatch::rules
