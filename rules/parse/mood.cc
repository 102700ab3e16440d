#include "rules/parse/mood.h"

#include <algorithm>

#include "rules/parse/brain/mood_of_metastases.h"
#include "rules/parse/disease/disease_names.h"
#include "rules/parse/domains.h"
#include "rules/parse/elided_mood.h"
#include "rules/parse/therapy/ceiling_of_lines.h"

namespace trialmatch::rules {
namespace {

// "May have no more than 3 brain metastases": a ceiling.
bool CeilingBehind(const Reading& r, int permitted, int end) {
  if (!r.WordIsAny(permitted, {"may have", "can have"}) || !r.Is(permitted + 1, Cue::kAtMost) || !ReadCount(r, permitted + 2)) return false;
  const int what = FindCue(r, permitted + 3, std::min(end, permitted + 5), {Cue::kCnsMetastasis});
  return what > 0 && !HasCue(r, what, end, {Cue::kIf, Cue::kUnless, Cue::kPermitted});
}

// "Eligible only if ..." demands, and "up to 3 prior lines are allowed" sets a ceiling.
bool PermissionDemands(const Reading& r, int begin, int end, int permitted) {
  if (ListsAllTumours(r, begin, end, permitted) || CeilingBehind(r, permitted, end)) return true;
  if (r.Is(permitted + 1, Cue::kOnly) && r.Is(permitted + 2, Cue::kIf)) {
    // "Prior radiotherapy is allowed only if there are other lesions": who had none has nothing to show.
    bool therapy = false;
    for (int k = begin; k < permitted; ++k) therapy = therapy || r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    return !therapy && !HasCue(r, begin, permitted, {Cue::kCnsMetastasis});
  }
  // "... is only allowed in the second-line cohorts" allows, and there alone.
  if (r.Is(permitted - 1, Cue::kOnly) && !r.WordContains(permitted, {"allowed", "permitted"})) return true;
  for (int k = begin; k < permitted; ++k) {
    // "Only one prior regimen is allowed": a ceiling.
    const bool only_some = r.Is(k, Cue::kOnly) && ReadCount(r, k + 1);
    if (only_some && HasCue(r, k, std::min(permitted, k + 6), {Cue::kLine})) return true;
    for (int m = k + 2; only_some && m < std::min(permitted, k + 5); ++m) {
      if (r.Is(m - 1, Cue::kPrior) && r.IsTermOf(m, KindBit(TermKind::kDrugClass))) return true;   // "only one prior ALK inhibitor"
    }
    if (!r.Is(k, Cue::kAtMost)) continue;
    if (HasCue(r, k, permitted, {Cue::kLine})) return true;
    // Treatment around an operation is allowed, not asked for.
    if (HasCue(r, k, permitted, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative})) continue;
    // "Prednisone up to 10 mg a day is permitted": a dose is let through.
    const auto bound = ReadBound(r, k, end);
    if (bound && (bound->unit == "mg" || bound->unit == "mg/day" || (r.WordIs(k, "up to") && bound->unit.starts_with("mg/m")))) continue;
    if (!r.Is(k + 2, Cue::kCycle) && ReadCount(r, k + 1) && !ReadDuration(r, k + 1, end))
      return true;
  }
  return false;
}

// In an exclusion list only a whole demand turns it ("patients must have recovered"), not "disease
// that must be treated".
bool DemandDescribes(const Reading& r, int begin, int must, Section section) {
  return section == Section::kExclusion && !r.at(must).lead &&
         HasCue(r, begin, must, {Cue::kWho}) && !r.WordStarts(must, {"is ", "are "});
}

// "Chemotherapy within 3 weeks, and any toxicity should have recovered", "or anticipation that it will be
// required", "who need to go on with it": the demand is not of the whole.
bool DemandsASecondThing(const Reading& r, int begin, int must) {
  if (r.at(must).lead) return false;
  if (r.WordStarts(must, {"need", "has to", "have to"})) return r.IsAny(must - 1, {Cue::kOr, Cue::kWho});
  const int joint = FindCue(r, begin, must, {Cue::kAnd, Cue::kOr});
  return joint > begin && FindWindow(r, {begin, must}, begin).has_value() && !r.at(begin).lead;
}

// "No active infection" written among the exclusions asks for its absence; only what a patient should have, or must be able to do, is meant as
// it stands ("no measurable disease").
bool StartsWithDenial(const Reading& r, int begin, int end) {
  int first = begin;
  while (first < end && r.at(first).lead) ++first;
  const bool has_none = r.WordIsAny(first, {"does not have", "do not have"});   // among the exclusions
  if (first > begin || first >= end || !(has_none || (r.Is(first, Cue::kNo) && r.WordIs(first, "no")) || r.WordStarts(first, {"no history", "no known", "no prior history", "none of"}))) return false;
  bool illness = r.IsTermOf(first + 1, KindBits({TermKind::kDrug, TermKind::kDrugClass})) && FindWindow(r, {first, end}, first).has_value();
  for (int i = first; i < end; ++i) {
    if (r.Find(i, TermKind::kFact) != nullptr || r.Find(i, TermKind::kLab) != nullptr) return false;
    if (has_none && r.IsMark(i, ':')) return false;   // "of lung disease: ILD, ...": of those of the list alone
    const Entry* tumour = has_none ? r.Find(i, TermKind::kDisease) : nullptr;
    illness = illness || (r.Find(i, TermKind::kCondition) != nullptr && tumour == nullptr) || r.Is(i, Cue::kCnsMetastasis) || (has_none && r.Is(i, Cue::kLeptomeningeal)) || (tumour != nullptr && tumour->id == "sclc" && r.WordContains(i, {"mixed", "combined"}));
  }
  return illness;
}

bool DeniesWhatIsAllowed(const Reading& r, int begin, int permitted, int end) {
  if (HasCue(r, permitted + 1, end, {Cue::kPermitted, Cue::kIf})) return false;
  int first = begin;
  while (first < permitted && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark) || r.WordIsAny(first, {"in addition", "additionally", "also", "furthermore", "moreover"}))) ++first;
  const bool no = r.WordIs(first, "no") || (r.WordStarts(first, {"no "}) && !r.WordStarts(first, {"no more", "no less", "no limit", "no restriction", "no study"}));
  const bool neither = r.WordIs(first, "neither") && HasCue(r, first + 1, permitted, {Cue::kNo});   // "neither A nor B is allowed"
  if (neither && !HasCue(r, first, permitted, {Cue::kIf, Cue::kUnless, Cue::kExcept})) return true;
  if (!no || r.WordContains(permitted, {"may", "can"})) return false;
  // "No other therapies (chemotherapy, radiation) are permitted while receiving the study drug".
  const bool during = HasCue(r, permitted + 1, end, {Cue::kOngoing});
  int depth = 0;
  for (int i = first; i < permitted; ++i) {
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    if (during && depth > 0) continue;
    if (r.IsAnyMark(i, ",;:") || r.IsAny(i, {Cue::kMust, Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kHowever})) return false;
    if (i <= first + 1 && r.IsAny(i, {Cue::kAtMost, Cue::kAtLeast, Cue::kMoreThan, Cue::kLessThan})) return false;
    if (r.WordContains(i, {"limit", "restrict", "requirement"})) return false;
    // "No radiotherapy to measured lesions Palliative radiotherapy allowed": two lines in one.
    const std::string_view word = r.Word(i);
    const bool capital = word.size() > 1 && word[0] >= 'A' && word[0] <= 'Z' && word[1] >= 'a' && word[1] <= 'z';
    if (i > first && capital && !r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kSite, TermKind::kDisease}))) return false;
  }
  return true;
}

