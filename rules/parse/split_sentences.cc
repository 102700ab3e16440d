#include <algorithm>
#include <cctype>
#include <string_view>

#include "base/ascii.h"
#include "rules/parse/bounds/lab_conditions.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {
namespace {

bool StartsUpper(const Reading& reading, int i) {
  if (i >= reading.size()) return true;
  std::string_view word = reading.Word(i);
  return !word.empty() && (std::isupper(static_cast<unsigned char>(word[0])) != 0);
}

// "AST <= 3 x ULN; if liver metastases are present, <= 5 x ULN", "bilirubin <= 1.5 x ULN. This will not apply
// to patients with Gilbert's syndrome": what stands behind the stop limits the bound before it.
bool LimitsBoundBefore(const Reading& r, int stop) {
  if (r.WordStarts(stop + 1, {"this will not apply", "this does not apply", "this will not be applied"})) return true;
  if (!r.MayHoldTermOf(KindBit(TermKind::kLab))) return false;
  if (RelaxesBoundBefore(r, stop)) return true;
  // "> 3 x ULN. (or > 5 x ULN with liver metastases)".
  if (r.IsMark(stop + 1, '(') && (r.IsComparison(stop + 2) || (r.Is(stop + 2, Cue::kOr) && r.IsComparison(stop + 3)))) return true;
  bool bound = false, whom = false;
  for (int i = stop + 1; i < r.size() && !r.IsMark(i, ';') && !(r.IsMark(i, '.') && (i + 1 == r.size() || r.at(i + 1).space_before)); ++i) {
    if (i > stop + 20 || r.IsTermOf(i, KindBits({TermKind::kLab, TermKind::kDrug, TermKind::kDisease, TermKind::kGene}))) return false;
    bound = bound || r.IsAny(i, {Cue::kUln, Cue::kLln});
    const Entry* site = r.Find(i, TermKind::kSite);
    whom = whom || (site != nullptr && (site->id == "liver" || site->id == "bone"));
  }
  return bound && whom;
}

// "Hepatitis B or C. Patients who ...", "cohort A and B. Those with ...", and not "E. coli or S.
// aureus".
bool EndsWithLetter(const Reading& r, int stop) {
  const bool listed = r.IsAny(stop - 2, {Cue::kOr, Cue::kAnd}) || r.IsAnyMark(stop - 2, "/,");
  const bool letter = r.WordIsAny(stop - 1, {"b", "c"}) && StartsUpper(r, stop - 1);
  return listed && letter && StartsUpper(r, stop + 1) &&
         r.WordStarts(stop + 1, {"patient", "those", "note", "history", "patients", "testing"});
}

// "RECIST 1.1 (Eisenhauer et al. 2009) and Lugano criteria", "ECOG 0-1 (Oken et al. 1982)": the point at `stop`, of a citation that nothing
// but a joint follows.
bool EndsCitation(const Reading& r, int stop) {
  if (!r.WordContains(stop - 1, {"et al"}) || !r.IsNumber(stop + 1) || !r.IsMark(stop + 2, ')')) return false;
  const int behind = stop + 3;
  return behind >= r.size() || r.IsKind(behind, Item::Kind::kMark) || r.IsAny(behind, {Cue::kAnd, Cue::kOr});
}

// "e.g." and "i.e." and single letters before a point do not end a sentence.
bool EndsSentence(const Reading& reading, int i) {
  const Item& item = reading.at(i);
  if (item.kind != Item::Kind::kMark) return false;
  // "<= 2.5 x ULN; <= 5 x ULN with liver metastases" goes on.
  if (item.mark == ';') return !reading.IsComparison(i + 1) && !LimitsBoundBefore(reading, i);
  if (item.mark != '.') return false;
  if (i + 1 >= reading.size()) return true;
  if (LimitsBoundBefore(reading, i)) return false;
  const Item& next = reading.at(i + 1);
  if (!next.space_before && !next.line_before) return false;
  if (i > 0 && reading.Word(i - 1).size() == 1 && reading.at(i - 1).kind == Item::Kind::kWord &&
      !EndsWithLetter(reading, i))
    return false;
  if (i > 0 && reading.WordIs(i - 1, "vs")) return false;
  if (i > 0 && EndsCitation(reading, i)) return false;
  // "One of these: 1). stage IV; 2). ...".
  if (reading.IsMark(i - 1, ')') && i >= 3 && reading.IsNumber(i - 2) && reading.Word(i - 2).size() <= 2 && reading.IsAnyMark(i - 3, ":;,")) return false;
  // "... mRECIST may be used for mesothelioma".
  const Entry* criteria = reading.Find(i + 1, TermKind::kPlain);
  if (criteria != nullptr && criteria->id == "response_criteria") return true;
  return StartsUpper(reading, i + 1) || next.kind == Item::Kind::kNumber ||
         next.kind == Item::Kind::kMark;
}

// "Other malignancy, except for the following: skin cancer; cervical carcinoma; ...": the list goes on behind `stop`.
bool ListsExceptions(const Reading& reading, int start, int stop, int end) {
  if (!reading.IsMark(stop, ';') || !reading.MayHoldCue({Cue::kExcept}) || !reading.MayHoldMark(":")) return false;
  int colon = stop - 1;
  while (colon > start && !reading.IsMark(colon, ':')) --colon;
  int except = colon - 1;
  while (except >= start && except > colon - 5 && !reading.Is(except, Cue::kExcept)) --except;
  if (colon <= start || except < start || !reading.Is(except, Cue::kExcept) || reading.at(except).lead) return false;
  bool illness = false;
  for (int i = stop + 1; i < end && !reading.IsMark(i, ';'); ++i) {
    if (reading.IsAny(i, {Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kNo, Cue::kPermitted, Cue::kExcept, Cue::kPrior})) return false;
    illness = illness || reading.IsTermOf(i, KindBits({TermKind::kCondition}));
  }
  return illness;
}

// "Except for hydroxyurea, no concurrent anticancer therapy": behind a comma comes a rule of its own, and no more of the list.
bool ExceptsInItself(const Reading& r, int list, int end) {
  constexpr uint32_t kDrugs = KindBits({TermKind::kDrug, TermKind::kDrugClass}), kClinical = kDrugs | KindBits({TermKind::kDisease, TermKind::kCondition, TermKind::kLab, TermKind::kGene});
  const bool announced = r.IsMark(list - 1, ':');
  int commas = 0, depth = 0;
  bool term = false, drug = false, joined = false;
  for (int k = list; k < end && !r.IsMark(k, '.'); ++k) {
    depth += r.IsMark(k, '(') ? 1 : r.IsMark(k, ')') ? -1 : 0;
    if (depth > 0) continue;
    if (r.IsMark(k, ',')) {
      if (r.FindCue(k + 1, std::min(end, k + 3), {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kOngoing, Cue::kPlanned}) >= 0) return true;
      if (r.WordStarts(k + 1, {"patients", "any ", "all "}) || r.WordIsAny(k + 1, {"any", "all"})) return true;
      ++commas;
      joined = term = false;
    }
    if (commas == 0) continue;
    const bool joint = r.IsAny(k, {Cue::kAnd, Cue::kOr});
    joined = joined || (joint && (term ? commas > 1 || !drug : r.IsMark(k - 1, ',')));
    term = term || r.IsTermOf(k, kClinical);
    drug = drug || r.IsTermOf(k, kDrugs);
    const Entry* therapy = r.Find(k, TermKind::kDrugClass);
    if (therapy != nullptr && therapy->id == "any_therapy") return true;
  }
  return commas > 0 && term && !joined && !announced;
}

// "... requiring therapy. Exceptions include basal cell carcinoma": what is excepted belongs to the sentence before. One
// that says itself what is allowed, or of whom, stands alone.
bool ExceptsFromBefore(const Reading& reading, int i, int end) {
  if (reading.WordIs(i, "the")) ++i;
  // "; Except: patients treated with inhaled steroids".
  const bool announced = reading.IsMark(i - 1, ';') && reading.IsMark(i + 1, ':') && reading.WordIs(i, "except");
  const bool noun = reading.WordContains(i, {"exceptions", "exception include"}), except = announced || (reading.IsMark(i - 1, '.') && reading.WordStarts(i, {"except for", "except in", "with the exception", "with the following exc"}));
  if (!reading.Is(i, Cue::kExcept) || !(noun || except) || reading.at(i).lead) return false;
  const bool bare = reading.WordIs(i, "exceptions");
  int list = i + 1;
  while (reading.IsMark(list, ':') || reading.IsAny(list, {Cue::kIncluding, Cue::kAllOf})) ++list;
  // "The following are exceptions: patients treated with ..." excepts a therapy.
  const bool people = reading.WordStarts(list, {"patients", "those"}) && !reading.IsAny(list + 1, {Cue::kPrior});
  if ((bare && list == i + 1) || people || list >= end || (!noun && ExceptsInItself(reading, list, end))) return false;
  for (int k = list; k < end && !reading.IsMark(k, '.'); ++k) {
    if (reading.IsAny(k, {Cue::kPermitted, Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kExcept})) return false;
  }
  return true;
}

// "Other cancer, except treated skin cancer; carcinoma in situ; low-grade prostate cancer": the list of exceptions goes on.
bool GoesOnExcepting(const Reading& reading, int start, int stop, int end) {
  if (!reading.IsMark(stop, ';') || reading.FindCue(start, stop, {Cue::kExcept}) < 0 || reading.FindCue(start, stop, {Cue::kUnless, Cue::kPermitted, Cue::kExcluded, Cue::kMust}) >= 0) return false;
  const int first = reading.Is(stop + 1, Cue::kOr) || reading.Is(stop + 1, Cue::kAnd) ? stop + 2 : stop + 1;
  if (first >= end || reading.at(first).lead) return false;
  bool tumour = false, harmless = false;
  for (int i = first; i < end && !reading.IsAnyMark(i, ";."); ++i) {
    if (reading.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kCnsMetastasis, Cue::kExcept, Cue::kNo, Cue::kNot})) return false;
    tumour = tumour || reading.IsTermOf(i, KindBit(TermKind::kDisease)) || reading.WordContains(i, {"carcinoma", "cancer", "melanoma", "malignan"});
    harmless = harmless || reading.WordContains(i, {"in situ", "superficial", "localized", "low-grade", "low-risk", "low grade", "low risk", "gleason", "curatively", "adequately", "invasive", "basal cell", "skin cancer", "relapse-free", "disease-free", "relapse free", "disease free", "in remission"});
  }
  return tumour && harmless;
}

