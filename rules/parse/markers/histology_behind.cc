#include "rules/parse/markers/histology_behind.h"

#include <algorithm>
#include <utility>

#include "rules/parse/part.h"
#include "rules/parse/turn_words.h"

namespace trialmatch::rules {
namespace {

bool OnlyMarkers(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<MarkerLeaf>(*e.leaf);
  return !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), OnlyMarkers);
}

bool IsHistology(const Reading& r, int i) {
  const Entry* disease = r.Find(i, TermKind::kDisease);
  return disease != nullptr && disease->id != "nsclc" && r.lexicon().IsA(TermKind::kDisease, disease->id, "nsclc");
}

// Nothing but the histology and the people who have it.
bool TellsOnlyHistology(const Reading& r, int begin, int end) {
  bool histology = false;
  for (int i = begin; i < end; ++i) {
    const bool glue = IsPeople(r, i) || r.IsAny(i, {Cue::kFiller, Cue::kWith, Cue::kDiseaseWord, Cue::kFor}) || r.IsAnyMark(i, "().,;") || r.Find(i, TermKind::kPlain) != nullptr || r.WordIsAny(i, {"in", "histology", "tumors", "disease", "all", "only"});
    if (!IsHistology(r, i) && !glue && !(r.Find(i, TermKind::kDisease) != nullptr && histology)) return false;
    histology = histology || IsHistology(r, i);
  }
  return histology;
}

// The item of the result behind which the histology is told; -1.
int ResultBeforeHistology(const Reading& r, Clause c) {
  bool marker = false;
  for (int i = c.begin; i + 1 < c.end; ++i) {
    if (r.at(i).lead) return -1;
    const bool told_for = r.WordIs(i, "negative for");
    const Entry* result = r.Find(i, TermKind::kAlteration);
    const bool negative = told_for || (result != nullptr && (result->id == "negative" || result->id == "wild_type"));
    const int next = r.IsMark(i + 1, '(') ? i + 2 : i + 1;
    const bool goes_on = told_for || r.Is(next, Cue::kFor) || r.WordIs(next, "in") || (next == i + 2 && IsHistology(r, next));
    if (marker && negative && goes_on && TellsOnlyHistology(r, i + 1, c.end)) return i;
    marker = marker || r.Find(i, TermKind::kGene) != nullptr;
  }
  return -1;
}

}  // namespace

namespace {

// "T790M must be present in patients who received gefitinib", "C797S must be absent in patients treated with osimertinib": asked of them alone.
std::optional<Expression> ReadMarkersOfTreated(Reading& r, Clause c) {
  const int must = FindCue(r, c.begin, c.end, {Cue::kMust});
  if (must <= c.begin || !r.IsTermOf(must - 1, KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration}))) return std::nullopt;
  int in = must + 1;
  while (in < c.end && in < must + 4 && !r.WordIsAny(in, {"in", "in patients with", "in patients who"})) ++in;
  const bool told = r.WordIsAny(in - 1, {"absent", "present", "detected", "confirmed", "documented", "negative", "positive"});
  if (!told || in + 2 >= c.end || !r.WordStarts(in, {"in"}) || !(IsPeople(r, in + 1) || r.WordContains(in, {"patients"})) || HasCue(r, c.begin, c.end, {Cue::kUnless, Cue::kIf, Cue::kExcept, Cue::kMustNot})) return std::nullopt;
  Part what = ReadPart(r, {c.begin, in}, Mood::kRequires);
  if (!what.found || !OnlyMarkers(what.content)) return std::nullopt;
  Part who = ReadPart(r, {in + 1, c.end}, Mood::kPermits);
  r.UseRange(must, in);
  return Expression::When(who.found ? std::move(who.content) : Expression::Opaque(r.SpanOf(in + 1, c.end - 1)), std::move(what.content));
}

}  // namespace

std::optional<Expression> ReadMarkersOfHistology(Reading& r, Clause c) {
  if (!r.MayHoldTermOf(KindBits({TermKind::kGene, TermKind::kMutation}))) return std::nullopt;
  if (auto treated = ReadMarkersOfTreated(r, c)) return treated;
  if (!r.MayHoldTermOf(KindBit(TermKind::kGene)) || !r.MayHoldTermOf(KindBit(TermKind::kDisease))) return std::nullopt;
  const int result = ResultBeforeHistology(r, c);
  if (result <= c.begin) return std::nullopt;
  const bool told_for = r.WordIs(result, "negative for");
  for (int i = c.begin; told_for && i < result; ++i) {
    if (r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kUnless, Cue::kExcept})) return std::nullopt;
  }
  Part what = ReadPart(r, {c.begin, told_for ? result : result + 1}, Mood::kRequires);
  if (!what.found || !OnlyMarkers(what.content)) return std::nullopt;
  Part who = ReadPart(r, {result + 1, c.end}, Mood::kPermits);
  if (!who.found) return std::nullopt;
  r.UseRange(result, c.end - 1);
  return Expression::When(std::move(who.content), told_for ? Expression::Not(std::move(what.content)) : std::move(what.content));
}

void KeepHistologyOfDenied(const Reading& r, Atoms& atoms) {
  for (Atom& a : atoms) {
    if (a.topic != Topic::kDisease || !a.negated || !(r.WordIsAny(a.first - 1, {"in", "in patients with", "for"}) || r.Is(a.first - 1, Cue::kFor))) continue;
    const auto denied_before = [&](const Atom& marker) { return marker.topic == Topic::kBiomarker && marker.negated && marker.last < a.first && marker.last + 4 >= a.first; };
    if (std::any_of(atoms.begin(), atoms.end(), denied_before)) a.negated = false;
  }
}

void JoinHistologyByOr(const Reading& r, Atoms& atoms) {
  for (size_t i = 1; i < atoms.size(); ++i) {
    Atom& histology = atoms[i];
    const auto lacking = [](const Atom& a) { return a.topic == Topic::kBiomarker && a.negated && OnlyMarkers(a.expression); };
    int before = histology.first - 1;
    while (before > atoms[i - 1].last && (r.IsAny(before, {Cue::kFiller, Cue::kWith}) || r.Find(before, TermKind::kPlain) != nullptr)) --before;
    const bool by_or = r.Is(before, Cue::kOr) && before > atoms[i - 1].last && before <= atoms[i - 1].last + 2;
    if (!by_or || histology.topic != Topic::kDisease || !IsHistology(r, histology.first) || !lacking(atoms[i - 1])) continue;
    // "Negative for EGFR and ALK, or squamous": behind a comma it is not denied.
    if (histology.negated && !r.IsMark(before - 1, ',')) continue;
    size_t first = i - 1;
    while (first > 0 && lacking(atoms[first - 1])) --first;
    std::vector<Expression> markers;
    for (size_t k = first; k < i; ++k) markers.push_back(Expression::Not(std::move(atoms[k].expression)));
    atoms[first].expression = Expression::Any(Expression::All(std::move(markers)), std::move(histology.expression));
    atoms[first].negated = false;
    atoms[first].last = histology.last;
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(first) + 1, atoms.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    i = first;
  }
}

}  // namespace trialmatch::rules
