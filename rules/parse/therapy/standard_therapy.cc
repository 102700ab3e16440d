#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/offered_therapy.h"
#include "rules/parse/therapy/standard_therapy_words.h"

namespace trialmatch::rules {
namespace {

// "Treated according to standard of care", "as per local standard of care": how, not with what.
bool TellsOnlyHow(const Reading& r, int i) {
  // "A standard-of-care CT".
  if (const Entry* plain = r.Find(i + 1, TermKind::kPlain); plain != nullptr && (plain->id == "imaging" || plain->id == "heart_tests")) return true;
  if (r.WordStarts(i + 1, {"biops", "imaging", "scan", "test"})) return true;
  const auto how = [&](int k) {
    return r.WordIsAny(k, {"according to", "per", "as per", "in accordance with", "in line with",
                             "consistent with", "as part of", "following", "per local", "as per local"});
  };
  while (r.Is(i - 1, Cue::kFiller) && !how(i - 1)) --i;
  return how(i - 1);
}

// "Standard of care neoadjuvant chemotherapy", "standard treatment with pembrolizumab": what is named behind is meant.
bool IsAdjective(const Reading& r, int i, int end) {
  int k = i + 1;
  while (k < end && k < i + 5 && (r.IsAny(k, {Cue::kNeoadjuvant, Cue::kAdjuvant, Cue::kPerioperative, Cue::kFirstLine, Cue::kFiller, Cue::kWith, Cue::kDefinitive, Cue::kMaintenance}) || r.IsAnyMark(k, "-/()[]") || r.WordIs(k, "soc"))) ++k;
  return k < end && r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
}

// "Must have no appropriate standard therapy", "must not be amenable to it": denied by the words of the demand.
bool MustHaveNone(const Reading& r, Clause clause, int therapy) {
  for (int k = therapy - 1; k >= clause.begin && k >= therapy - 8; --k) {
    if (r.Is(k, Cue::kMustNot)) return true;
    const bool joins = r.IsAny(k, {Cue::kFiller, Cue::kPlanned, Cue::kNotExist, Cue::kFor, Cue::kTo, Cue::kBefore}) || r.Find(k, TermKind::kPlain) != nullptr;
    if (!joins) return false;
  }
  return false;
}

// "Standard therapy is available", "exists": said of it, and not denied.
bool ToldAvailable(const Reading& r, Clause clause, int therapy) {
  const int told = FindCue(r, clause.begin, clause.end, {Cue::kNotExist});
  if (told < 0 || !r.WordIsAny(told, {"available", "exists", "exist"}) || DeniedBefore(r, clause, told)) return false;
  if (told < therapy) return r.Is(told, Cue::kNotExist) && told + 1 == therapy;
  for (int k = therapy + 1; k < told; ++k) {
    if (!r.IsAny(k, {Cue::kFiller, Cue::kWho}) && r.Find(k, TermKind::kPlain) == nullptr) return false;
  }
  return true;
}

// "Received prior standard therapy", "previously received, or ineligible for, standard therapy": it was given, and
// nothing says how it ended. The word of the past, or -1.
int GivenAt(const Reading& r, Clause clause, int therapy) {
  for (int k = therapy - 1; k >= clause.begin && k >= therapy - 10; --k) {
    if (r.Is(k, Cue::kPrior)) return k;
    const bool joins = r.IsAnyMark(k, ",()") || r.IsAny(k, {Cue::kFiller, Cue::kOr, Cue::kNotCandidate, Cue::kBefore, Cue::kAllOf, Cue::kAtLeast}) ||
                       r.Find(k, TermKind::kPlain) != nullptr || r.IsNumber(k);
    if (!joins) return -1;
  }
  return -1;
}

// "Received standard therapy, or it is not available, not tolerated or refused": whoever had it, however it ended.
bool GivenOrNotBorne(const Reading& r, Clause clause, int therapy) {
  const int borne = FindCue(r, therapy + 1, clause.end, {Cue::kIntolerant});
  if (borne < 0 || HasCue(r, clause.begin, therapy, {Cue::kIntolerant}) || HasCue(r, clause.begin, clause.end, {Cue::kProgressed, Cue::kNot, Cue::kNo})) return false;
  return GivenAt(r, clause, therapy) >= 0 && HasCue(r, therapy + 1, borne, {Cue::kOr}) && HasCue(r, therapy + 1, clause.end, {Cue::kNotExist});
}

// "..., or there is no standard therapy": said of it once more behind item `therapy`.
bool OrNoneExists(const Reading& r, Clause clause, int therapy) {
  const int again = FindCue(r, therapy + 1, clause.end, {Cue::kStandardTherapy});
  return again > therapy && HasCue(r, therapy + 1, again, {Cue::kOr}) && HasCue(r, std::max(therapy + 1, again - 3), again, {Cue::kNo, Cue::kWithout});
}

Expression Given(const Reading& r, Clause clause, int first, int last) {
  if (ToldOfAll(r, clause, last)) return Expression::OfLeaf(StandardTherapyLeaf{IsLimitedByJudgement(r, clause, last) ? StandardTherapyLeaf::Kind::kUnavailable : StandardTherapyLeaf::Kind::kExhausted}, r.SpanOf(first, last), "standard_therapy");
  TreatmentLeaf leaf;
  leaf.what = {"systemic_therapy"};
  return Expression::OfLeaf(std::move(leaf), r.SpanOf(first, last), "standard_therapy.given");
}

// "Failed standard therapy, or received immunotherapy": what stands behind the "or" is not of the standard.
int EndBeforeOtherTherapy(const Reading& r, Clause clause, int therapy) {
  const int other = FindCue(r, therapy + 1, clause.end, {Cue::kOr});
  if (other < 0 || r.Find(other + 1, TermKind::kSetting) != nullptr || HasCue(r, other + 1, clause.end, {Cue::kStandardTherapy, Cue::kNotExist, Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kNotCandidate, Cue::kMustNot, Cue::kExhausted})) return clause.end;
  for (int k = other + 1; k < clause.end && k < other + 6; ++k) {
    if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return other;
  }
  return clause.end;
}

// "Progressed on standard treatment(s) for which no additional therapy is available": behind the therapy at item `one`.
bool OfWhichNoneIsLeft(const Reading& r, Clause clause, int one) {
  int which = one + 1;
  while (which < clause.end && which <= one + 5 && (r.IsAnyMark(which, "(),") || r.WordIs(which, "s"))) ++which;
  if (!r.WordIsAny(which, {"for which", "for whom"}) || !r.Is(which + 1, Cue::kNo)) return false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.WordContains(i, {"curativ", "cure", "satisf", "toler", "suitab", "refus", "declin"}) || (i > which && r.Is(i, Cue::kOr))) return false;
  }
  return HasCue(r, which + 2, clause.end, {Cue::kNotExist});
}

