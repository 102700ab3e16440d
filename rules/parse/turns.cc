#include "rules/parse/turns.h"

#include <algorithm>
#include <utility>

#include "rules/parse/asks_nobody.h"
#include "rules/parse/bounds/lab_conditions.h"
#include "rules/parse/bracketed_turns.h"
#include "rules/parse/domains.h"
#include "rules/parse/elided_mood.h"
#include "rules/parse/idle_sentences.h"
#include "rules/parse/residue.h"
#include "rules/parse/second_half.h"
#include "rules/parse/trailing_permission.h"
#include "rules/parse/turn_words.h"

namespace trialmatch::rules {
namespace {

bool StartsWithPeople(const Reading& r, int i) { return r.WordStarts(i, {"patients"}); }


// "But", "however" with a mood or a denial behind it.
bool TurnsAt(const Reading& r, int i, int end) {
  // "Patients who had an ALK TKI, and patients currently receiving chemotherapy".
  if (r.Is(i, Cue::kAnd) && r.IsMark(i - 1, ',') && IsPeople(r, i + 1) && r.Is(i + 2, Cue::kOngoing)) return true;
  if (!r.Is(i, Cue::kHowever) || GoesOnInClause(r, i)) return false;
  // "At least 1 but no more than 2 prior lines, one of which must be platinum-based": one count.
  if (r.Is(i + 1, Cue::kAtMost) && (r.IsNumber(i - 1) || r.WordIsAny(i - 1, {"one", "two", "three", "four"}) || (r.IsMark(i - 1, ',') && r.IsNumber(i - 2)))) return false;
  return HasCue(r, i, end, {Cue::kPermitted, Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kNotRequired}) || EndsBeforeWhatItDenies(r, i, end) ||
         r.IsAny(i + 1, {Cue::kNo, Cue::kNaive}) || r.WordIs(i + 1, "no other");
}

// "As follows: Participants aged >= 18 years: ...": the colon behind the announcement, or -1.
int AnnouncementBeforePeople(const Reading& r, int begin, int end) {
  if (!r.MayHoldMark(":")) return -1;
  for (int k = begin; k + 1 < end; ++k) {
    if (!r.IsMark(k, ':') || !StartsWithPeople(r, k + 1) || r.at(k).lead || r.at(k + 1).lead) continue;
    for (int m = k + 1; m < end; ++m) {
      if (r.IsMark(m, ':')) return k;
    }
  }
  return -1;
}

bool NamesPalliation(const Reading& r, int from, int to) {
  for (int i = from; i < to; ++i) {
    if (r.WordContains(i, {"palliati"})) return true;
    if (r.IsMark(i, ',')) return false;
  }
  return false;
}

// "Major surgery within 30 days, minor procedures such as biopsies are allowed": the comma before
// what is permitted, or -1.
int CommaBeforePermission(const Reading& r, int begin, int end) {
  int permit = FindCue(r, begin, end, {Cue::kPermitted, Cue::kNotRequired});
  if (permit <= begin || HasCue(r, begin, end, {Cue::kIf, Cue::kUnless})) return -1;
  // "Except for cured skin cancers, which are allowed".
  if (const int except = FindCue(r, begin, permit, {Cue::kExcept}); except >= 0 && r.Is(permit - 1, Cue::kWho) && (permit + 1 == end || !NamesSomethingClinical(r, except, permit, {TermKind::kDrug, TermKind::kDrugClass}))) return -1;
  auto clinical = [&](int from, int to) {
    return HasCue(r, from, to, {Cue::kCnsMetastasis}) || NamesSomethingClinical(r, from, to, {TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition, TermKind::kDisease, TermKind::kLab});
  };
  int comma = -1, depth = 0;
  for (int k = permit; k > begin; --k) {
    if (r.IsMark(k, ')')) ++depth;
    if (r.IsMark(k, '(')) --depth;
    if (depth != 0 || !r.IsMark(k, ',') || r.IsAny(k + 1, {Cue::kWhicheverShorter, Cue::kWhicheverLonger, Cue::kBefore})) continue;
    // "Within 2 weeks, except palliative radiotherapy of bone, which is allowed up to 48 hours before": one exception.
    if (r.Is(k + 1, Cue::kExcept) && r.WordStarts(k + 1, {"except"}) && HasCue(r, begin, k, {Cue::kWithin}) && NamesPalliation(r, k + 2, permit)) continue;
    // "Participants who need bronchodilators, inhaled steroids, or local injections are allowed": a list of theirs.
    if (IsPeople(r, begin) && HasCue(r, k, permit, {Cue::kOr, Cue::kAnd}) && !FindWindow(r, {begin, k}, begin)) continue;
    const bool mild = r.WordStarts(k + 1, {"inhaled", "topical", "intranasal", "physiologic", "replacement", "steroid replacement", "low-dose", "low dose", "local"});
    if (clinical(begin, k) && clinical(k, permit) && (mild || FindWindow(r, {begin, k}, begin))) comma = k;
    // "SCLC after a TKI, chemotherapy not required".
    const bool not_asked = r.Is(permit, Cue::kNotRequired) && permit + 1 >= end - static_cast<int>(r.IsMark(end - 1, '.')) && permit - k <= 4;
    if (not_asked && NamesSomethingClinical(r, begin, k, {TermKind::kDisease}) && NamesSomethingClinical(r, k, permit, {TermKind::kDrug, TermKind::kDrugClass})) comma = k;
  }
  return comma;
}

// "Known ALK fusion, ALK status needs to be identified for all": the comma before the demand for a
// test, or -1.
int CommaBeforeTesting(const Reading& r, int begin, int end) {
  int must = FindCue(r, begin, end, {Cue::kMust});
  bool test = false;
  for (int k = must + 1; must >= 0 && k <= must + 2; ++k) test = test || r.WordIsAny(k, {"identified", "tested", "determined", "be identified", "be tested", "be determined", "be confirmed"});
  if (!test) return -1;
  for (int k = must - 1; k > begin; --k) {
    // "EGFR, ALK, and ROS1 status must be determined" is one list.
    if (r.IsMark(k, ',')) return NamesSomethingClinical(r, begin, k, {TermKind::kAlteration, TermKind::kMutation}) && NamesSomethingClinical(r, k, must, {TermKind::kGene}) ? k : -1;
  }
  return -1;
}

// A longer sentence is read by nobody (sentence.cc), and looking for its turns looks ahead from each
// of them.
constexpr int kLongestToTurn = 3200;  // items

}  // namespace

Clauses SplitTurns(const Reading& r, const Clauses& sentences) {
  Clauses out;
  for (Clause sentence : sentences) {
    if (sentence.end - sentence.begin > kLongestToTurn) {
      out.push_back(sentence);
      continue;
    }
    int close = -1;
    int own = BracketedDemand(r, sentence.begin, sentence.end, &close);
    if (own < 0) own = BracketedExclusion(r, sentence.begin, sentence.end, &close);
    if (const int open = own; open >= 0) {
      Clauses parts = {{sentence.begin, open}, {open + 1, close}};
      if (close + 2 < sentence.end) parts.push_back({close + 1, sentence.end});
      for (Clause part : SplitTurns(r, parts)) out.push_back(part);
      continue;
    }
    int last = sentence.end;  // behind the bracket, a joint to the next item
    while (last > sentence.begin && (r.IsMark(last - 1, ',') || r.IsAny(last - 1, {Cue::kAnd, Cue::kOr}))) --last;
    int open = BracketedPermissionOfBrain(r, sentence.begin, last, &close);
    if (open > 0 && close + 3 < last) {
      out.push_back({sentence.begin, open});
      out.push_back({open + 1, close});
      for (Clause part : SplitTurns(r, {{close + 3, sentence.end}})) out.push_back(part);
      continue;
    }
    open = std::max(open, BracketOfWhatCounts(r, sentence.begin, last));
    if (open < 0) open = BracketedPermissionOfTherapy(r, sentence.begin, last);
    if (open > 0) {
      out.push_back({sentence.begin, open});
      const int end = r.IsMark(last - 1, ')') ? last - 1 : last;
      for (int i = open + 1; i < end; ++i) {
        if (!r.IsMark(i, ';')) continue;
        out.push_back({std::exchange(open, i) + 1, i});
      }
      out.push_back({open + 1, end});
      continue;
    }
    int start = sentence.begin;
    auto cut_at = [&](int i) {
      out.push_back({start, i});
      start = i + 1;
    };
    // "If the patient had adjuvant therapy, but has relapsed, the patient can be enrolled": one condition.
    const bool one = r.Is(sentence.begin, Cue::kIf) && r.Is(sentence.end - 1, Cue::kPermitted) && !HasCue(r, sentence.begin, sentence.end, {Cue::kMust, Cue::kMustNot, Cue::kNo, Cue::kNot});
    // "Imaging is required in symptomatic patients, but is not required in asymptomatic ones".
    const bool of_scan = TellsWhoNeedsScan(r, sentence);
    const int however = one || of_scan ? -1 : FindCue(r, sentence.begin + 1, sentence.end - 1, {Cue::kHowever, Cue::kAnd});
    for (int i = however; however >= 0 && i + 1 < sentence.end; ++i) {
      // "Patients with prostate cancer must go on with A but must have failed B": both of the same patients.
      const bool same = r.Is(i, Cue::kHowever) && r.IsAny(i + 1, {Cue::kMust, Cue::kMustNot}) && DemandAfterSubject(r, start, i) >= 0;
      if (!same && !ButTellsTheSame(r, start, i, sentence.end) && TurnsAt(r, i, sentence.end)) cut_at(i);
    }
    for (int turn = AndMustNot(r, start, sentence.end); turn > 0; turn = AndMustNot(r, start, sentence.end)) cut_at(turn);
    if (int colon = AnnouncementBeforePeople(r, start, sentence.end); colon >= 0) cut_at(colon);
    if (int comma = std::max(CommaBeforePermission(r, start, sentence.end), TrailingPermission(r, start, sentence.end)); comma > 0) {
      cut_at(comma);
      if (int more = DenialBehindPermission(r, start, sentence.end); more > 0) cut_at(more);
      if (r.Is(start, Cue::kExcept) && r.IsMark(start + 1, ':')) start += 2;   // "with the following exceptions: X is permitted"
    }
    if (int comma = std::max(TrailingExclusion(r, start, sentence.end), TailNotCounted(r, start, sentence.end)); comma > 0) cut_at(comma);
    if (int comma = CommaBeforeTesting(r, start, sentence.end); comma > 0) cut_at(comma);
    if (start < sentence.end) out.push_back({start, sentence.end});
  }
  return out;
}

bool IsPeopleWith(const Reading& r, int i) {
  return NamesPeopleWith(r, i) || (IsPeople(r, i) && r.WordIsAny(i + 1, {"with", "who", "whose"}));
}

int OwnBegin(const Reading& r, int begin, int end) {
  int own = begin;
  while (own < end && r.at(own).lead) ++own;
  bool turns = HasCue(r, begin, own, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kExcluded, Cue::kMustNot, Cue::kPermitted, Cue::kExcept, Cue::kUnless, Cue::kNaive});
  // "Subjects with squamous histology must ..." is said by itself.
  const bool complete = turns && own < end && IsPeopleWith(r, own) && HasCue(r, own, end, {Cue::kMust, Cue::kMustNot});
  return own < end && (!turns || complete) ? own : begin;
}

