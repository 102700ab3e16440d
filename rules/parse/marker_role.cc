#include "rules/parse/marker_role.h"

#include <algorithm>

namespace trialmatch::rules {
namespace {

constexpr uint32_t kTherapies = KindBits({TermKind::kDrug, TermKind::kDrugClass});

bool IsPeople(const Reading& r, int i) {
  return r.WordStarts(i, {"patients", "participants", "subjects", "individuals", "tumors", "tumours", "those", "people"});
}

bool IsFiller(const Reading& r, int i) { return r.Is(i, Cue::kFiller) || r.Find(i, TermKind::kPlain) != nullptr; }

// "Inhibitor", "-targeted", "-selective", "-toxicity": what stands behind the name of a target.
bool ActsOnTarget(const Reading& r, int i) {
  return r.Is(i, Cue::kInhibitor) || r.WordStarts(i, {"inhibit", "antibod", "antagonist", "agonist", "blockade", "degrader", "selective", "toxic", "signal", "pathway"});
}

bool IsTarget(const Reading& r, Clause c, int first, int last) {
  int behind = last + 1;
  while (behind < c.end && r.IsAnyMark(behind, "-)]/")) ++behind;
  if (behind < c.end && ActsOnTarget(r, behind)) return true;
  int before = first - 1;
  while (before >= c.begin && (r.IsAnyMark(before, ",/-([") || r.IsAny(before, {Cue::kOr, Cue::kAnd}) || r.IsTermOf(before, kTherapies) || r.Find(before, TermKind::kGene) != nullptr)) --before;
  if (before < c.begin) return false;
  if (r.WordIsAny(before, {"anti", "targeting", "against", "inhibiting", "blocking", "directed against", "directed at"})) return true;
  if (r.WordIsAny(before, {"target", "targets"})) return r.Is(before - 1, Cue::kWho) || r.WordStarts(before - 1, {"drug", "agent"});
  bool joins = r.Is(before, Cue::kTo) || r.WordIsAny(before, {"to", "of"});
  return joins && (r.Is(before - 1, Cue::kInhibitor) || r.WordStarts(before - 1, {"mab", "antibod", "inhibit"}));
}

bool NamesTest(const Reading& r, int i) {
  return r.WordStarts(i, {"testing", "test", "analys", "analyz", "assay", "profiling", "result", "evaluat", "assess", "determination", "determine ", "genotyping", "central testing", "local testing"}) ||
         r.WordIsAny(i, {"determine", "determining", "to determine"});
}

bool IsTest(const Reading& r, Clause c, int first, int last) {
  int behind = last + 1;
  while (behind < c.end && r.IsAnyMark(behind, "-)]")) ++behind;
  if (behind < c.end && NamesTest(r, behind)) {
    for (int k = behind + 1; k < std::min(c.end, behind + 5); ++k) {
      const Entry* alteration = r.Find(k, TermKind::kAlteration);
      if (alteration != nullptr && (alteration->id == "positive" || alteration->id == "negative")) return false;
      if (r.WordContains(k, {"show", "confirm", "demonstrat", "indicat"})) return false;
    }
    return true;
  }
  for (int before = first - 1; before >= c.begin && before >= first - 6; --before) {
    if (NamesTest(r, before)) return !r.WordStarts(before, {"tested"});
    if (!IsFiller(r, before) && !r.Is(before, Cue::kFor) && !r.WordIsAny(before, {"of", "for"})) return false;
  }
  return false;
}

// "For patients whose tumors have ...", "in those with ...": the item of the preposition, or -1.
int ForWhomBefore(const Reading& r, Clause c, int first) {
  bool people = false;
  for (int i = first - 1; i > c.begin && i >= first - 10; --i) {
    if (r.IsAnyMark(i, ",;:")) return -1;
    if (people && (r.Is(i, Cue::kFor) || r.WordIsAny(i, {"for", "in", "among"}))) return i;
    people = people || IsPeople(r, i);
  }
  return -1;
}

bool IsIncludedCompany(const Reading& r, Clause c, int first) {
  for (int i = first - 1; i > c.begin && i >= first - 8; --i) {
    if (r.IsAnyMark(i, ",;:")) return false;
    if (IsPeople(r, i)) return r.Is(i - 1, Cue::kIncluding);
  }
  return false;
}

}  // namespace

Clause BracketAround(const Reading& r, Clause clause, int i) {
  int depth = 0, open = -1;
  for (int k = i; k >= clause.begin && open < 0; --k) {
    if (r.IsMark(k, ')')) ++depth;
    if (r.IsMark(k, '(') && depth-- == 0) open = k;
  }
  if (open < 0) return {-1, -1};
  depth = 0;
  for (int k = open; k < clause.end; ++k) {
    if (r.IsMark(k, '(')) ++depth;
    if (r.IsMark(k, ')') && --depth == 0) return {open, k};
  }
  return {-1, -1};
}

MarkerRole RoleOfMarker(const Reading& r, Clause clause, Mood mood, int first, int last, bool told) {
  if (IsTarget(r, clause, first, last)) return MarkerRole::kTarget;
  const Clause bracket = BracketAround(r, clause, first);
  if (bracket.begin > clause.begin && HasCue(r, bracket.begin, bracket.end, {Cue::kPermitted, Cue::kNotRequired})) return MarkerRole::kRemark;
  if (mood != Mood::kPermits && (r.WordIs(first - 1, "associated with") || r.WordIs(first - 1, "commonly associated with"))) return MarkerRole::kRemark;
  if (mood == Mood::kRequires) {
    if (IsIncludedCompany(r, clause, first)) return MarkerRole::kRemark;
    if (bracket.begin > clause.begin && HasCue(r, bracket.begin, first, {Cue::kIf})) return MarkerRole::kCondition;
    if (ForWhomBefore(r, clause, first) > clause.begin + 1) return MarkerRole::kCondition;
    if (r.Is(first - 1, Cue::kFor) && r.Is(first - 2, Cue::kMust)) return MarkerRole::kCondition;
  }
  if (!told && IsTest(r, clause, first, last)) return MarkerRole::kTest;
  return MarkerRole::kState;
}

}  // namespace trialmatch::rules