// "Immunosuppressants, except for (a) inhaled steroids; (b) premedication": the lettered list of what is excepted goes on behind `stop`.
bool GoesOnExceptingLettered(const Reading& r, int start, int stop, int end) {
  if (!r.IsMark(stop, ';')) return false;
  const auto lettered = [&](int i) { return r.IsMark(i, '(') && r.IsMark(i + 2, ')') && r.Has(i + 1) && r.Word(i + 1).size() == 1; };
  const int except = r.FindCue(start, stop, {Cue::kExcept});
  int first = except + 1;
  while (first < stop && first < except + 3 && (r.IsMark(first, ':') || r.Is(first, Cue::kFiller))) ++first;
  const int next = r.IsAny(stop + 1, {Cue::kOr, Cue::kAnd}) ? stop + 2 : stop + 1;
  if (except < 0 || r.at(except).lead || next + 3 >= end || !lettered(first) || !lettered(next)) return false;
  for (int i = next; i < end && !r.IsAnyMark(i, ";."); ++i) {
    if (r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kUnless, Cue::kHowever})) return false;
  }
  return true;
}

// "Prior chemotherapy, unless refused, and no prior immunotherapy": a demand of its own behind the comma at which the refusal ends.
bool TurnsBehindRefusal(const Reading& r, int start, int i, int end) {
  if (!r.Is(i, Cue::kAnd) || r.at(i).lead || !r.IsMark(i - 1, ',') || i + 2 >= end) return false;
  constexpr int kShort = 5;  // items
  int unless = i - 2;
  bool refused = false;
  for (; unless > start && unless > i - 2 - kShort && !r.Is(unless, Cue::kUnless); --unless) {
    if (r.IsKind(unless, Item::Kind::kMark)) return false;
    refused = refused || r.WordContains(unless, {"refus", "declin", "contraindicat", "contra-indicat", "ineligib", "unsuitab", "inappropriate", "not indicated", "not tolerat"});
  }
  return refused && unless > start && r.Is(unless, Cue::kUnless) && r.IsAny(i + 1, {Cue::kNaive, Cue::kNo, Cue::kPrior, Cue::kMust, Cue::kMustNot, Cue::kProgressed});
}