// "Intolerant of standard therapy, or recurrence after standard therapy": the item where the second is told, or that of the first.
int LastOfFailed(const Reading& r, Clause clause, int one) {
  const int other = FindCue(r, one + 1, clause.end, {Cue::kStandardTherapy});
  if (other < 0 || !r.Is(other - (r.Is(other - 1, Cue::kFiller) ? 2 : 1), Cue::kProgressed)) return one;
  for (int k = one + 1; k < other; ++k) {
    const bool joins = r.IsMark(k, ',') || r.IsAny(k, {Cue::kOr, Cue::kProgressed, Cue::kFiller}) || r.Find(k, TermKind::kPlain) != nullptr;
    if (!joins || r.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout})) return one;
  }
  return other;
}

// "Progression after standard therapy, and no standard therapy available": one "and" between the two, and both are asked.
bool AsksForBoth(const Reading& r, Clause clause) {
  int one = FindCue(r, clause.begin, clause.end, {Cue::kStandardTherapy});
  if (one >= 0) one = LastOfFailed(r, clause, one);
  const int other = one < 0 ? -1 : FindCue(r, one + 1, clause.end, {Cue::kStandardTherapy});
  const int progressed = FindCue(r, clause.begin, clause.end, {Cue::kProgressed, Cue::kIntolerant});
  if (one < 0 || progressed < 0 || progressed > one) return false;
  if (OfWhichNoneIsLeft(r, clause, one)) return true;
  const int both = FindCue(r, one + 1, other < 0 ? clause.end : other, {Cue::kAnd});
  // "... and for whom there are no alternative therapies".
  if (other < 0 && (both < 0 || !r.Is(both + 1, Cue::kFor) || !r.WordIsAny(both + 2, {"whom", "which"}))) return false;
  return both > one && !HasCue(r, one + 1, both + 3, {Cue::kOr}) && !r.IsMark(both + 1, '/') && !r.IsMark(both - 1, '/');
}