// "For patients with EGFR mutations, ALK fusions, or other drivers, ...": the comma at `i` is one of a
// list of markers, and another one ends it.
bool ListGoesOn(const Reading& r, int i, int end) {
  bool marker = false;
  for (int k = i + 1; k < end; ++k) {
    if (r.IsMark(k, ',')) return marker;
    if (r.IsAny(k, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kNo, Cue::kNot, Cue::kProgressed, Cue::kPrior}) || r.IsMark(k, ';')) return false;
    marker = marker || r.IsTermOf(k, KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration})) || r.Is(k, Cue::kDriverAlteration);
  }
  return false;
}

namespace {

// "TPS >= 1 %", "3+ by IHC".
bool TellsScore(const Reading& r, int begin, int end) {
  for (int k = begin; k < std::min(end, begin + 4); ++k) {
    if (r.IsNumber(k) || r.IsComparison(k) || r.WordIsAny(k, {"tps", "cps", "tc"})) return true;
    if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r.Is(k, Cue::kProgressed)) return false;
  }
  return false;
}

// "ALK-positive patients: at least one ALK TKI": whom the words behind the colon are of; or -1. "EGFR: wild type" tells of the gene.
int ColonOfWhom(const Reading& r, int begin, int end) {
  constexpr uint32_t kMarkers = KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration});
  bool marker = false;
  for (int i = begin; i < std::min(end - 1, begin + 8); ++i) {
    if (r.IsMark(i, ':')) {
      if (!marker) return -1;
      const bool people = IsPeople(r, i - 1) || r.WordStarts(i - 1, {"patients"});
      bool therapy = false;
      for (int k = i + 1; k < std::min(end, i + 7); ++k) {
        if (r.IsTermOf(k, kMarkers) && !r.IsTermOf(k, KindBits({TermKind::kDrugClass}))) return -1;
        therapy = therapy || r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
      }
      return therapy && people ? i : -1;
    }
    marker = marker || r.IsTermOf(i, kMarkers);
    if (!r.IsTermOf(i, kMarkers | KindBits({TermKind::kDisease})) && !r.IsAnyMark(i, "-/+*") && !r.IsAny(i, {Cue::kOr, Cue::kFiller, Cue::kDiseaseWord}) &&
        !IsPeople(r, i) && !r.WordStarts(i, {"patients"})) {
      return -1;
    }
  }
  return -1;
}

}  // namespace

