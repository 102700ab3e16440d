#include "rules/parse/therapy/treatment_lines.h"

#include <algorithm>

#include "rules/parse/domains.h"
#include "rules/parse/said_words.h"
#include "rules/parse/therapy/treatment_group.h"
#include "rules/parse/therapy/treatment_unnamed.h"

namespace trialmatch::rules {

void AddOtherBound(Reading& r, Clause clause, int line_at, CountReading* count) {
  auto merge = [&](const base::Bounds& other) {
    base::Bounds& b = count->bounds;
    if (other.low && !b.low && b.high && *other.low <= *b.high) {
      b.low = other.low;
      b.low_inclusive = other.low_inclusive;
      return true;
    }
    if (other.high && !b.high && b.low && *b.low <= *other.high) {
      b.high = other.high;
      b.high_inclusive = other.high_inclusive;
      return true;
    }
    return false;
  };
  for (int i = line_at + 1; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kLine)) continue;
    auto next = CountBefore(r, clause, i);
    // "At least one platinum-based line, and no more than one additional line": beside those.
    bool additional = false;
    for (int k = next ? next->first : i; k < i; ++k) additional = additional || r.WordIsAny(k, {"additional", "further", "other", "more"});
    if (next && next->first > line_at && !next->exact && !additional && merge(next->bounds)) {
      r.UseRange(r.Is(next->first - 1, Cue::kHowever) ? next->first - 1 : next->first, next->last);
      return;
    }
  }
  for (int k = std::max(clause.begin, count->first - 6); k < count->first; ++k) {
    auto before = ReadBound(r, k, count->first);
    if (!before || !before->has_comparison || !before->unit.empty()) continue;
    bool joined = true;
    for (int m = before->last + 1; m < count->first; ++m) {
      joined = joined && (r.IsMark(m, ',') || r.IsAny(m, {Cue::kAnd, Cue::kHowever, Cue::kFiller, Cue::kOr}));
    }
    if (joined && merge(before->bounds)) {
      count->first = k;
      r.UseRange(k, count->last);
    }
    return;
  }
}

void AddMostBehind(Reading& r, Clause clause, int end, CountReading* count) {
  if (!count->bounds.low || count->bounds.high) return;
  int k = end;
  while (k < clause.end && k < end + 3 && (r.IsAny(k, {Cue::kFor, Cue::kForThisCancer}) || r.Find(k, TermKind::kDisease) != nullptr)) ++k;
  if (r.IsMark(k, ',')) ++k;
  if (!r.IsAny(k, {Cue::kHowever, Cue::kAnd})) return;
  const auto most = k + 1 < clause.end ? ReadBound(r, k + 1, clause.end) : std::nullopt;
  if (!most || most->first != k + 1 || !most->unit.empty() || most->bounds.low || !most->bounds.high || *most->bounds.high < *count->bounds.low) return;
  int last = most->last;
  while (last + 1 < clause.end && last < most->last + 4 && (r.IsAny(last + 1, {Cue::kPrior, Cue::kLine, Cue::kFiller}) || IsTherapyNoun(r, clause, last + 1) || r.IsTerm(last + 1, TermKind::kDrugClass))) ++last;
  if (last + 1 < clause.end && !r.IsAnyMark(last + 1, ".;)")) return;
  count->bounds.high = most->bounds.high;
  count->bounds.high_inclusive = most->bounds.high_inclusive;
  r.UseRange(k, last);
}

std::optional<CountReading> NumberOfLine(const Reading& r, Clause clause, int line_at) {
  const int at = line_at + 1;
  if (!r.WordIs(line_at, "line") || at >= clause.end || !r.IsNumber(at)) return std::nullopt;
  const auto one = ReadCount(r, at);
  if (!one || *one < 1 || *one > 5) return std::nullopt;
  const auto other = r.Is(at + 1, Cue::kOr) && at + 2 < clause.end ? ReadCount(r, at + 2) : std::nullopt;
  const bool two = other && *other > *one && *other <= 5;
  return CountReading{base::Bounds{.low = *one, .high = two ? *other : *one}, !two, at, two ? at + 2 : at};
}

