#include "rules/parse/therapy/offered_therapy.h"

#include <algorithm>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

// "Which can include", "that may have included": where the list behind it starts, or -1.
int ListBehindOffer(const Reading& r, Clause c, int which) {
  if (!r.WordStarts(which, {"which", "that"})) return -1;
  // "One additional therapy, which may include ..." is asked for.
  for (int k = which - 1; k >= c.begin && k > which - 5; --k) {
    if (r.WordIsAny(k, {"additional", "another", "further"})) return -1;
  }
  int may = which + 1;
  if (!r.WordStarts(
          which, {"which may", "which can", "which could", "that may", "that can", "that could"}) &&
      !r.WordIsAny(may++, {"may", "can", "could", "may have", "can have"}))
    return -1;
  while (may < c.end && r.WordIs(may, "have")) ++may;
  return may < c.end && r.WordIsAny(may, {"include", "included", "have included"}) ? may + 1 : -1;
}

// Behind a list of therapies and their brackets that starts at `begin`.
int EndOfTherapies(const Reading& r, Clause c, int begin) {
  int end = begin, depth = 0;
  for (int i = begin; i < c.end; ++i) {
    const bool bracket = r.IsAnyMark(i, "()");
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    const bool listed = depth > 0 || bracket || r.IsTermOf(i, kTherapies) || r.IsAnyMark(i, ",/") ||
                        r.IsAny(i, {Cue::kFiller, Cue::kOr, Cue::kAnd}) ||
                        r.WordIsAny(i, {"other", "an", "a"});
    if (depth < 0 || !listed) break;
    if (depth == 0 && (bracket || r.IsTermOf(i, kTherapies))) end = i + 1;
  }
  return end;
}

bool SaysTogether(const Reading& r, int i) {
  return r.WordIsAny(i, {"in combination", "concurrently", "concomitantly", "simultaneously",
                         "together", "combined", "in combination with each other"}) ||
         (r.WordIs(i, "combination") && r.WordIs(i - 1, "in"));
}
bool SaysApart(const Reading& r, int i) {
  return r.WordIsAny(i,
                     {"sequentially", "separately", "sequential", "subsequently", "consecutively"});
}

// "(Given either) in combination or sequentially (, regardless of sequence)": its items.
Clause HowGivenAt(const Reading& r, Clause c, int either) {
  Clause how{either - 1, either + 2};
  if (!r.Is(either, Cue::kOr) || !((SaysTogether(r, either - 1) && SaysApart(r, either + 1)) ||
                                   (SaysApart(r, either - 1) && SaysTogether(r, either + 1))))
    return {either, either};
  while (how.begin > c.begin && (r.WordIsAny(how.begin, {"combination"}) ||
                                 r.WordIsAny(how.begin - 1, {"either", "given", "administered",
                                                             "received", "whether", "in"})))
    --how.begin;
  return how;
}

// "A line of treatment which may or may not include a PD-1 inhibitor": the last words ask for nothing.
void PassOverWhatMayBe(Reading& r, Clause c) {
  if (!r.MayHoldCue({Cue::kMustNot})) return;
  for (int i = c.begin + 2; i < c.end; ++i) {
    const bool may = r.Is(i, Cue::kMustNot) && r.Is(i - 1, Cue::kOr) && r.WordContains(i - 2, {"may"});
    if (!may) continue;
    int last = i;
    while (last + 1 < c.end && !r.IsAnyMark(last + 1, ",;.)")) ++last;
    if (!HasTermOf(r, i, last + 1, kTherapies)) return;
    r.PassOver(i - 2, last + 1);
    return;
  }
}

// "A tumor *for which paclitaxel and cisplatin are reasonable options*", "for whom treatment with gemcitabine would be warranted": a doctor may
// give it; nobody had it.
void PassOverReasonableTherapy(Reading& r, Clause c) {
  constexpr WordPattern kReasonable[] = {"reasonable", "warranted", "appropriate", "indicated", "suitable", "acceptable", "would be considered", "would be given", "an option", "options", "considered standard"};
  if (!r.MayHoldWord({"which", "whom"}) || !r.MayHoldWord(kReasonable)) return;
  for (int i = c.begin + 1; i + 2 < c.end; ++i) {
    const bool whom = r.WordIsAny(i, {"for which", "for whom"}) || (r.WordIsAny(i, {"which", "whom"}) && r.Is(i - 1, Cue::kFor));
    if (!whom) continue;
    int end = i + 1;
    bool therapy = false, reasonable = false;
    for (; end < c.end && !r.IsAnyMark(end, ",;."); ++end) {
      const bool had = r.Is(end, Cue::kPrior) && !r.WordIsAny(end, {"treatment with", "therapy with", "treatment by"});
      if (had || r.IsAny(end, {Cue::kNo, Cue::kNot, Cue::kProgressed, Cue::kMust, Cue::kMustNot}) || (r.Is(end, Cue::kWho) && end > i + 1)) return;
      const Entry* named = TherapyAt(r, end);
      therapy = therapy || (named != nullptr && named->id != "surgery");
      reasonable = reasonable || (therapy && r.WordContains(end, kReasonable));
    }
    if (reasonable) r.PassOver(r.WordIsAny(i, {"which", "whom"}) ? i - 1 : i, end);
  }
}