int PrefixEnd(const Reading& r, int begin, int end) {
  if (begin >= end || r.at(begin).lead) return -1;  // see OwnBegin
  // "..., this includes ...", "..., including, but not limited to: ...".
  const auto explains = [&](int colon) { return HasCue(r, colon - 5, colon + 3, {Cue::kIncluding}); };
  const int first = r.IsAnyMark(begin, "([") && begin + 1 < end ? begin + 1 : begin;
  // "HNSCC only: ..."
  if (r.IsTerm(begin, TermKind::kDisease) && r.Is(begin + 1, Cue::kOnly) && r.IsMark(begin + 2, ':') && begin + 3 < end) return begin + 2;
  bool opens = r.IsAny(first, {Cue::kIf, Cue::kWhen, Cue::kFor});
  bool people = false;
  for (int i = begin; i < std::min(end, begin + 2); ++i) {
    people = people || StartsWithPeople(r, i) || r.WordStarts(i, {"those"});
  }
  if (const int colon = ColonOfWhom(r, begin, end); colon > 0) return colon;
  // "In patients with liver metastases, AST ...".
  opens = opens || (r.WordIs(begin, "in") && people);
  if (!opens && !people) return -1;
  constexpr int kLongestPrefix = 40;  // items
  int depth = 0;
  for (int i = begin + 1; i < std::min(end - 1, begin + kLongestPrefix); ++i) {
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')')) --depth;
    if (depth > 0) continue;
    // "Patients who had X within 2 weeks; except: patients treated with Y".
    if (r.IsMark(i, ':') && r.Is(i - 1, Cue::kExcept)) return -1;
    // "... if presenting with PD-L1 expression: TPS >= 1 %".
    if (r.IsMark(i, ':') && r.IsTermOf(i - 1, KindBits({TermKind::kGene, TermKind::kAlteration})) && TellsScore(r, i + 1, end)) return -1;
    // "Participants with brain metastases are eligible if: they are stable": what is asked of those let in.
    if (!opens && r.IsMark(i, ':') && HasCue(r, std::max(begin, i - 5), i, {Cue::kPermitted})) return -1;
    if ((opens || people) && r.IsMark(i, ':')) return !opens && explains(i) ? -1 : i;
    if (opens && r.IsMark(i, ',') && ListGoesOn(r, i, end)) continue;
    if (opens && (r.IsMark(i, ',') || r.WordIs(i, "then"))) return i;
    if (r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kAnyOf, Cue::kAllOf})) return -1;
  }
  return -1;
}