namespace {

// "At most" behind the lines, with words of theirs between; or -1.
int MostBehind(const Reading& r, Clause clause, int line_at) {
  constexpr int kFarthest = 5;
  for (int k = line_at + 1; k < std::min(clause.end, line_at + kFarthest); ++k) {
    if (r.WordIsAny(k, {"at most", "at maximum", "at the most", "maximum", "max"})) return r.IsNumber(k + 1) || r.WordIs(k + 1, "of") ? -1 : k;
    if (!IsTherapyNoun(r, clause, k) && !r.IsAny(k, {Cue::kFiller, Cue::kBefore}) && !r.IsTermOf(k, KindBits({TermKind::kDrugClass, TermKind::kPlain}))) return -1;
  }
  return -1;
}

// "A first- or second-generation TKI": a generation of no target.
int EndOfBareGeneration(const Reading& r, Clause clause, int line_at) {
  for (int k = line_at + 1; k + 1 < std::min(clause.end, line_at + 10); ++k) {
    const Entry* inhibitor = r.WordStarts(k, {"generation"}) ? r.Find(k + 1, TermKind::kDrugClass) : nullptr;
    if (inhibitor != nullptr) return inhibitor->id == "tki" ? k + 1 : -1;
  }
  return -1;
}

}  // namespace

void SayWhichAreCounted(const Reading& r, const CountReading& count, int noun, TreatmentLeaf* leaf) {
  if (!leaf->count || leaf->count->low || !leaf->count->high) return;
  for (int k = count.last + 1; k < noun; ++k) {
    if (!r.WordIsAny(k, {"additional", "further"})) continue;
    leaf->said.push_back(AsSaid(r, count.first, noun + 1));
    return;
  }
}

void CountLines(Reading& r, Clause clause, Mood mood, int line_at, const CountReading& count, TreatmentLeaf* lines) {
  lines->count = count.bounds;
  if (mood != Mood::kRequires) return;
  if (const int most = count.exact ? MostBehind(r, clause, line_at) : -1; most > 0) {
    lines->count->low.reset();
    r.Use(most);
  }
  SayWhichAreCounted(r, count, line_at, lines);
  const int generation = lines->count->low ? -1 : EndOfBareGeneration(r, clause, line_at);
  if (generation > 0) lines->said.push_back(AsSaid(r, count.first, generation + 1));
}

std::optional<CountReading> CountBehindLines(const Reading& r, Clause clause, int line_at) {
  for (int k = line_at + 1; k < clause.end && k <= line_at + 7; ++k) {
    if (!r.IsComparison(k) && !r.IsAny(k, {Cue::kAtLeast, Cue::kAtMost, Cue::kMoreThan, Cue::kLessThan})) {
      const bool name = r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kPlain, TermKind::kSetting})) || IsTherapyNoun(r, clause, k) || r.IsAny(k, {Cue::kFiller, Cue::kBefore, Cue::kFor}) ||
                        r.IsMark(k, '-') || r.WordIsAny(k, {"is", "are", "of"});
      if (!name) return std::nullopt;
      continue;
    }
    const auto bound = ReadBound(r, k, clause.end);
    if (!bound || !bound->has_comparison || !bound->unit.empty() || bound->first != k) return std::nullopt;
    const int behind = bound->last + 1;
    const bool ends = behind >= clause.end || r.IsAnyMark(behind, ".,;)") || r.IsAny(behind, {Cue::kOr, Cue::kAnd, Cue::kFor});
    if (!ends || bound->bounds.low.value_or(bound->bounds.high.value_or(99)) > 12) return std::nullopt;
    return CountReading{bound->bounds, false, k, bound->last};
  }
  return std::nullopt;
}

bool MayBeAmong(const Reading& r, int line_at, int therapy) {
  for (int i = line_at + 1; i < therapy; ++i) {
    if (r.WordIsAny(i, {"may", "can", "could", "which may", "that may", "which can", "which could", "may have", "may be", "may have been", "can be"})) return true;
  }
  return false;
}

std::vector<TreatmentAnchor> HeldByLines(const Reading& r, int line_at, const std::vector<TreatmentAnchor>& named) {
  std::vector<TreatmentAnchor> out;
  int included = -1;
  for (const TreatmentAnchor& a : named) {
    if (a.first <= line_at || a.ids[0] == "systemic_therapy" || a.ids[0] == "any_therapy") continue;
    if (MayBeAmong(r, line_at, a.first)) continue;
    if (included < 0) included = IncludedOne(r, line_at, a.first);
    if (included < 0 && !HasCue(r, line_at + 1, a.first, {Cue::kWho, Cue::kAnyOf})) continue;
    const bool again = !out.empty() && included >= 0 && !HasCue(r, out.back().last + 1, a.first, {Cue::kAnd, Cue::kAtLeast});
    if (!again) {
      out.push_back(a);
      continue;
    }
    out.back().ids.insert(out.back().ids.end(), a.ids.begin(), a.ids.end());
    out.back().last = a.last;
  }
  return out;
}

