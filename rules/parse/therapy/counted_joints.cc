#include "rules/parse/therapy/counted_joints.h"

#include <algorithm>
#include <optional>

#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {

bool NamesTherapy(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    const Entry* therapy = r.at(i).used || r.at(i).lead ? nullptr : TherapyAt(r, i);
    if ((therapy != nullptr && !OfAnyKind(*therapy)) || (r.Is(i, Cue::kLine) && r.WordContains(i, {"chemotherapy"})) || (r.Is(i, Cue::kNaive) && r.WordStarts(i, {"chemo"}))) return true;
  }
  return false;
}

namespace {

constexpr CueSet kDenials = {Cue::kNaive, Cue::kNo, Cue::kNot, Cue::kMustNot};

// A therapy stands in [begin, end) that is not merely the kind of the lines: "chemotherapy".
bool NamesClass(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    const Entry* therapy = r.Is(i, Cue::kLine) || r.at(i).used ? nullptr : TherapyAt(r, i);
    if (therapy != nullptr && !OfAnyKind(*therapy) && therapy->id != "chemotherapy") return true;
  }
  return false;
}

// "No more than two", "at least one" before lines or a therapy, at item `i`.
std::optional<BoundReading> CountAt(const Reading& r, int i, int end) {
  auto bound = ReadBound(r, i, end);
  if (!bound || !bound->unit.empty() || ReadDuration(r, i, end) || ReadDuration(r, bound->last, end)) return std::nullopt;
  constexpr int kNear = 5;  // items
  for (int k = bound->last + 1; k < std::min(end, bound->last + 1 + kNear); ++k) {
    if (r.IsAny(k, {Cue::kCycle, Cue::kDay, Cue::kWeek, Cue::kMonth}) || r.IsAnyMark(k, ",;:")) break;
    if (r.Is(k, Cue::kLine) || TherapyAt(r, k) != nullptr) return bound;
  }
  return std::nullopt;
}

// The first of those words behind the joint at item `i` that say something.
int BehindJoint(const Reading& r, int i, int end) {
  int next = i + 1;
  while (next < end && next < i + 6 && (r.IsAny(next, {Cue::kAnd, Cue::kHowever, Cue::kWho, Cue::kWith, Cue::kFiller, Cue::kMust}) || (r.Is(next, Cue::kPrior) && r.WordContains(next, {"receiv"})) || r.WordIsAny(next, {"has", "have", "had", "are", "is", "received", "but"}))) ++next;
  return next;
}

}  // namespace

int JointOfCounts(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kRequires || !(r.MayHoldCue({Cue::kNaive}) || (r.MayHoldCue({Cue::kLine, Cue::kHowever, Cue::kPrior}) && r.MayHoldCue({Cue::kAtMost})))) return -1;
  const auto therapy = [&](int from, int to) {
    for (int i = from; i < to; ++i) {
      if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || (r.Is(i, Cue::kLine) && r.WordContains(i, {"chemotherapy"}))) return true;
    }
    return false;
  };
  for (int i = clause.begin + 1; i + 2 < clause.end; ++i) {
    const bool but = r.WordIs(i, "but") || (r.IsMark(i, ',') && (r.WordIs(i + 1, "but") || r.WordStarts(i + 1, {"but "})));
    if (r.at(i).lead || !(but || r.Is(i, Cue::kAnd) || r.IsMark(i, ','))) continue;
    const bool denies = r.Is(i + 1, Cue::kNaive) && r.WordStarts(i + 1, {"no "});
    const int own = r.Is(i + 1, Cue::kWith) || (r.IsMark(i, ',') && r.WordIs(i + 1, "but")) ? i + 2 : i + 1;
    const auto bound = denies ? std::nullopt : ReadBound(r, own, clause.end);
    const bool counts = bound && bound->has_comparison && bound->unit.empty() && bound->bounds.high && (r.IsAny(bound->last + 1, {Cue::kPrior, Cue::kLine}) || (but && TherapyAt(r, bound->last + 1) != nullptr));
    if (!denies && !counts) continue;
    // "Progressed on crizotinib, but no more than two lines of chemotherapy".
    if (but && counts && !bound->bounds.low && !r.IsNumber(i - 1) && therapy(clause.begin, i) && !HasCue(r, clause.begin, i, {Cue::kLine, Cue::kPermitted})) return i;
    // "Prior chemotherapy, up to one line" counts the therapy before it.
    const int line = counts && !bound->bounds.low && !HasCue(r, clause.begin, i, {Cue::kLine, Cue::kPermitted}) ? r.FindCue(bound->last + 1, std::min(clause.end, bound->last + 4), {Cue::kLine}) : -1;
    const bool of_lines = line >= 0 && ((r.IsMark(i, ',') && r.Is(i + 1, Cue::kWith)) || r.WordContains(line, {" of"}) || (r.WordIs(line + 1, "of") && line + 2 < clause.end));
    if (of_lines && therapy(clause.begin, i) && HasCue(r, clause.begin, i, {Cue::kProgressed, Cue::kIntolerant, Cue::kPrior})) return own - 1;
    if (HasCue(r, clause.begin, i, {Cue::kOr}) || !therapy(clause.begin, i) || !(counts || therapy(i, clause.end))) return -1;
    if (counts) return HasCue(r, clause.begin, i, {Cue::kNaive}) ? i : -1;
    for (int k = clause.begin; k < i; ++k) {
      const auto most = ReadBound(r, k, i);
      if (most && most->has_comparison && most->unit.empty() && (most->bounds.high || (denies && r.IsMark(i, ',')))) return i;
    }
    return -1;
  }
  return -1;
}