// "Non-squamous NSCLC subjects must ...": a part of those with the disease.
bool NamesHistology(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    const Entry* disease = r.Find(i, TermKind::kDisease);
    if (disease != nullptr && (disease->id == "nonsquamous_nsclc" || disease->id == "squamous_nsclc")) return true;
  }
  return false;
}

// "Participants previously tested for MET amplification must ...": what stands between the noun and
// the demand selects, unless it is told of them ("patients have ...").
bool DescribesSubject(const Reading& r, int begin, int must) {
  bool people = false, clinical = false;
  for (int i = begin; i < must; ++i) {
    if (IsPeople(r, i - 1) && r.WordIsAny(i, {"have", "has", "had", "are", "is", "were"})) return false;
    clinical = clinical || (people && r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kDrug, TermKind::kDrugClass})));
    people = people || IsPeople(r, i);
  }
  return clinical;
}

// "Breast cancer must have failed two treatments": tumours and nothing else before the demand at `must`.
bool OnlyTumoursBefore(const Reading& r, int begin, int must) {
  bool tumour = false;
  for (int i = begin; i < must; ++i) {
    const bool names = r.Find(i, TermKind::kDisease) != nullptr;
    tumour = tumour || names;
    if (!names && !r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kFiller}) && !r.IsAnyMark(i, ",/()") && r.Find(i, TermKind::kSetting) == nullptr) return false;
  }
  return tumour;
}

