#include "rules/parse/therapy/treatment_interval.h"

#include <algorithm>

#include "rules/parse/residue.h"

namespace trialmatch::rules {
namespace {

constexpr CueSet kTurned = {Cue::kNo,   Cue::kNot,     Cue::kWithout, Cue::kMustNot, Cue::kNaive,    Cue::kExcept,   Cue::kUnless,
                            Cue::kIf,   Cue::kWithin,  Cue::kLessThan, Cue::kAtMost, Cue::kIntolerant, Cue::kExcluded, Cue::kPermitted, Cue::kNotRequired};

bool IsReturn(const Reading& r, int i) {
  return r.Is(i, Cue::kProgressed) || r.WordStarts(i, {"recur", "relaps", "progress"});
}

// Metastatic, advanced or recurrent disease.
bool IsExtent(const Reading& r, int i) {
  const Entry* setting = r.Find(i, TermKind::kSetting);
  return (setting != nullptr && (setting->id == "metastatic" || setting->id == "advanced" || setting->id == "locally_advanced" || setting->id == "recurrent")) || r.Is(i, Cue::kMetastaticIntent);
}

bool IsEndOfTherapy(const Reading& r, int i) {
  return r.Is(i, Cue::kLastDose) || r.WordIsAny(i, {"end", "its end", "their end"}) || r.WordContains(i, {"complet", "ended", "finish", "stopp", "discontinu", "administered", "treatment-free"}) ||
         r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
}

}  // namespace

std::optional<TherapyInterval> ReadTherapyInterval(const Reading& r, Clause clause) {
  TherapyInterval out;
  bool measured = false, lower = false, returned = false, extent = false, found = false, free_interval = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.IsAny(i, kTurned) || r.IsMark(i, ';')) return std::nullopt;
    if (auto duration = ReadDuration(r, i, clause.end)) {
      if (measured) return std::nullopt;
      measured = true;
      lower = lower || HasCue(r, i, duration->last + 1, {Cue::kAtLeast});
      out.at_least = duration->duration;
      i = duration->last;
      continue;
    }
    if (r.IsComparison(i)) {
      const Comparison sign = r.at(i).comparison;
      if (sign != Comparison::kGreater && sign != Comparison::kGreaterEqual) return std::nullopt;
      lower = true;
      continue;
    }
    lower = lower || r.IsAny(i, {Cue::kAtLeast, Cue::kMoreThan}) || r.WordContains(i, {"elapsed", "passed"});
    returned = returned || IsReturn(r, i);
    extent = extent || IsExtent(r, i);
    found = found || r.WordContains(i, {"diagnos", "development", "developed", "onset", "detection"});
    free_interval = free_interval || r.WordContains(i, {"disease-free", "disease free", "relapse-free", "recurrence-free", "progression-free"});
    const bool known = IsReturn(r, i) || IsExtent(r, i) || IsEndOfTherapy(r, i) || r.IsKind(i, Item::Kind::kMark) || HoldsTogether(r, i) ||
                       r.IsAny(i, {Cue::kAtLeast, Cue::kMoreThan, Cue::kSince, Cue::kBefore, Cue::kReference, Cue::kBetween, Cue::kOr, Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative,
                                   Cue::kDefinitive, Cue::kForThisCancer, Cue::kLine, Cue::kTreated, Cue::kDiagnosis}) ||
                       r.Find(i, TermKind::kDisease) != nullptr || r.Find(i, TermKind::kSetting) != nullptr || r.Find(i, TermKind::kPlain) != nullptr ||
                       r.WordContains(i, {"elapsed", "passed", "interval", "disease-free", "disease free", "free", "diagnos", "development", "developed", "documented", "between", "until", "occur", "therap", "treatment", "regimen", "end", "last", "dose", "has been", "given", "previous"});
    if (!known || r.IsNumber(i)) return std::nullopt;
  }
  if (!measured || !lower) return std::nullopt;
  out.to_enrolment = free_interval && !returned && HasCue(r, clause.begin, clause.end, {Cue::kReference});
  if (returned || free_interval || (extent && found)) out.anchor = Window::Anchor::kProgression;
  else if (extent) return std::nullopt;
  return out;
}

bool RunsToProgression(const Reading& r, Clause clause, const WindowReading& window) {
  if (HasCue(r, window.first, std::min(clause.end, window.last + 5), {Cue::kReference, Cue::kHalfLives})) return false;
  // "Completed at least 6 months before relapse".
  bool before = false;
  for (int i = window.last; i < clause.end && i <= window.last + 6; ++i) {
    before = before || (r.Is(i, Cue::kBefore) && r.WordIsAny(i, {"prior to", "before"}));
    if (before && (IsReturn(r, i) || (IsExtent(r, i) && HasCue(r, window.last, i, {Cue::kDiagnosis})))) return true;
    if (r.IsAnyMark(i, ",;.")) break;
  }
  // "Progressed within 6 months of the last dose".
  int returned = -1;
  const bool or_within = r.Is(window.first - 1, Cue::kOr);   // "progression on the last regimen, or within 30 days of its end"
  for (int i = window.first - 1; i >= clause.begin && i >= window.first - (or_within ? 12 : 9); --i) {
    if (IsReturn(r, i)) returned = i;
    if (IsReturn(r, i) || r.IsAnyMark(i, ";.")) break;
    if ((r.IsAnyMark(i, ",") && !(or_within && i == window.first - 2)) || r.Is(i, Cue::kAnd)) break;
  }
  if (returned < 0 || r.WordStarts(window.first - 1, {"for", "first", "after"}) || r.WordIs(window.first + 1, "first")) return false;
  bool since = r.Is(window.last, Cue::kSince) || r.WordIsAny(window.last, {"of", "of the", "from", "following"});
  for (int i = window.first; i < clause.end && i <= window.last + 5; ++i) {
    since = since || r.Is(i, Cue::kSince) || r.WordIsAny(i, {"of", "of the", "from", "following", "after"});
    if (r.WordContains(i, {"start", "initiat", "first dose", "beginning"})) return false;
    if ((since && IsEndOfTherapy(r, i)) || (i > window.last && r.WordIsAny(i, {"thereafter", "afterwards"}))) return true;
    const bool listed = r.IsMark(i, ',') && r.IsAny(i - 1, {Cue::kAdjuvant, Cue::kNeoadjuvant}) && r.IsAny(i + 1, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kOr});
    if (r.IsAnyMark(i, ",;.()") && !listed) break;
  }
  return false;
}

}  // namespace trialmatch::rules