// "Steroids. The exceptions are: inhaled steroids; steroids against an allergy": the list of exceptions goes on.
bool GoesOnExceptingDrugs(const Reading& r, int start, int stop, int end) {
  if (!r.IsMark(stop, ';')) return false;
  const int except = r.FindCue(start, stop, {Cue::kExcept});
  if (except < 0 || r.at(except).lead) return false;
  // "Except:", "except for the following permitted steroids:".
  int colon = except + 1;
  while (colon < stop && colon < except + 7 && !r.IsAnyMark(colon, ":,(")) ++colon;
  const bool announced = r.IsMark(colon, ':');
  if (!announced && !r.WordContains(except, {"exceptions"})) return false;
  constexpr CueSet kTurns = {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kUnless, Cue::kHowever, Cue::kNo, Cue::kNot};
  bool drug = false;
  for (int i = announced ? colon : except + 1; i < end && !r.IsMark(i, '.'); ++i) {
    if (r.IsAny(i, kTurns)) return false;
    if (i > stop && r.IsMark(i, ';')) break;
    drug = drug || (i > stop && r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})));
  }
  return drug;
}

// "Solid tumors, including but not limited to: lung cancer; breast cancer; ...": the examples go on behind `stop`.
bool GoesOnNaming(const Reading& r, int start, int stop, int end) {
  if (!r.IsMark(stop, ';')) return false;
  const int including = r.FindCue(start, stop, {Cue::kIncluding});
  if (including < 0 || r.at(including).lead || !r.WordContains(including, {"limited"})) return false;
  bool tumour = false;
  for (int i = stop + 1; i < end && !r.IsAnyMark(i, ";."); ++i) {
    if (r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kCnsMetastasis, Cue::kNo, Cue::kNot, Cue::kPrior, Cue::kStage, Cue::kWith, Cue::kProgressed})) return false;
    tumour = tumour || r.IsTerm(i, TermKind::kDisease);
  }
  return tumour;
}