// "PD-L1 >= 50% must have had pembrolizumab": a marker and nothing else before the demand at `must`.
bool OnlyMarkerBefore(const Reading& r, int begin, int must) {
  bool marker = false;
  for (int i = begin; i < must; ++i) {
    const bool names = r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration}));
    marker = marker || names;
    const bool score = r.IsNumber(i) || r.IsComparison(i) || r.IsTerm(i, TermKind::kUnit) || r.WordIsAny(i, {"%", "tps", "cps", "positive", "expression"});
    if (!names && !score && !r.IsAny(i, {Cue::kOr, Cue::kFiller}) && !r.IsAnyMark(i, ",/-%")) return false;
  }
  return marker;
}

int DemandAfterSubject(const Reading& r, int begin, int end) {
  if (!HasCue(r, begin, end, {Cue::kMust, Cue::kMustNot})) return -1;
  if (const int must = r.FindCue(begin, end, {Cue::kMust}); must > begin && OnlyMarkerBefore(r, begin, must) && (r.WordIs(must + 1, "had") || HasCue(r, must, std::min(end, must + 4), {Cue::kProgressed, Cue::kPrior, Cue::kLine})) &&
      NamesSomethingClinical(r, must, end, {TermKind::kDrug, TermKind::kDrugClass}))
    return must;
  if (const int must = r.FindCue(begin, end, {Cue::kMust, Cue::kMustNot}); must > begin && OnlyTumoursBefore(r, begin, must) &&
      HasCue(r, must + 1, std::min(end, must + 5), {Cue::kProgressed, Cue::kPrior, Cue::kLine, Cue::kNaive}) && !HasCue(r, must, end, {Cue::kDiagnosis, Cue::kStage}))
    return must;
  // "[Part 2] Participants with ...".
  while (begin < end && r.IsAnyMark(begin, "*-")) ++begin;
  if (r.IsMark(begin, '[')) {
    int close = begin;
    while (close < std::min(end, begin + 14) && !r.IsMark(close, ']')) ++close;
    if (r.IsMark(close, ']')) begin = close + 1;
  }
  bool subject = false, quality = false;
  int depth = 0;
  for (int i = begin; i < end; ++i) {
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')') && depth > 0) --depth;
    if (depth > 0 || r.at(i).aside) continue;  // a remark
    // "Non-smokers with squamous histology must ...".
    if (i == begin && r.Find(i, TermKind::kFact) != nullptr && r.WordContains(i, {"smokers"}) && r.IsAny(i + 1, {Cue::kWith, Cue::kWho, Cue::kMust})) subject = quality = true;
    if (i <= begin + 6 && IsPeople(r, i)) {
      subject = true;
      // "ALK inhibitor naive subjects must ...": what stands before the noun selects as well.
      quality = quality || NamesPeopleWith(r, i) || NamesHistology(r, begin, i) ||
                NamesSomethingClinical(r, begin, i, {TermKind::kGene, TermKind::kDrugClass, TermKind::kDrug, TermKind::kCondition});
    }
    // "Stage III patients must not ...".
    if (subject && !quality && r.Is(begin, Cue::kStage) && HasCue(r, i, std::min(end, i + 3), {Cue::kMustNot})) quality = i <= begin + 4;
    // "Participants on the melanoma cohort must ...".
    if (subject && !quality && r.WordIsAny(i, {"cohort", "arm", "group"}))
      quality = IsPeople(r, begin) && NamesSomethingClinical(r, begin + 1, i, {TermKind::kDisease, TermKind::kGene});
    bool possesses = r.WordIsAny(i, {"had", "have", "has"});
    if (subject && ((r.Is(i, Cue::kWith) && !possesses) || r.IsAny(i, {Cue::kWho, Cue::kWithout}))) quality = true;
    if (r.IsAny(i, {Cue::kMust, Cue::kMustNot}) && subject && !quality && i > begin && !r.Is(i - 1, Cue::kAnd)) quality = DescribesSubject(r, begin, i);
    if (r.IsAny(i, {Cue::kMust, Cue::kMustNot}))
      return subject && quality && !r.Is(i - 1, Cue::kWho) ? i : -1;
  }
  return -1;
}