// "Failed previous treatment, and for whom no alternative standard therapy exists": what is said of the therapy at item `therapy` is a
// demand of its own.
bool AndNoneExists(const Reading& r, Clause clause, int therapy) {
  int none = therapy - 1;
  while (none > clause.begin && (r.IsAny(none, {Cue::kFiller, Cue::kNo, Cue::kNotExist}) || r.Find(none, TermKind::kPlain) != nullptr)) --none;
  const bool whom = r.WordIsAny(none, {"for whom", "for which"}) || (r.WordIsAny(none, {"whom", "which"}) && r.Is(none - 1, Cue::kFor));
  while (whom && !r.Is(none, Cue::kAnd) && none > clause.begin && (r.IsAny(none, {Cue::kFor, Cue::kWho}) || r.WordIsAny(none, {"for whom", "for which", "whom", "which"}))) --none;
  if (!whom || !r.Is(none, Cue::kAnd) || HasCue(r, therapy, clause.end, {Cue::kOr})) return false;
  return NoneExists(r, {none + 1, clause.end}, therapy) && HasCue(r, clause.begin, none, {Cue::kProgressed});
}

// "Progressed after standard therapy, and for whom no available therapies are appropriate": whether another one suits is a judgement.
bool AndNoneSuits(const Reading& r, Clause clause, int therapy) {
  const int both = FindCue(r, therapy + 1, clause.end, {Cue::kAnd});
  const int none = both < 0 ? -1 : FindCue(r, both + 1, clause.end, {Cue::kNotExist, Cue::kNo});
  for (int i = none; none >= 0 && i < clause.end && !r.IsAnyMark(i, ",;."); ++i) {
    if (r.WordIsAny(i, {"appropriate", "suitable", "satisfactory", "acceptable"})) return !HasCue(r, none, i, {Cue::kOr});
  }
  return false;
}

// "Must have relapsed, refractory or progressive disease, and should have no appropriate standard therapy available": the disease grows, and of the
// therapy at item `therapy` none may be left.
bool ProgressiveAndNoneLeft(const Reading& r, Clause clause, int therapy) {
  int none = therapy - 1;
  while (none > clause.begin && (r.Is(none, Cue::kFiller) || (r.Find(none, TermKind::kPlain) != nullptr && !r.IsAny(none, {Cue::kNo, Cue::kMustNot})))) --none;
  if (!r.IsAny(none, {Cue::kNo, Cue::kMustNot, Cue::kWithout}) || HasCue(r, therapy, clause.end, {Cue::kOr})) return false;
  while (none > clause.begin && r.IsAny(none, {Cue::kNo, Cue::kMustNot, Cue::kWithout, Cue::kWith, Cue::kWho, Cue::kMust})) --none;
  const int joint = r.IsMark(none - 1, ',') ? none - 1 : none;
  return r.Is(none, Cue::kAnd) && r.Is(joint - 1, Cue::kProgressed) && r.WordContains(joint - 1, {"disease"});
}

// "Treatment naive or ..." before item `end`: the item that says so, or -1.
int NaiveBeforeOr(const Reading& r, Clause clause, int end) {
  const int naive = FindCue(r, clause.begin, end, {Cue::kNaive});
  if (naive < 0 || !r.WordIsAny(naive, {"treatment naive", "treatment-naive", "therapy naive", "therapy-naive", "treatment na\xC3\xAFve", "treatment-na\xC3\xAFve", "therapy na\xC3\xAFve", "untreated", "previously untreated"})) return -1;
  return HasCue(r, naive + 1, std::min(end, naive + 4), {Cue::kOr}) ? naive : -1;
}