int CeilingGoesOn(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kRequires || !r.MayHoldCue({Cue::kAtMost})) return -1;
  int ceiling = -1;
  bool therapy = false;
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    if (r.IsAny(i, {Cue::kOr, Cue::kAtLeast, Cue::kNo, Cue::kNot})) return -1;
    if (ceiling < 0) {
      const auto most = ReadBound(r, i, clause.end);
      if (most && most->has_comparison && most->unit.empty() && most->bounds.high && !most->bounds.low) ceiling = i = most->last;
      continue;
    }
    therapy = therapy || TherapyAt(r, i) != nullptr;
    if (!therapy || !r.Is(i, Cue::kAnd)) continue;
    const bool counted = r.IsNumber(i + 1) && (r.IsAny(i + 2, {Cue::kPrior, Cue::kLine}) || TherapyAt(r, i + 2) != nullptr);
    if (!counted) return -1;
    for (int k = i + 2; k < clause.end; ++k) if (TherapyAt(r, k) != nullptr || r.Is(k, Cue::kLine)) return i + 1;
    return -1;
  }
  return -1;
}

int JointBesideCount(const Reading& r, Clause clause, Mood mood) {
  if (!r.MayHoldCue({Cue::kLine, Cue::kAtMost, Cue::kAtLeast, Cue::kMoreThan})) return -1;
  int depth = 0;
  bool counted = false, named_low = false;
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    if (r.at(i).lead) continue;
    if (r.IsAny(i, {Cue::kExcept, Cue::kUnless, Cue::kPermitted, Cue::kIf})) return -1;
    if (const auto bound = counted && named_low ? std::nullopt : CountAt(r, i, clause.end); bound) {
      const bool lines = HasCue(r, bound->last + 1, std::min(clause.end, bound->last + 6), {Cue::kLine});
      counted = counted || lines;
      named_low = named_low || (bound->has_comparison && bound->bounds.low && !bound->bounds.high && NamesClass(r, bound->last + 1, std::min(clause.end, bound->last + 4)));
    }
    if (depth != 0) continue;
    // "Three or more lines of chemotherapy or who are platinum-refractory".
    if (mood == Mood::kProhibits) {
      if (counted && r.Is(i, Cue::kOr) && r.Is(i + 1, Cue::kWho) && HasCue(r, clause.begin, i, {Cue::kLine}) && NamesTherapy(r, i + 1, clause.end) && !HasCue(r, i + 1, clause.end, kDenials)) return i;
      continue;
    }
    if (mood != Mood::kRequires || !(r.IsAny(i, {Cue::kAnd, Cue::kHowever, Cue::kWith}) || r.IsMark(i, ',') || r.WordIs(i, "but"))) continue;
    const int next = BehindJoint(r, i, clause.end);
    const auto second = CountAt(r, next, clause.end);
    const bool ceiling = second && second->has_comparison && second->bounds.high && !second->bounds.low;
    bool beside = false;
    for (int k = next; second && k < second->last + 4; ++k) beside = beside || r.WordIsAny(k, {"additional", "further", "other", "more", "another"});
    if (beside) continue;
    const bool denied = HasCue(r, clause.begin, i, {Cue::kNaive}) && !HasCue(r, clause.begin, i, {Cue::kOr, Cue::kLine, Cue::kProgressed, Cue::kIntolerant});
    if (ceiling && denied && (NamesTherapy(r, clause.begin, i) || HasTermOf(r, clause.begin, i, kTherapies))) return i;
    if (ceiling && named_low && (r.Is(i, Cue::kAnd) || r.IsMark(i, ',')) && r.IsAny(next - 1, {Cue::kAnd, Cue::kPrior, Cue::kWith}) && !HasCue(r, clause.begin, i, {Cue::kOr, Cue::kNo, Cue::kNaive}) && HasCue(r, second->last + 1, clause.end, {Cue::kLine}) && !NamesTherapy(r, next, clause.end)) return i;
    // "No more than two prior lines of therapy and no prior TKI".
    const bool denies = r.Is(next, Cue::kNaive) || (r.Is(next, Cue::kNo) && !second);
    if (!denies || !counted || !HasCue(r, clause.begin, i, {Cue::kLine}) || HasCue(r, clause.begin, i, kDenials)) continue;
    constexpr int kNear = 6;  // items
    if (NamesTherapy(r, next, std::min(clause.end, next + kNear))) return i;
  }
  return -1;
}

}  // namespace trialmatch::rules