// The adjective before its noun, at the begin of a sentence that asks something of whom it names, or behind an article.
bool NamesWhatIsEligible(const Reading& r, int begin, int eligible, int end) {
  if (r.WordIsAny(eligible - 1, {"an", "by an", "with an", "otherwise"})) return true;
  // "For eligible patients, prior therapy is not allowed".
  if ((r.Is(eligible - 1, Cue::kFor) || r.WordIs(eligible - 1, "for")) && r.WordStarts(eligible + 1, {"patient"}) && r.IsMark(eligible + 2, ',')) return true;
  int first = begin;
  while (first < eligible && (r.IsKind(first, Item::Kind::kMark) || r.at(first).lead || r.WordIsAny(first, {"all", "each", "every", "the"}))) ++first;
  // "For eligible patients, no prior ALK inhibitor is allowed".
  if (first + 1 == eligible && r.Is(first, Cue::kFor) && r.WordIsAny(eligible + 1, {"patients"})) return true;
  if (first != eligible) return false;
  // "Eligible tumor types include lung and breast cancer".
  const int including = FindCue(r, eligible + 2, std::min(end, eligible + 6), {Cue::kIncluding});
  for (int i = eligible + 1; i < including && !HasCue(r, including, end, {Cue::kExcluded, Cue::kExcept}); ++i) {
    if (r.WordContains(i, {"tumor", "cancer", "malignan", "histolog", "diagnos"})) return true;
  }
  const int demand = FindCue(r, eligible + 1, std::min(end, eligible + 6), {Cue::kMust, Cue::kMustNot});
  bool people = false;
  for (int i = eligible + 1; i < std::min(end, eligible + 6); ++i) {
    people = people || r.WordContains(i, {"patient"});
    if (people && ((i < demand && !r.WordContains(demand, {"have no"})) || r.WordIsAny(i, {"will have", "will"}))) return true;
  }
  return false;
}