// "Progressed on prior systemic therapy and have no standard options": the failure is of the therapy before the "and".
bool FailedAnother(const Reading& r, Clause clause, int i) {
  const int progressed = FindCue(r, clause.begin, i, {Cue::kProgressed, Cue::kIntolerant});
  // Who cannot bear the standard is told behind it, "or who is intolerant of it".
  if (progressed < 0 || HasCue(r, i, clause.end, {Cue::kProgressed})) return false;
  int therapy = -1, both = -1;
  for (int k = progressed + 1; k < i; ++k) {
    const bool during = r.Is(k, Cue::kOr) && r.WordIsAny(k - 1, {"during", "on"});
    if ((r.IsAny(k, {Cue::kOr, Cue::kIf, Cue::kUnless}) && !during) || r.IsMark(k, '/')) return false;
    if (both < 0 && (r.Is(k, Cue::kLine) || r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r.WordIsAny(k, {"treatment", "therapy", "previous treatment", "prior treatment", "previous therapy", "prior therapy"}))) therapy = k;
    if (r.Is(k, Cue::kAnd) && therapy >= 0) both = k;
    if (both >= 0 && r.IsAny(k, {Cue::kProgressed, Cue::kIntolerant})) return false;
  }
  return both >= 0 && HasCue(r, both, i, {Cue::kNo, Cue::kNot, Cue::kNotExist, Cue::kWithout});
}

// "Intolerant to standard therapies and should have no appropriate standard options": a later one is denied by its own words.
bool NoneLater(const Reading& r, Clause clause, int therapy) {
  for (int i = therapy + 1; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kStandardTherapy)) continue;
    for (int k = i - 1; k > therapy && k >= i - 3; --k) {
      if (r.IsAny(k, {Cue::kNo, Cue::kMustNot})) return true;
    }
  }
  return false;
}

bool OfOneStateOfTwo(const Reading& r, Clause clause, int first, int last) {
  bool where = false, before = false, joint = false;
  for (int i = std::max(clause.begin, first - 6); i < first; ++i) {
    where = where || r.WordIsAny(i, {"where", "for whom", "for which"});
    before = before || (!where && r.IsTermOf(i, KindBits({TermKind::kSetting, TermKind::kDisease})));
  }
  for (int i = last + 1; where && before && i < std::min(clause.end, last + 7); ++i) {
    joint = joint || r.Is(i, Cue::kOr);
    if (joint && r.IsTerm(i, TermKind::kSetting)) return true;
  }
  return false;
}

// "Refractory to standard therapy, or for which no curative therapy exists": the second way to what is said of the
// therapy, and no other extent of the tumour. Its item, or -1.
int OrIncurable(const Reading& r, Clause clause, int last) {
  bool joint = false;
  for (int i = last + 1; i < clause.end && i <= last + 8; ++i) {
    const Entry* setting = r.Find(i, TermKind::kSetting);
    if (setting != nullptr) return joint && setting->id == "not_amenable_to_curative_treatment" && !r.at(i).used ? i : -1;
    joint = joint || r.Is(i, Cue::kOr);
    const bool glue = r.IsMark(i, ',') || r.IsAny(i, {Cue::kOr, Cue::kFiller, Cue::kFor, Cue::kWho}) || r.Find(i, TermKind::kPlain) != nullptr;
    if (!glue) return -1;
  }
  return -1;
}

// "Standard therapy (including targeted therapy)": part of the standard, and no demand of its own.
void SetAsideKinds(Reading& r, Clause clause, int therapy) {
  int open = therapy + 1;
  while (open < clause.end && open < therapy + 3 && !r.IsMark(open, '(')) ++open;
  if (!r.IsMark(open, '(') || !r.Is(open + 1, Cue::kIncluding)) return;
  int close = open + 2;
  for (; close < clause.end && !r.IsAnyMark(close, "()"); ++close) {
    const Entry* kind = r.Find(close, TermKind::kDrugClass);
    const bool general = kind != nullptr && (kind->id == "targeted_therapy" || kind->id == "immunotherapy" || kind->id == "systemic_therapy");
    if (!general && !r.IsAny(close, {Cue::kFiller, Cue::kOr, Cue::kAnd, Cue::kIf}) && !r.IsMark(close, ',') && r.Find(close, TermKind::kPlain) == nullptr && !r.WordIsAny(close, {"applicable", "appropriate"})) return;
  }
  if (r.IsMark(close, ')')) r.UseRange(open, close);
}