// "May be included, provided that the following conditions are met: A. stable; B. no steroids": the conditions go on behind `stop`.
bool GoesOnLimiting(const Reading& r, int start, int stop) {
  if (!r.IsMark(stop, ';') || !r.Has(stop + 1) || r.Word(stop + 1).size() != 1 || !r.IsKind(stop + 1, Item::Kind::kWord) || !r.IsAnyMark(stop + 2, ".)")) return false;
  const int permitted = r.FindCue(start, stop, {Cue::kPermitted});
  int colon = permitted + 1;
  while (colon < stop && !r.IsMark(colon, ':')) ++colon;
  if (permitted < 0 || colon == stop || r.at(permitted).lead) return false;
  for (int i = permitted + 1; i < colon; ++i) {
    if (r.Is(i, Cue::kIf) || r.WordStarts(i, {"provided", "providing", "as long as"})) return true;
  }
  return false;
}

// "Are eligible if they are treated and stable; or they are asymptomatic": one more way to be let in stands behind `stop`.
bool GoesOnPermittingIf(const Reading& r, int start, int stop, int end) {
  if (!r.IsMark(stop, ';') || !r.Is(stop + 1, Cue::kOr)) return false;
  const int permitted = r.FindCue(start, stop, {Cue::kPermitted});
  if (permitted < 0 || r.at(permitted).lead || r.FindCue(permitted, std::min(stop, permitted + 4), {Cue::kIf}) < 0) return false;
  for (int i = stop + 2; i < end && !r.IsAnyMark(i, ";."); ++i) {
    if (r.IsAny(i, {Cue::kPermitted, Cue::kMust, Cue::kMustNot, Cue::kExcluded})) return false;
  }
  return true;
}