// "Only patients with an EGFR mutation are eligible". Of an illness, or of metastases, it tells how they must be.
bool OnlyTheseAreEligible(const Reading& r, int begin, int permitted, int end) {
  // "... can be enrolled without the need of tissue" tells of something else.
  const int next = permitted + 1;
  if (next < end && !r.IsKind(next, Item::Kind::kMark) && !r.IsAny(next, {Cue::kFor, Cue::kTo}) && !r.WordStarts(next, {"in", "for", "to", "on"})) return false;
  if (HasCue(r, next, end, {Cue::kWithout, Cue::kIf, Cue::kUnless, Cue::kExcept})) return false;
  int first = begin;
  while (first < permitted && (r.IsKind(first, Item::Kind::kMark) || r.Is(first, Cue::kFiller))) ++first;
  if (!r.Is(first, Cue::kOnly) || r.at(first).lead || !r.WordStarts(first + 1, {"patient", "those"}) || !r.WordContains(permitted, {"eligible", "enrolled", "included", "participate"})) return false;
  bool tumour = false;
  const bool had = r.WordContains(first + 1, {"who"}) || r.Is(first + 2, Cue::kWho) || r.Is(first + 2, Cue::kPrior);   // "only patients who had platinum"
  for (int i = first + 1; i < permitted; ++i) {
    tumour = tumour || r.IsTermOf(i, KindBits({TermKind::kDisease, TermKind::kGene})) || r.Is(i, Cue::kStage) || (had && r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})));
    if (r.Is(i, Cue::kPrior) && had) continue;
    if ((r.IsTerm(i, TermKind::kCondition) && !r.IsTerm(i, TermKind::kDisease)) || r.IsAny(i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal, Cue::kPrior, Cue::kIf, Cue::kOr, Cue::kNo, Cue::kNot, Cue::kWithout})) return false;
  }
  return tumour;
}

// "AST <= 3 x ULN; if there are liver metastases, <= 5 x ULN is allowed": the second bound of the same value is what is allowed.
bool AllowsASecondBound(const Reading& r, int begin, int permitted) {
  int bounds = 0;
  bool lab = false, between = false;
  for (int i = begin; i < permitted; ++i) {
    const bool names = r.Find(i, TermKind::kLab) != nullptr;
    lab = lab || names;
    between = between || (names && bounds > 0);
    bounds += r.Is(i, Cue::kUln) ? 1 : 0;
  }
  return lab && bounds == 2 && !between && r.Is(permitted - 1, Cue::kUln);
}

// "This part may enroll subjects with the following cancers:" lists who may come.
bool AnnouncesTumours(const Reading& r, int permitted, int end) {
  const int list = r.WordContains(permitted, {"enrol"}) ? FindCue(r, permitted + 1, std::min(end, permitted + 5), {Cue::kAllOf}) : -1;
  bool tumours = false;
  for (int i = list + 1; list >= 0 && i < std::min(end, list + 5); ++i) {
    if (r.IsMark(i, ':')) return tumours;
    tumours = tumours || r.Is(i, Cue::kDiseaseWord) || r.WordContains(i, {"cancers", "tumors", "malignancies"});
  }
  return false;
}

