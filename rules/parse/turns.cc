#include "rules/parse/turns.h"

#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool StartsWithPeople(const Reading& r, int i) {
  return r.WordStarts(i, {"patients", "participants", "subjects"});
}

bool IsWithPeople(const Reading& r, int i) {
  return r.WordIsAny(i, {"patients with", "participants with", "subjects with", "patients who",
                         "subjects who", "participants who"});
}

bool IsPeople(const Reading& r, int i) {
  return IsWithPeople(r, i) || r.WordIsAny(i, {"patients", "patient", "participants", "participant",
                                               "subjects", "individuals", "women", "men", "those"});
}

bool NamesSomethingClinical(const Reading& r, int from, int to,
                            std::initializer_list<TermKind> kinds) {
  for (int k = from; k < to; ++k) {
    for (TermKind kind : kinds) {
      if (r.Find(k, kind) != nullptr) return true;
    }
  }
  return false;
}

// "But", "however" with a mood or a denial behind it.
bool TurnsAt(const Reading& r, int i, int end) {
  if (!r.Is(i, Cue::kHowever)) return false;
  return HasCue(r, i, end,
                {Cue::kPermitted, Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kNotRequired}) ||
         r.IsAny(i + 1, {Cue::kNo, Cue::kNaive}) || r.WordIs(i + 1, "no other");
}

// "As follows: Participants aged >= 18 years: ...": the colon behind the announcement, or -1.
int AnnouncementBeforePeople(const Reading& r, int begin, int end) {
  for (int k = begin; k + 1 < end; ++k) {
    if (!r.IsMark(k, ':') || !StartsWithPeople(r, k + 1) || r.at(k).lead || r.at(k + 1).lead)
      continue;
    for (int m = k + 1; m < end; ++m) {
      if (r.IsMark(m, ':')) return k;
    }
  }
  return -1;
}

// "Major surgery within 30 days, minor procedures such as biopsies are allowed": the comma before
// what is permitted, or -1.
int CommaBeforePermission(const Reading& r, int begin, int end) {
  int permit = FindCue(r, begin, end, {Cue::kPermitted, Cue::kNotRequired});
  if (permit <= begin || HasCue(r, begin, end, {Cue::kIf, Cue::kUnless})) return -1;
  auto clinical = [&](int from, int to) {
    return HasCue(r, from, to, {Cue::kCnsMetastasis}) ||
           NamesSomethingClinical(r, from, to,
                                  {TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition,
                                   TermKind::kDisease, TermKind::kLab});
  };
  int comma = -1, depth = 0;
  for (int k = permit; k > begin; --k) {
    if (r.IsMark(k, ')')) ++depth;
    if (r.IsMark(k, '(')) --depth;
    if (depth != 0 || !r.IsMark(k, ',')) continue;
    if (clinical(begin, k) && clinical(k, permit) && FindWindow(r, {begin, k}, begin)) comma = k;
  }
  return comma;
}

}  // namespace

std::vector<Clause> SplitTurns(const Reading& r, const std::vector<Clause>& sentences) {
  std::vector<Clause> out;
  for (Clause sentence : sentences) {
    int start = sentence.begin;
    auto cut_at = [&](int i) {
      out.push_back({start, i});
      start = i + 1;
    };
    for (int i = sentence.begin + 1; i + 1 < sentence.end; ++i) {
      if (TurnsAt(r, i, sentence.end)) cut_at(i);
    }
    if (int colon = AnnouncementBeforePeople(r, start, sentence.end); colon >= 0) cut_at(colon);
    if (int comma = CommaBeforePermission(r, start, sentence.end); comma > 0) cut_at(comma);
    if (start < sentence.end) out.push_back({start, sentence.end});
  }
  return out;
}

int PrefixEnd(const Reading& r, int begin, int end) {
  if (begin >= end || r.at(begin).lead) return -1;
  bool opens = r.IsAny(begin, {Cue::kIf, Cue::kWhen, Cue::kFor});
  bool people = false;
  for (int i = begin; i < std::min(end, begin + 2); ++i) {
    people = people || StartsWithPeople(r, i) || r.WordStarts(i, {"those"});
  }
  int depth = 0;
  for (int i = begin + 1; i < std::min(end - 1, begin + 18); ++i) {
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')')) --depth;
    if (depth > 0) continue;
    if ((opens || people) && r.IsMark(i, ':')) return i;
    if (opens && (r.IsMark(i, ',') || r.WordIs(i, "then"))) return i;
    if (r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kAnyOf, Cue::kAllOf})) return -1;
  }
  return -1;
}

int DemandAfterSubject(const Reading& r, int begin, int end) {
  bool subject = false, quality = false;
  for (int i = begin; i < end; ++i) {
    if (i <= begin + 6 && IsPeople(r, i)) {
      subject = true;
      // "ALK inhibitor naive subjects must ...": what stands before the noun selects as well.
      quality = quality || IsWithPeople(r, i) ||
                NamesSomethingClinical(
                    r, begin, i,
                    {TermKind::kGene, TermKind::kDrugClass, TermKind::kDrug, TermKind::kCondition});
    }
    bool possesses = r.WordIsAny(i, {"had", "have", "has"});
    if (subject && ((r.Is(i, Cue::kWith) && !possesses) || r.Is(i, Cue::kWho))) quality = true;
    if (r.IsAny(i, {Cue::kMust, Cue::kMustNot}))
      return subject && quality && !r.Is(i - 1, Cue::kWho) ? i : -1;
  }
  return -1;
}

int SplitAt(const Reading& r, int begin, int end, Cue cue) {
  for (int i = begin + 1; i < end; ++i) {
    if (r.Is(i, cue) && !r.at(i).aside) return i;
  }
  return end;
}

}  // namespace trialmatch::rules