// "Pleural effusion allowed CNS metastases not permitted No bone-only disease": old texts run on without
// a stop; what was allowed or not ends there.
bool RunsOn(const Reading& reading, int i, int end) {
  if (!reading.IsAny(i, {Cue::kPermitted, Cue::kExcluded}) || i + 2 >= end || !reading.at(i + 1).space_before) return false;
  const std::string_view word = reading.Word(i), next = reading.Word(i + 1);
  if (!base::EndsWithIgnoreCase(word, "allowed") && !base::EndsWithIgnoreCase(word, "permitted") && !base::EndsWithIgnoreCase(word, "eligible")) return false;
  const bool demands = reading.WordIsAny(i + 1, {"no", "must", "pathologic", "histologically", "measurable"}) || reading.Is(i + 1, Cue::kStage);
  if (base::EndsWithIgnoreCase(word, "eligible") && !demands) return false;
  return std::isupper(static_cast<unsigned char>(next[0])) != 0 && std::islower(static_cast<unsigned char>(word.back())) != 0;
}

// "... small cell lung cancer (NSCLC) Patients with brain metastases are included", "... solid tumor For Phase 1a, ...": a new
// sentence without a stop before it.
bool StartsAnew(const Reading& reading, int i, int end) {
  const bool part = reading.WordIs(i, "for") && reading.WordIsAny(i + 1, {"phase", "part", "cohort"});
  if (!part && !reading.WordIsAny(i, {"patient with", "patients with"})) return false;
  if (!StartsUpper(reading, i) || !reading.at(i).space_before || i == 0) return false;
  const std::string_view before = reading.Word(i - 1);
  const bool closes = reading.IsMark(i - 1, ')');
  constexpr CueSet kJoins = {Cue::kFiller, Cue::kAnd, Cue::kOr, Cue::kFor, Cue::kWith, Cue::kWithout, Cue::kIncluding, Cue::kExcept, Cue::kNo, Cue::kNot, Cue::kOnly, Cue::kNote,
                             Cue::kIf, Cue::kUnless, Cue::kTo, Cue::kBefore, Cue::kWhen, Cue::kHowever, Cue::kAllOf, Cue::kAnyOf, Cue::kMust, Cue::kMustNot, Cue::kPrior, Cue::kSince};
  const bool plain = reading.IsKind(i - 1, Item::Kind::kWord) || reading.IsTermOf(i - 1, KindBits({TermKind::kDisease, TermKind::kCondition}));
  const bool says = plain || reading.FindCue(i, end, {Cue::kPermitted, Cue::kExcluded, Cue::kMust, Cue::kMustNot}) > 0;
  const bool word = says && !reading.IsKind(i - 1, Item::Kind::kMark) && !reading.IsAny(i - 1, kJoins) && !before.empty() && (before.back() == ')' || std::islower(static_cast<unsigned char>(before.back())) != 0);
  return closes || word;
}