// "Acceptable liver function", "to be eligible", "are eligible if they meet all of the following:"
// permit nothing: an adjective, a purpose, the announcement of an inclusion list.
bool OnlyNamesEligibility(const Reading& r, int begin, int end, int permitted, Section section) {
  const bool adjective = permitted + 1 < end && !r.IsKind(permitted + 1, Item::Kind::kMark) && (!r.at(permitted + 1).cue || r.Is(permitted + 1, Cue::kPrior));
  if (r.WordIs(permitted, "acceptable") && adjective) return true;
  // "Eligible patients must ...", "confirmed by an eligible laboratory".
  if ((section == Section::kInclusion || HasCue(r, permitted, std::min(end, permitted + 6), {Cue::kMustNot})) && r.WordIs(permitted, "eligible") && NamesWhatIsEligible(r, begin, permitted, end)) return true;
  if (permitted > begin && (r.Is(permitted - 1, Cue::kTo) || r.WordIs(permitted - 1, "to"))) return true;
  if (permitted > begin && section == Section::kInclusion && r.WordIsAny(permitted - 1, {"to be", "in order to", "in order to be"})) return true;
  if (section == Section::kInclusion && AnnouncesTumours(r, permitted, end)) return true;
  if (section != Section::kInclusion || !r.at(permitted).lead) return false;
  int lead_end = permitted;
  while (lead_end < end && r.at(lead_end).lead) ++lead_end;
  return HasCue(r, permitted, lead_end, {Cue::kAllOf}) && (HasCue(r, permitted, lead_end, {Cue::kIf, Cue::kOnly}));
}

// "Hemoglobin >= 9 g/dL, transfusions are allowed": how the bound may be reached. The item where the
// support is named, or -1.
int SupportOfBlood(const Reading& r, int begin, int permitted) {
  bool lab = false;
  int support = -1;
  for (int k = begin; k < permitted; ++k) {
    lab = lab || r.Find(k, TermKind::kLab) != nullptr;
    const Entry* drug_class = r.Find(k, TermKind::kDrugClass);
    bool supports = drug_class != nullptr && (drug_class->id == "transfusion" || drug_class->id == "growth_factor" || drug_class->id == "erythropoietin_class");
    if (supports && k + 3 >= permitted) support = k;
  }
  return lab ? support : -1;
}

// "Ineligible for cisplatin", "unless not eligible or unwilling to receive such therapies": who
// cannot have a therapy, not who cannot take part.
bool SpeaksOfTherapy(const Reading& r, int begin, int excluded, int end) {
  // "No standard therapy exists, has failed, or is not acceptable to the subject".
  if (r.WordContains(excluded, {"acceptable"})) {
    if (HasCue(r, std::max(begin, excluded - 5), excluded, {Cue::kStandardTherapy})) return true;
    // "Measures that do not exist, are no longer effective, or are not acceptable to the patient".
    const bool to_whom = r.WordIsAny(excluded + 1, {"to the", "to a"}) || ((r.Is(excluded + 1, Cue::kTo) || r.WordIs(excluded + 1, "to")) && r.WordIsAny(excluded + 2, {"the", "patient", "patients"}));
    if (to_whom && (r.Is(excluded - 1, Cue::kOr) || HasCue(r, std::max(begin, excluded - 12), excluded, {Cue::kNotExist}))) return true;
  }
  if (!r.WordContains(excluded, {"eligible", "suitable"})) return false;
  // "No standard options exist, or for which the patient is ineligible or declines".
  if (r.Is(excluded + 1, Cue::kOr) && r.WordStarts(excluded + 2, {"declin", "refus", "unwilling"}) && HasCue(r, begin, excluded, {Cue::kStandardTherapy})) return true;
  // "Refractory, ineligible, or intolerant to standard therapy".
  const int joint = excluded - (r.Is(excluded - 1, Cue::kWho) ? 2 : 1);   // "or who are not eligible for or refuse it"
  const bool in_list = r.WordIsAny(excluded, {"ineligible", "unsuitable", "not eligible", "not suitable"}) && (r.IsMark(joint, ',') || r.Is(joint, Cue::kOr) || r.IsMark(joint, '/'));
  if ((in_list && HasCue(r, excluded + 1, std::min(end, excluded + 9), {Cue::kStandardTherapy})) || HasCue(r, begin, excluded, {Cue::kUnless})) return true;
  bool purpose = r.Is(excluded + 1, Cue::kFor) || r.WordIsAny(excluded + 1, {"for", "to receive", "to undergo"}) ||
                 (r.Is(excluded + 1, Cue::kTo) && r.WordIsAny(excluded + 2, {"receive", "undergo"}));
  if (!purpose) return false;
  for (int k = excluded + 1; k < std::min(end, excluded + 7); ++k) {
    if (r.Find(k, TermKind::kDrug) != nullptr || r.Find(k, TermKind::kDrugClass) != nullptr || r.Is(k, Cue::kStandardTherapy)) return true;
    if (r.WordContains(k, {"therap", "treatment", "surgery", "resection", "transplant"})) return true;
  }
  return false;
}