// "Tumors that in standard practice *would be treated with* neoadjuvant therapy".
void PassOverUsualTherapy(Reading& r, Clause c) {
  if (!r.MayHoldWord({"would"})) return;
  for (int i = c.begin + 1; i < c.end; ++i) {
    int last = i;
    if (r.WordIs(i, "would")) {
      ++last;
      while (last < c.end && last < i + 3 && r.WordIsAny(last, {"be", "otherwise", "normally", "usually", "typically"})) ++last;
      if (!r.WordStarts(last, {"be treated", "treated", "receive", "be given", "given", "be offered", "offered"})) continue;
    } else if (!r.WordStarts(i, {"would be treated", "would receive", "would be given", "would be offered"})) {
      continue;
    }
    int end = last + 1;
    while (end < c.end && !r.IsAnyMark(end, ",;.")) ++end;
    const bool therapy = HasTermOf(r, last, end, kTherapies) || HasCue(r, last, end, {Cue::kNeoadjuvant, Cue::kAdjuvant});
    if (therapy && !HasCue(r, last + 1, end, {Cue::kPrior, Cue::kProgressed, Cue::kMust, Cue::kNot})) r.PassOver(i, end);
    return;
  }
}

// "ALT <= 6 x ULN *for lapatinib arm only*": a part of the study.
void PassOverNamedArm(Reading& r, Clause c) {
  constexpr WordPattern kArm[] = {"arm", "arms"};
  if (!r.MayHoldWord(kArm)) return;
  for (int i = c.begin + 1; i < c.end; ++i) {
    if (!r.WordIsAny(i, kArm) || !r.IsTermOf(i - 1, kTherapies) || i - 2 < c.begin) continue;
    int first = i - 1;
    while (first - 1 > c.begin && (r.IsTermOf(first - 1, kTherapies) || r.IsAnyMark(first - 1, "+/"))) --first;
    if (!r.Is(first - 1, Cue::kFor) && !r.WordIsAny(first - 1, {"in", "in the", "for the", "on the"})) continue;
    r.PassOver(first - 1, r.Is(i + 1, Cue::kOnly) && i + 1 < c.end ? i + 2 : i + 1);
  }
}

// ">= 60 mL/min *for patients receiving cisplatin*": of whom the study will give it, in a line without the name of the value.
void PassOverWhoWillReceive(Reading& r, Clause c) {
  if (!r.MayHoldCue({Cue::kOngoing}) || HasTermOf(r, c.begin, c.end, KindBit(TermKind::kLab))) return;
  bool bound = false;
  for (int i = c.begin; i + 2 < c.end; ++i) {
    bound = bound || (r.IsComparison(i) && r.IsTermOf(i + 2, KindBit(TermKind::kUnit)));
    if (!bound || !r.Is(i, Cue::kFor) || !r.WordStarts(i + 1, {"patient", "those"}) || !r.Is(i + 2, Cue::kOngoing) || !r.IsTermOf(i + 3, KindBit(TermKind::kDrug))) continue;
    r.PassOver(i, c.end);
    return;
  }
}

}  // namespace

void PassOverOfferedTherapy(Reading& r, Clause c) {
  PassOverWhatMayBe(r, c);
  PassOverUsualTherapy(r, c);
  if (r.MayHoldTermOf(kTherapies)) {
    PassOverReasonableTherapy(r, c);
    PassOverNamedArm(r, c);
    PassOverWhoWillReceive(r, c);
  }
  if (!r.MayHoldTermOf(kTherapies)) return;
  bool therapy = false;
  for (int i = c.begin; i < c.end; ++i) {
    if (const int list = therapy ? ListBehindOffer(r, c, i) : -1; list > 0) {
      const int end = EndOfTherapies(r, c, list);
      if (end > list) r.PassOver(i, end);
      i = std::max(i, end - 1);
      continue;
    }
    therapy = therapy || r.IsTermOf(i, kTherapies) || r.Is(i, Cue::kLine);
    if (!therapy || i == c.begin || i + 1 >= c.end) continue;
    if (const Clause how = HowGivenAt(r, c, i); how.end > how.begin)
      r.PassOver(how.begin, how.end);
  }
}

bool TellsHowGiven(const Reading& r, Clause sentence) {
  int i = sentence.begin;
  while (i < sentence.end && (r.at(i).lead || r.IsKind(i, Item::Kind::kMark))) ++i;
  if (i >= sentence.end || !r.WordStarts(i, {"these ", "such ", "this "})) {
    if (!r.WordIsAny(i++, {"these", "such", "both"})) return false;
  }
  if (!r.WordContains(i, {"treatment", "therap", "regimen", "agent", "drug"})) return false;
  const int end = std::min(sentence.end, i + 9);
  bool may = false;
  for (int k = i + 1; k < end; ++k) {
    may = may || r.WordStarts(k, {"may", "can", "could"});
    if (may && r.Is(k, Cue::kOr) && k + 3 >= sentence.end)
      return HowGivenAt(r, sentence, k).end > k;
  }
  return false;
}

int EndOfHowGiven(const Reading& r, int i, int end) {
  if (!r.IsMark(i, '(') || r.IsAny(i + 1, {Cue::kOr, Cue::kAnd})) return -1;
  int close = i + 1;
  while (close < end && !r.IsAnyMark(close, "()")) ++close;
  if (close >= end || !r.IsMark(close, ')')) return -1;
  for (int k = i + 1; k < close; ++k) {
    if (!r.Is(k, Cue::kOr) && !r.WordContains(k, {"sequential", "concurrent", "concomitant", "simultaneous"})) return -1;
  }
  return close;
}

bool IsLimitedByJudgement(const Reading& r, Clause clause, int therapy) {
  bool fit = false, judged = false;
  for (int i = therapy + 1; i < clause.end; ++i) {
    fit = fit || r.WordContains(i, {"candidate", "eligible", "suitable", "appropriate"});
    judged = judged || r.Is(i, Cue::kInvestigator) || r.WordContains(i, {"investigator", "physician", "deemed"});
  }
  return fit && judged;
}

}  // namespace trialmatch::rules