// "... for metastatic disease One prior paclitaxel regimen allowed if ...", "... lung cancer Sputum cytology acceptable": a
// permission that starts in the middle of a line.
bool StartsPermission(const Reading& r, int i, int end) {
  if (!r.WordStarts(i, {"prior", "previous", "concurrent", "concomitant", "any ", "any", "one", "single", "other", "sputum", "growth factor", "bone", "brain metast", "cns metast", "pleural", "adjuvant", "stable",
                        "up to", "more than", "steroids", "inhaled", "topical", "metastatic", "bilateral", "metastases"}))
    return false;
  if (!StartsUpper(r, i) || !r.at(i).space_before || i == 0 || r.at(i - 1).lead || r.IsKind(i - 1, Item::Kind::kMark)) return false;
  const std::string_view word = r.Word(i), before = r.Word(i - 1);
  if (word.size() > 1 && std::isupper(static_cast<unsigned char>(word[1])) != 0 && !r.WordStarts(i, {"cns"})) return false;
  if (before.empty() || std::islower(static_cast<unsigned char>(before.back())) == 0) return false;
  // "Untreated CNS metastases": capitals of their own.
  if (r.WordStarts(i, {"cns"}) && (before.ends_with("ed") || before.ends_with("le") || before.ends_with("ic") || before.ends_with("ve") || before.ends_with("al") || before.ends_with("wn"))) return false;
  if (r.IsAny(i - 1, {Cue::kFiller, Cue::kNo, Cue::kNot, Cue::kOr, Cue::kAnd, Cue::kFor, Cue::kTo, Cue::kBefore, Cue::kWith, Cue::kWithout, Cue::kExcept, Cue::kIncluding, Cue::kSince, Cue::kNote, Cue::kIf})) return false;
  for (int k = i + 1; k < std::min(end, i + 14); ++k) {
    if (r.Is(k, Cue::kPermitted)) return r.WordContains(k, {"allowed", "acceptable", "permitted"});
    if (r.IsAnyMark(k, ".;:,") || r.IsAny(k, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kNo, Cue::kNot})) return false;
  }
  return false;
}

// "Must have failed one line and may have failed an immunotherapy before", "brain metastases are allowed but brain metastases must be
// treated": what is asked for and what is allowed are two sentences.
bool TurnsBetweenDemandAndPermission(const Reading& r, int start, int i, int end) {
  if (!(r.Is(i, Cue::kAnd) || r.WordIs(i, "but")) || r.at(i).lead || i + 2 >= end) return false;
  // "Must have no nodal disease, and the tumour has to be unresectable".
  if (r.IsMark(i - 1, ',') && r.FindCue(start, i, {Cue::kMustNot}) >= 0 && r.FindCue(i + 2, std::min(end, i + 4), {Cue::kMust}) > 0) return true;
  const int must = r.FindCue(start, i, {Cue::kMust});
  const int permitted = r.FindCue(start, i, {Cue::kPermitted});
  if (r.Is(i + 1, Cue::kPermitted) && r.WordStarts(i + 1, {"may ", "can "})) return must >= 0 && permitted < 0 && r.FindCue(start, i, {Cue::kMustNot, Cue::kExcluded, Cue::kIf}) < 0;
  return r.WordIs(i, "but") && permitted >= 0 && must < 0 && r.Is(i + 1, Cue::kCnsMetastasis) && r.Is(i + 2, Cue::kMust);
}

// "Those with an ALK fusion must have had an ALK inhibitor, and those with an EGFR mutation must have had an EGFR TKI": of other people.
bool TurnsToOtherPeople(const Reading& reading, int start, int i, int end) {
  const bool without = reading.WordIsAny(i + 1, {"patients without", "those without"}) ||
                       (reading.WordIsAny(i + 1, {"patients", "those"}) && (reading.Is(i + 2, Cue::kWithout) || reading.WordStarts(i + 2, {"without"})));
  if (!reading.Is(i, Cue::kAnd) || reading.at(i).lead) return false;
  if (!without && !reading.WordIsAny(i + 1, {"patients with", "those with", "patients who"})) return false;
  return reading.FindCue(start, i, {Cue::kMust}) >= 0 && reading.FindCue(i + 2, std::min(end, i + 14), {Cue::kMust}) > 0;
}

}  // namespace