bool IsExampleBehind(const Reading& r, int line, const TreatmentAnchor& anchor) {
  for (int i = line + 1; i < anchor.first; ++i) {
    if (r.Is(i, Cue::kIncluding) && (r.WordContains(i, {"limited to", "e.g", "such as", "for example", "for instance"}) || r.WordIsAny(i, {"eg", "e g"}))) return true;
  }
  return false;
}

namespace {

// "One of which was", "at least one of them must have been", from item `i` up to the therapy.
bool SaysOneOfThem(const Reading& r, int i, int therapy) {
  if (!r.Is(i, Cue::kAnyOf) || !(r.WordIs(i + 1, "which") || r.WordIsAny(i + 1, {"them", "these"}))) return false;
  for (int k = i + 2; k < therapy; ++k) {
    if (!r.IsAny(k, {Cue::kFiller, Cue::kMust}) && !r.WordIsAny(k, {"was", "is", "being", "included", "includes", "include", "contained", "must be", "been"}) &&
        !r.WordIsAny(k, {"first", "second", "third", "next", "later", "newer", "generation", "1st", "2nd", "3rd", "-"}) && !r.IsMark(k, '-'))
      return false;
  }
  return true;
}

}  // namespace

bool IncludedInSeveral(const Reading& r, Clause clause, const TreatmentAnchor& counted, int therapy) {
  int including = counted.last + 1;
  if (r.IsAnyMark(including, ",(")) ++including;
  if (SaysOneOfThem(r, including, therapy)) return CountBefore(r, clause, counted.first).has_value();
  if (including + 1 != therapy || !r.WordIsAny(including, {"including", "which included", "that included"})) return false;
  const std::optional<CountReading> count = CountBefore(r, clause, counted.first);
  return count && std::max(count->bounds.low.value_or(0), count->bounds.high.value_or(0)) >= 2;
}

void DropBehindCeiling(const Reading& r, int line_at, std::vector<TreatmentAnchor>* named) {
  for (size_t k = 0; k < named->size(); ++k) {
    const TreatmentAnchor& next = (*named)[k];
    const int joint = next.first > line_at ? r.FindCue(k > 0 ? std::max(line_at, (*named)[k - 1].last) : line_at, next.first, {Cue::kAnd}) : -1;
    if (joint < 0 || !r.WordIsAny(joint + 1, {"any", "unlimited", "any number of"})) continue;
    named->erase(named->begin() + static_cast<std::ptrdiff_t>(k), named->end());
    return;
  }
}

bool PurposesDoNotCount(const Reading& r, Clause clause, int line_at) {
  constexpr CueSet kPurposes = {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative, Cue::kMaintenance};
  const int purpose = FindCue(r, line_at + 1, clause.end, kPurposes);
  // "More than 2 lines, including maintenance": those are lines as well.
  if (purpose > line_at + 1 && r.Is(purpose - 1, Cue::kIncluding) && !HasCue(r, clause.begin, line_at, kPurposes)) return true;
  if (purpose < 0 || !r.IsMark(purpose - 1, '(') || HasCue(r, clause.begin, line_at, kPurposes)) return false;
  for (int i = purpose + 1; i < clause.end && !r.IsMark(i, ')'); ++i) {
    const bool denied = r.WordContains(i, {"not "}) || r.IsAny(i - 1, {Cue::kNot, Cue::kMustNot}) || r.WordIs(i - 1, "not");
    if (denied && r.WordContains(i, {"qualify", "count", "considered", "regarded"})) return true;
  }
  return false;
}

std::vector<TreatmentAnchor> TakeBesideLines(const Reading& r, const CountReading& count, int line_at, std::vector<TreatmentAnchor>* named) {
  std::vector<TreatmentAnchor> beside;
  std::erase_if(*named, [&](const TreatmentAnchor& a) {
    bool apart = a.last < count.first && (HasCue(r, a.last + 1, count.first, {Cue::kOr}) || r.WordStarts(a.last + 1, {"or more than"}));
    apart = apart || (a.first > line_at + 1 && r.WordIs(a.first - 1, "or any"));
    // "Any of: more than two lines of chemotherapy, previous docetaxel and prior ramucirumab".
    apart = apart || (a.first > line_at + 1 && a.first > count.last && r.Is(a.first - 1, Cue::kPrior) && (r.IsMark(a.first - 2, ',') || r.IsAny(a.first - 2, {Cue::kAnd, Cue::kOr})));
    for (int i = line_at + 1; i + 1 < a.first && a.first <= line_at + 8; ++i) apart = apart || (r.Is(i, Cue::kOr) && (r.WordIs(i + 1, "any") || r.Is(i + 1, Cue::kPrior)));
    if (apart) beside.push_back(a);
    return apart;
  });
  return beside;
}