// "At least 2 lines of therapy, *or for whom no standard therapy exists*": the standard stands in a way of its own. The item behind its
// "or", or the begin of the clause.
int BeginOfOwnWay(Reading& r, Clause clause) {
  constexpr CueSet kDenials = {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot, Cue::kNaive};
  constexpr CueSet kPredicates = {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kIntolerant, Cue::kProgressed, Cue::kExhausted, Cue::kNotCandidate};
  bool therapy = false;
  int depth = 0;
  for (int o = clause.begin; o < clause.end; ++o) {
    depth += r.IsMark(o, '(') ? 1 : r.IsMark(o, ')') ? -1 : 0;
    if (r.IsAny(o, kDenials)) return clause.begin;
    const bool counted = r.Is(o, Cue::kStandardTherapy) && HasCue(r, std::max(clause.begin, o - 3), o, {Cue::kLine});
    if (r.Is(o, Cue::kStandardTherapy) && !counted) return clause.begin;
    // "A tumour for which immunotherapy is approved, progressed on or intolerant to standard therapy".
    if (r.IsAny(o, {Cue::kProgressed, Cue::kIntolerant, Cue::kExhausted})) therapy = false;
    therapy = therapy || counted || (!r.at(o).lead && (r.Is(o, Cue::kLine) || r.IsTermOf(o, KindBits({TermKind::kDrug, TermKind::kDrugClass}))));
    if (!r.Is(o, Cue::kOr) || depth != 0 || !therapy || r.WordStarts(o, {"and"}) || r.Is(o - 1, Cue::kAnd) || r.IsMark(o - 1, '/')) continue;
    const int standard = FindCue(r, o + 1, std::min(clause.end, o + 12), {Cue::kStandardTherapy});
    if (standard < 0) continue;
    bool own = HasCue(r, o + 1, standard, kPredicates);
    for (int k = o + 1; k < standard && !own; ++k) own = r.Is(k, Cue::kNotExist) && r.WordStarts(k, {"no "});
    for (int k = standard + 1; k < clause.end && k <= standard + 4 && !own; ++k) own = r.Is(k, Cue::kNotExist) && r.WordStarts(k, {"not ", "is not", "are not", "does not", "do not", "no ", "unavailable"});
    for (int k = o + 1; k < standard; ++k) own = own && !r.Is(k, Cue::kLine) && !r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    if (!own) continue;
    // "Or whose cancer is refractory".
    for (int k = o + 1; k < standard; ++k) {
      if (r.Is(k, Cue::kDiseaseWord) || r.WordIsAny(k, {"cancer", "tumor", "malignancy"})) r.Use(k);
    }
    return o + 1;
  }
  return clause.begin;
}

// "No standard therapy exists (surgery, radiotherapy, and/or chemotherapy)": what the standard may be, in brackets that open at item `i`.
void UseKindsInBracket(Reading& r, Clause clause, int i) {
  if (!r.IsMark(i, '(')) return;
  int close = i + 1;
  bool therapy = false;
  for (; close < clause.end && !r.IsMark(close, ')'); ++close) {
    const bool named = r.IsTermOf(close, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    if (!named && !r.IsAnyMark(close, ",/") && !r.IsAny(close, {Cue::kOr, Cue::kAnd, Cue::kFiller})) return;
    therapy = therapy || named;
  }
  if (close < clause.end && therapy) r.UseRange(i, close);
}

}  // namespace