Clauses SplitSentences(const Reading& reading, int begin, int end) {
  Clauses clauses;
  constexpr WordPattern kPatients[] = {"patient"};
  if (!reading.MayHoldMark(".;") && !reading.MayHoldCue({Cue::kNote, Cue::kPermitted, Cue::kExcluded, Cue::kMustNot, Cue::kUnless}) && !reading.MayHoldWord(kPatients)) {
    if (end > begin) clauses.push_back({begin, end});
    return clauses;
  }
  const bool permits = reading.MayHoldCue({Cue::kPermitted});
  const bool demands = reading.MayHoldCue({Cue::kMust}) && reading.MayHoldCue({Cue::kAnd});
  const bool turns = reading.MayHoldCue({Cue::kMust}) && reading.MayHoldCue({Cue::kPermitted, Cue::kMustNot});
  const bool refuses = reading.MayHoldCue({Cue::kUnless}) && reading.MayHoldCue({Cue::kAnd});
  int start = begin;
  int depth = 0;
  for (int i = begin; i < end; ++i) {
    // "History of pneumonitis Note: radiation pneumonitis is permitted".
    if (reading.Is(i, Cue::kNote) && reading.IsMark(i + 1, ':') && i > start && depth == 0 && !reading.at(i).lead) {
      if (!reading.at(i - 1).lead) {
        clauses.push_back({start, i});
        start = i;
      }
      continue;
    }
    if (!reading.IsKind(i, Item::Kind::kMark)) {
      if (depth == 0 && i > start && RunsOn(reading, i, end)) {
        clauses.push_back({start, i + 1});
        start = i + 1;
      } else if (permits && depth == 0 && i > start + 2 && StartsPermission(reading, i, end)) {
        clauses.push_back({start, i});
        start = i;
      } else if (demands && depth == 0 && i > start + 2 && TurnsToOtherPeople(reading, start, i, end)) {
        clauses.push_back({start, i});
        start = i + 1;
      } else if (refuses && depth == 0 && i > start + 2 && TurnsBehindRefusal(reading, start, i, end)) {
        clauses.push_back({start, i - 1});
        start = i + 1;
      } else if (turns && depth == 0 && i > start + 2 && TurnsBetweenDemandAndPermission(reading, start, i, end)) {
        clauses.push_back({start, i});
        start = i;
      } else if (depth == 0 && i > start && StartsAnew(reading, i, end) && !reading.at(i - 1).lead) {
        clauses.push_back({start, i});
        start = i;
      }
      continue;
    }
    if (reading.IsMark(i, '(')) ++depth;
    if (reading.IsMark(i, ')') && depth > 0) --depth;
    bool ends = EndsSentence(reading, i) && (depth == 0 || reading.IsMark(i, '.'));
    if (ends && reading.IsMark(i, '.') && depth > 0) depth = 0;
    if (ends && i > start && (ExceptsFromBefore(reading, i + 1, end) || ListsExceptions(reading, start, i, end) || GoesOnExcepting(reading, start, i, end) || GoesOnExceptingDrugs(reading, start, i, end) || GoesOnExceptingLettered(reading, start, i, end) || GoesOnNaming(reading, start, i, end) || (permits && (GoesOnLimiting(reading, start, i) || GoesOnPermittingIf(reading, start, i, end))))) continue;
    // "... if clinically stable. (defined as no steroids for 2 weeks)": of the words before it.
    if (ends && reading.IsMark(i, '.') && reading.IsMark(i + 1, '(') && reading.WordStarts(i + 2, {"defined as", "defined by"})) continue;
    if (ends) {
      if (i > start) clauses.push_back({start, i});
      start = i + 1;
      // "<= 1.5 x ULN; (patients with Gilbert's syndrome may have <= 3 x ULN)": the bracket holds a sentence.
      if (reading.IsMark(i, ';') && reading.IsMark(i + 1, '(') && reading.WordStarts(i + 2, {"patients", "those"}) && i + 2 < end) start = ++i + 1;
    }
  }
  if (end > start) clauses.push_back({start, end});
  return clauses;
}

}  // namespace trialmatch::rules