// "Must have no standard therapy available", "must not be amenable to available therapy": what is asked for.
bool AsksForNoTherapy(const Reading& r, int must_not, int end) {
  if (!r.WordContains(must_not, {"have no", "be amenable", "be a candidate", "be eligible"}) && !(r.WordIs(must_not, "must not be") && r.Is(must_not + 1, Cue::kPlanned))) return false;
  for (int k = must_not + 1; k < std::min(end, must_not + 9); ++k) {
    if (r.Is(k, Cue::kStandardTherapy)) return true;
    const bool joins = r.IsAny(k, {Cue::kFiller, Cue::kPlanned, Cue::kNotExist, Cue::kFor, Cue::kTo, Cue::kBefore}) || r.Find(k, TermKind::kPlain) != nullptr || r.IsKind(k, Item::Kind::kWord);
    if (!joins) return false;
  }
  return false;
}

// "No ALK testing is required".
bool DeniesTest(const Reading& r, int begin, int must) {
  if (!r.WordContains(must, {"required", "mandatory", "necessary"})) return false;
  int no = FindCue(r, begin, must, {Cue::kNo});
  return no >= 0 && r.WordContains(must - 1, {"test", "assay", "analys", "assessment"});
}

// "(topical, local (e.g., inhaled) are acceptable": one of two brackets stays open, and the sentence goes on behind its list.
bool LeavesBracketOpen(const Reading& r, int begin, int i, int end) {
  int opened = 0, closed = 0;
  for (int k = begin; k < end; ++k) {
    opened += r.IsMark(k, '(') ? 1 : 0;
    closed += r.IsMark(k, ')') ? 1 : 0;
    if (k > i && r.IsMark(k, ')')) return false;
  }
  return opened >= 2 && closed < opened;
}

}  // namespace