int ApprovedForWhich(const Reading& r, int begin, int end) {
  int which = -1;
  for (int i = begin; i < end; ++i) {
    const bool begins = r.WordIsAny(i, {"for which", "where"}) || (r.WordIs(i, "which") && r.Is(i - 1, Cue::kFor));
    if (begins && which < 0) which = r.WordIs(i, "which") ? i - 1 : i;
    if (which >= 0 && r.WordContains(i, {"approved", "approval", "licensed", "registered"})) return which;
  }
  return -1;
}

namespace {

bool NamesAnything(const Reading& r, int begin, int end) {
  constexpr uint32_t kNames = KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kDisease, TermKind::kCondition, TermKind::kLab, TermKind::kFact, TermKind::kSetting});
  for (int i = begin; i < end; ++i) {
    if (r.IsTermOf(i, kNames)) return true;
  }
  return false;
}

}  // namespace

int BehindBareExclusion(const Reading& r, int begin, int end) {
  bool excluded = false;
  for (int i = begin; i + 1 < end; ++i) {
    excluded = excluded || r.IsAny(i, {Cue::kExcluded, Cue::kMustNot});
    // "... if any of these criteria are met:" only announces a list.
    if (r.Is(i, Cue::kIf)) return excluded && (r.at(i).lead || NamesAnything(r, i, end) || !HasCue(r, i, end, {Cue::kAnyOf, Cue::kAllOf})) ? i + 1 : begin;
    const bool passed = HoldsTogether(r, i) || r.WordStarts(i, {"patient", "enter", "enrol"}) || (r.at(i).lead && r.at(i).used);
    if (!passed || NamesAnything(r, i, i + 1)) return begin;
  }
  return begin;
}

bool PassOverTurn(Reading& r, int begin, int end) {
  const int own = OwnBegin(r, begin, end);
  if (own + 1 >= end || r.at(own).lead) return false;
  // "Exception: patients with a treated infection are eligible".
  const bool label = r.WordIsAny(own, {"exception", "exceptions"}) && r.IsMark(own + 1, ':') && HasCue(r, own + 2, end, {Cue::kPermitted});
  if (!label && !r.WordIsAny(own, {"however", "but", "nevertheless", "nonetheless"})) return false;
  r.at(own).used = r.at(own).aside = true;
  return true;
}

}  // namespace trialmatch::rules