bool ReadToldLine(Reading& r, Clause clause, const TreatmentFrame& f, Atoms& atoms) {
  int at = FindCue(r, clause.begin, clause.end, {Cue::kSecondLine, Cue::kThirdLine});
  const bool first = at < 0;
  if (first) at = FindCue(r, clause.begin, clause.end, {Cue::kFirstLine});
  const bool none = at > clause.begin && r.Is(at - 1, Cue::kNaive) && r.WordStarts(at - 1, {"no "});   // "no prior second-line therapy"
  if (at < 0 || r.at(at).used || r.at(at).lead || !(f.prior || f.progressed || none) || f.planned || f.window) return false;
  if (first && (f.progressed || f.ongoing || f.response || r.WordContains(at - 2, {"consider"}) || r.WordContains(at - 3, {"consider"}) || !(none || r.Is(at - 1, Cue::kPrior) || r.Is(at - 2, Cue::kPrior)))) return false;
  int last = at;
  if (r.WordIs(at + 1, "of") && r.WordIsAny(at + 2, {"treatment", "therapy", "systemic therapy", "systemic treatment"})) last = at + 2;   // "a first line of treatment"
  if (last == at && !r.WordContains(at, {"therapy", "treatment"})) return false;
  TreatmentLeaf leaf;
  leaf.quantifier = TreatmentLeaf::Quantifier::kLines;
  leaf.count = base::Bounds{.low = first ? 1 : r.Is(at, Cue::kThirdLine) ? 3 : 2, .high = std::nullopt};
  atoms.push_back(TreatmentAtom(r, std::move(leaf), at, last, "treatment.lines"));
  atoms.back().negated = none || TherapyDenied(r, clause, at);
  r.UseRange(at, last);
  UseTreatmentFrame(r, clause, f);
  return true;
}

namespace {

// The last of the words behind the therapy at `last` that say that it is not counted; -1.
int NotCountedBehind(const Reading& r, Clause clause, int last) {
  bool denied = false;
  for (int i = last + 1; i < clause.end && i <= last + 6; ++i) {
    denied = denied || r.IsAny(i, {Cue::kNot, Cue::kMustNot}) || r.WordContains(i, {"not "}) || r.WordIs(i, "not");
    if (r.WordContains(i, {"count"})) return denied ? i : -1;
    if (!denied && !r.Is(i, Cue::kFiller) && !r.WordIsAny(i, {"alone", "monotherapy", "does", "do"}) && !r.Is(i, Cue::kInhibitor)) return -1;
  }
  return -1;
}

}  // namespace

void TakeUncounted(Reading& r, Clause clause, int line_at, TreatmentAnchors* anchors, TreatmentLeaf* leaf) {
  std::vector<TreatmentAnchor>* const named = &anchors->named;
  const int except = r.FindCue(line_at + 1, clause.end, {Cue::kExcept});
  if (r.WordIs(except, "not counting")) {
    for (const TreatmentAnchor& a : anchors->excepted) {
      leaf->except.insert(leaf->except.end(), a.ids.begin(), a.ids.end());
      r.UseRange(except, a.last);
    }
    anchors->excepted.clear();
  }
  for (size_t k = 0; k < named->size();) {
    const TreatmentAnchor a = (*named)[k];
    const bool excepted = except > line_at && except < a.first && !HasCue(r, except, a.first, {Cue::kIf, Cue::kNo, Cue::kNot});
    const int behind = a.first > line_at ? NotCountedBehind(r, clause, a.last) : -1;
    if (!excepted && behind < 0) {
      ++k;
      continue;
    }
    leaf->except.insert(leaf->except.end(), a.ids.begin(), a.ids.end());
    r.UseRange(excepted ? except : a.first, std::max(a.last, behind));
    named->erase(named->begin() + static_cast<std::ptrdiff_t>(k));
  }
}

}  // namespace trialmatch::rules