MoodReading MoodOf(Reading& r, int begin, int end, Section section) {
  MoodReading out;
  out.mood = section == Section::kExclusion ? Mood::kProhibits : Mood::kRequires;
  if (section == Section::kExclusion && StartsWithCeilingOfLines(r, begin, end))
    return {Mood::kRequires, true};
  if (section == Section::kExclusion && StartsWithDenial(r, begin, end)) return {Mood::kRequires, true};
  // Behind what is asked for (statements.cc).
  if (section == Section::kInclusion && begin > 0 && r.Is(begin, Cue::kExcept) && !r.at(begin - 1).lead && !r.IsAnyMark(begin - 1, ".;:") && (r.WordStarts(begin, {"except"}) || r.WordIsAny(begin, {"excluding", "but not", "not including"}))) {
    r.Use(begin);
    return {Mood::kProhibits, true};
  }
  if (const std::optional<Mood> elided = ElidedMood(r, begin, end)) return {*elided, true};
  if (const int included = IncludesBrain(r, begin, end, section); included > 0) {
    r.Use(included);
    return {Mood::kPermits, true};
  }
  if (const int spares = section == Section::kExclusion ? SparesMetastases(r, begin, end) : -1; spares > 0) {
    r.at(spares).cue.reset();
    r.Use(spares);
    return {Mood::kPermits, true};
  }
  if (!HasCue(r, begin, end, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kNotRequired})) {
    if (section == Section::kInclusion && ForbidsMetastases(r, begin, end)) return {Mood::kProhibits, true};
    return out;
  }
  if (const int none = section == Section::kInclusion ? LetsInTreatedOnes(r, begin, end) : -1; none >= 0) {
    r.Use(none);
    return {Mood::kRequires, true};
  }
  // A sentence that stands in brackets as a whole says what it says.
  const bool whole = r.IsMark(begin, '(') && r.IsMark(end - 1, ')') && (r.IsMark(end - 2, '.') || (begin > 0 && r.IsMark(begin - 1, '.') && r.Is(end - 2, Cue::kPermitted)));
  int depth = whole ? -1 : 0;
  for (int i = begin; i < end; ++i) {
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')') && depth > 0) --depth;
    if (r.at(i).aside || OffersOneOfAList(r, i, section) || (r.Is(i, Cue::kMustNot) && r.Is(i - 1, Cue::kOr) && r.WordContains(i - 2, {"may"}))) continue;
    // "(transfusion allowed)": a remark in brackets does not turn the sentence.
    if (depth > 0 && r.Is(i, Cue::kMust) && section == Section::kExclusion) continue;
    if (depth > 0 && r.IsAny(i, {Cue::kPermitted, Cue::kNotRequired}) && !LeavesBracketOpen(r, begin, i, end)) continue;
    // "(mutations will not be assayed)".
    if (depth > 0 && r.Is(i, Cue::kMustNot) && section == Section::kInclusion) continue;
    // "..., or is ineligible to receive it" is one more way to qualify.
    int before = i - 1;
    while (before > begin && before > i - 5 && r.Is(before, Cue::kFiller)) --before;
    bool one_way = r.Is(i, Cue::kExcluded) && section == Section::kInclusion && r.WordContains(i, {"eligible", "suitable"}) && r.Is(before, Cue::kOr) &&
                   (before >= i - 2 || !r.WordContains(i, {"not eligible"}));
    if (r.Is(i, Cue::kExcluded) && (depth > 0 || one_way || SpeaksOfTherapy(r, begin, i, end))) continue;
    // "A tumour that cannot be operated on" describes it.
    if (r.Is(i, Cue::kMustNot) && section == Section::kInclusion && r.Is(i - 1, Cue::kWho)) continue;
    const bool goes_on = r.WordStarts(i, {"cannot", "can not"}) && r.IsAny(i - 1, {Cue::kAnd, Cue::kOr}) && (HasCue(r, begin, i, {Cue::kWho}) || (r.Is(i - 1, Cue::kOr) && HasCue(r, begin, i, {Cue::kAtLeast})));
    if (goes_on && r.Is(i, Cue::kMustNot) && section == Section::kInclusion) continue;
    if (r.Is(i, Cue::kMustNot) && section == Section::kInclusion && AsksForNoTherapy(r, i, end)) {
      out = {Mood::kRequires, true};
      continue;
    }
    if (r.IsAny(i, {Cue::kExcluded, Cue::kMustNot})) {
      r.Use(i);
      // "Will not be enrolled until the result is known".
      for (int k = i + 1; k < std::min(end, i + 6); ++k) {
        if (section == Section::kInclusion && r.WordIs(k, "until")) return {Mood::kRequires, true};
      }
      return {Mood::kProhibits, true};
    }
    if (r.Is(i, Cue::kNotRequired)) {
      // "Except hypothyroidism, if treatment is not needed".
      if (section == Section::kExclusion && HasCue(r, begin, i, {Cue::kExcept})) continue;
      r.Use(i);
      return {Mood::kPermits, true};
    }
    // "Considered eligible for surgical resection".
    if (r.Is(i, Cue::kPermitted) && section == Section::kInclusion && r.WordContains(i, {"eligible"}) && (r.Is(i + 1, Cue::kFor) || r.WordIs(i + 1, "for"))) {
      bool therapy = false;
      for (int k = i + 2; k < std::min(end, i + 6); ++k) therapy = therapy || r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kSetting}));
      if (therapy) continue;
    }
    if (r.Is(i, Cue::kPermitted)) {
      // "No prior radiotherapy is allowed" asks for none.
      if (DeniesWhatIsAllowed(r, begin, i, end)) {
        r.Use(i);
        return {Mood::kRequires, true};
      }
      // "Eligible NSCLC patients must have ...": who they are, and no permission.
      if (r.WordIs(i, "eligible") && (i == begin || r.at(i - 1).lead) && r.FindCue(i + 1, std::min(end, i + 6), {Cue::kMust, Cue::kMustNot}) > 0) {
        r.at(i).used = r.at(i).aside = true;
        continue;
      }
      // "Must be eligible on the basis of ...", "may include but may not be limited to".
      if (r.Is(i - 1, Cue::kMust) || r.Is(i - 2, Cue::kMust)) continue;
      if (section == Section::kInclusion && AllowsASecondBound(r, begin, i)) continue;
      // "A disorder that may have an impact on ...".
      const bool judged = r.IsMark(i - 1, ',') && HasCue(r, std::max(begin, i - 8), i, {Cue::kInvestigator}) && HasCue(r, std::max(begin, i - 10), i, {Cue::kWho});
      if ((r.Is(i - 1, Cue::kWho) || judged) && r.WordIsAny(i, {"may have", "may be"})) continue;
      // It belongs to the exception, when there is a rule to except from: "alterations other than of EGFR are permitted" has none.
      const bool rule = section == Section::kExclusion || HasCue(r, begin, i, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kExcluded, Cue::kMustNot, Cue::kMust, Cue::kUnless, Cue::kNaive}) || AsksForLesionBefore(r, begin, r.FindCue(begin, i, {Cue::kExcept}));
      // "Exception: KRAS mutations are not excluded".
      const int own = r.Is(begin, Cue::kExcept) && r.IsMark(begin + 1, ':') ? begin + 2 : begin;
      // "Patients with skin cancers excluding melanoma are eligible": the exception is one from who may come.
      const bool of_people = !r.at(begin).lead && r.WordStarts(begin, {"patients with"}) && i + 4 >= end && !HasCue(r, begin, i, {Cue::kWho, Cue::kUnless, Cue::kNo, Cue::kNot}) && !r.IsMark(i - 1, ',');
      if (rule && !of_people && HasCue(r, own, i, {Cue::kExcept, Cue::kUnless})) continue;
      if (OnlyNamesEligibility(r, begin, end, i, section)) continue;
      if (int support = SupportOfBlood(r, begin, i); support >= 0) {
        for (int k = support; k <= i; ++k) r.at(k).aside = r.at(k).used = true;
        continue;
      }
      // "No more than 8 weeks may have elapsed since ...".
      if (r.WordContains(i, {"may have", "can have"}) && r.WordStarts(i + 1, {"elapsed", "passed"})) continue;
      r.Use(i);
      if (CountOfLinesAllowed(r, begin, i)) return {Mood::kRequires, true, true};
      if (OnlyTheseAreEligible(r, begin, i, end)) return {Mood::kRequires, true};
      return {PermissionDemands(r, begin, end, i) || CeilingOfLinesBehind(r, begin, i, end) ? Mood::kRequires : Mood::kPermits, true};
    }
    if (r.Is(i, Cue::kMust) && DeniesTest(r, begin, i)) return {Mood::kPermits, true};
    if (section == Section::kExclusion && r.Is(i, Cue::kMust) && DemandsASecondThing(r, begin, i)) continue;
    if (r.Is(i, Cue::kMust) && !DemandDescribes(r, begin, i, section)) {
      out = {Mood::kRequires, true};  // a later prohibition or permission still overrules it
      r.Use(i);
    }
  }
  return out;
}

bool ListsAllTumours(const Reading& r, int begin, int end, int permitted) {
  int own = begin;
  while (own < permitted && (r.at(own).lead || r.IsKind(own, Item::Kind::kMark) || r.Is(own, Cue::kFiller))) ++own;
  if (own != permitted || r.at(permitted).lead) return false;
  int k = permitted + 1;
  bool types = false;
  while (k < end && k < permitted + 5 && (r.Is(k, Cue::kDiseaseWord) || r.WordContains(k, {"tumor", "cancer", "type", "malignanc"}))) types = r.WordContains(k++, {"type"}) || types;
  const bool list = r.Is(k, Cue::kIncluding) ? !r.WordContains(k, {"limited", "such as", "like"}) : r.WordIs(k, "are") || r.IsMark(k, ':');
  return types && list && r.IsTermOf(k + 1, KindBit(TermKind::kDisease));
}

}  // namespace trialmatch::rules