void ReadStandardTherapy(Reading& r, Clause clause, Atoms& atoms) {
  if (!r.MayHoldCue({Cue::kStandardTherapy})) return;
  if (ReadNoneLeftOrIntolerant(r, clause, atoms)) return;
  if (r.MayHoldCue({Cue::kOr})) clause.begin = BeginOfOwnWay(r, clause);
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kStandardTherapy) || r.at(i).used || r.WordIsAny(i + 1, {"ct", "mri", "imaging", "scan", "scans", "images", "biopsy", "laboratory", "visit"})) continue;
    if (!HasCue(r, clause.begin, clause.end, {Cue::kProgressed, Cue::kIntolerant, Cue::kExhausted})) UseKindsInBracket(r, clause, i + 1);
    if (ReadExtentInSpite(r, i, atoms)) return;
    if (TellsOnlyHow(r, i)) {
      r.at(i).used = r.at(i).aside = true;
      continue;
    }
    bool failed = HasCue(r, clause.begin, clause.end, {Cue::kProgressed, Cue::kIntolerant}) && !FailedAnother(r, clause, i);
    if (GivenOrNotBorne(r, clause, i)) failed = false;
    bool exhausted = HasCue(r, clause.begin, clause.end, {Cue::kExhausted});
    int gone = FindCue(r, clause.begin, clause.end, {Cue::kNotExist, Cue::kNotCandidate});
    // "Refractory, ineligible, or intolerant to standard therapy".
    for (int k = clause.begin; k < i && gone < 0; ++k) {
      if (!r.Is(k, Cue::kExcluded) || !r.WordIsAny(k, {"ineligible", "unsuitable"})) continue;
      gone = k;
      r.Use(k);
    }
    // "Exhausted all effective therapies available locally": none is denied.
    if (exhausted && gone >= 0 && r.WordIsAny(gone, {"available", "existing"}) && !r.Is(gone - 1, Cue::kNot)) gone = -1;
    bool no_before = DeniedBefore(r, clause, i) || MustHaveNone(r, clause, i);
    const bool available = !failed && !exhausted && !MustHaveNone(r, clause, i) && ToldAvailable(r, clause, i);
    const int given = failed || exhausted ? -1 : GivenAt(r, clause, i);
    bool inappropriate = false;
    for (int k = i; k < clause.end && !inappropriate; ++k) inappropriate = r.Is(k, Cue::kStandardTherapy) && NotAppropriate(r, clause, k);
    const bool unavailable = gone >= 0 || no_before || inappropriate || NoneLater(r, clause, i);
    // "All standard-of-care targeted therapy": of the standard, what is named.
    const bool all_named = !exhausted && !unavailable && ToldOfAll(r, clause, i) && IsAdjective(r, i, clause.end);
    if ((!failed && !exhausted && !unavailable && given < 0) || all_named) {
      if (IsAdjective(r, i, clause.end)) r.at(i).used = r.at(i).aside = true;
      continue;
    }
    if (MustHaveNone(r, clause, i)) {
      for (int k = i - 1; k >= clause.begin && !r.Is(k, Cue::kMustNot); --k) {
        if (r.Is(k, Cue::kPlanned)) r.Use(k);
      }
    }
    SetAsideKinds(r, clause, i);
    SetAsideExamples(r, clause, i);
    StandardTherapyLeaf leaf;
    if (exhausted && !unavailable) leaf.kind = StandardTherapyLeaf::Kind::kExhausted;
    else if (failed && unavailable) leaf.kind = AsksForBoth(r, clause) || AndNoneExists(r, clause, i) ? StandardTherapyLeaf::Kind::kExhausted : ToldOfAll(r, clause, i) ? StandardTherapyLeaf::Kind::kUnavailable : StandardTherapyLeaf::Kind::kFailedOrUnavailable;
    else if (unavailable && !exhausted && !inappropriate && given < 0 && NoneExists(r, clause, i)) leaf.kind = StandardTherapyLeaf::Kind::kNone;
    else if (exhausted || unavailable) leaf.kind = StandardTherapyLeaf::Kind::kUnavailable;
    else leaf.kind = ToldOfAll(r, clause, i) ? StandardTherapyLeaf::Kind::kExhausted : StandardTherapyLeaf::Kind::kFailed;
    int first = i, last = i;
    const int own_end = EndBeforeOtherTherapy(r, clause, i);
    for (int k = clause.begin; k < own_end; ++k) {
      const auto& cue = r.at(k).cue;
      if (!cue) continue;
      switch (*cue) {
        case Cue::kStandardTherapy: case Cue::kProgressed: case Cue::kIntolerant: case Cue::kExhausted: case Cue::kNotExist: case Cue::kNo:
        case Cue::kNot: case Cue::kWithout: case Cue::kPrior: case Cue::kNotCandidate: case Cue::kNaive:
        case Cue::kFirstLine: case Cue::kSecondLine: case Cue::kMustNot:
          first = std::min(first, k);
          last = std::max(last, k);
          r.Use(k);
          break;
        default: break;
      }
    }
    Atom atom;
    atom.first = first;
    atom.last = last;
    atom.topic = Topic::kLineOfTherapy;
    atom.negated = available;
    atom.expression = Expression::OfLeaf(leaf, r.SpanOf(first, last), "standard_therapy");
    const bool judged = leaf.kind == StandardTherapyLeaf::Kind::kExhausted && failed && unavailable && AndNoneSuits(r, clause, i);
    if (judged || (leaf.kind == StandardTherapyLeaf::Kind::kFailedOrUnavailable && ProgressiveAndNoneLeft(r, clause, i))) {
      std::get<StandardTherapyLeaf>(*atom.expression.leaf).kind = StandardTherapyLeaf::Kind::kFailed;
      atom.expression = Expression::All(std::move(atom.expression), Expression::OfLeaf(StandardTherapyLeaf{StandardTherapyLeaf::Kind::kUnavailable}, r.SpanOf(first, last), "standard_therapy"));
    }
    if (const int incurable = OrIncurable(r, clause, last); incurable > last && !available && given < 0) {
      OneOfLeaf setting{OneOfLeaf::Attribute::kSetting, {"not_amenable_to_curative_treatment"}, {}, 0};
      atom.expression = Expression::Any(std::move(atom.expression), Expression::OfLeaf(std::move(setting), r.SpanOf(incurable, incurable), "stage.setting"));
      atom.last = incurable;
      r.Use(incurable);
    }
    if (given >= 0) {
      const bool lacks = (gone >= 0 && !r.WordIsAny(gone, {"available", "exist", "exists"})) || (no_before && gone >= 0);
      Expression had = Given(r, clause, given, i);
      const bool none_else = OrNoneExists(r, clause, i) && had.rule == "standard_therapy.given";
      const int from = std::min(i, gone), to = std::max(i, gone);
      const bool either = lacks && (HasCue(r, from, to, {Cue::kOr}) || gone < i);
      atom.negated = !lacks && no_before;
      if (!lacks && had.rule == "standard_therapy.given") atom.topic = Topic::kPriorTherapy;
      if (!lacks) {
        if (const int naive = NaiveBeforeOr(r, clause, std::min(i, given)); naive >= 0) {
          // "Treatment-naive or have received standard therapy".
          TreatmentLeaf any;
          any.what = {"systemic_therapy"};
          any.for_this_cancer = true;
          had = Expression::Any(Expression::Not(Expression::OfLeaf(std::move(any), r.SpanOf(naive, naive), "treatment.naive")), std::move(had));
          r.Use(naive);
        }
      }
      // "..., or is unlikely to benefit from them": a way that is not read.
      if (had.rule == "standard_therapy" && !OrNoneExists(r, clause, i) && HasCue(r, i + 1, clause.end, {Cue::kOr}) && gone < 0) had = Expression::Any(std::move(had), Expression::Opaque(r.SpanOf(i + 1, clause.end - 1)));
      if (none_else) had = Expression::Any(std::move(had), Expression::OfLeaf(StandardTherapyLeaf{NoneExists(r, clause, FindCue(r, i + 1, clause.end, {Cue::kStandardTherapy})) ? StandardTherapyLeaf::Kind::kNone : StandardTherapyLeaf::Kind::kUnavailable}, r.SpanOf(first, last), "standard_therapy"));
      atom.expression = !lacks ? std::move(had) : either ? Expression::Any(std::move(had), std::move(atom.expression)) : Expression::All(std::move(had), std::move(atom.expression));
    }
    // Whether what the study itself gives, or forbids, is among what is left, no table tells.
    if (leaf.kind == StandardTherapyLeaf::Kind::kExhausted && failed && OfWhichNoneIsLeft(r, clause, i)) atom.expression = Expression::Any(std::move(atom.expression), Expression::All(Expression::OfLeaf(StandardTherapyLeaf{StandardTherapyLeaf::Kind::kFailed}, r.SpanOf(first, last), "standard_therapy"), Expression::Opaque(r.SpanOf(first, last))));
    // "Recurrent, where curative options are exhausted, or metastatic": told of the first alone.
    if (OfOneStateOfTwo(r, clause, first, last)) atom.expression = Expression::Any(std::move(atom.expression), Expression::Opaque(r.SpanOf(first, last)));
    if (!r.Is(last, Cue::kStandardTherapy)) UseKindsInBracket(r, clause, last + 1);
    atoms.push_back(std::move(atom));
    return;   // one statement a clause: its words speak of the same therapy
  }
}

}  // namespace trialmatch::rules
