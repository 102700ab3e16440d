#include "rules/parse/therapy/standard_therapy_words.h"

#include <utility>

namespace trialmatch::rules {
namespace {

// "Treatment options that have confirmed benefit", told at item `therapy`.
bool OfProvenBenefit(const Reading& r, Clause clause, int therapy) {
  bool proven = false;
  for (int i = therapy; i < clause.end && i <= therapy + 6; ++i) {
    if (r.WordContains(i, {"known to", "proven"}) && r.WordContains(i, {"benefit"})) return true;
    if (proven && r.WordContains(i, {"benefit"})) return true;
    proven = proven || r.WordContains(i, {"confirm", "proven", "demonstrat", "known to", "established"});
  }
  return false;
}

// "Intolerant to standard therapy", "who did not tolerate it": nothing else from item `i` on.
int EndOfIntolerance(const Reading& r, Clause clause, int i) {
  while (i < clause.end && (r.IsAny(i, {Cue::kWho, Cue::kFiller}) || r.Find(i, TermKind::kPlain) != nullptr) && !r.Is(i, Cue::kIntolerant)) ++i;
  if (!r.Is(i, Cue::kIntolerant)) return -1;
  int last = i;
  for (int k = i + 1; k < clause.end && !r.IsAnyMark(k, ".;"); ++k) {
    const bool it = r.Is(k, Cue::kStandardTherapy) || r.WordIsAny(k, {"it", "them", "this", "such"});
    if (!it && !r.IsAny(k, {Cue::kFiller, Cue::kTo}) && !r.WordIsAny(k, {"to", "of", "therapy", "treatment"}) && r.Find(k, TermKind::kPlain) == nullptr) return -1;
    last = k;
  }
  return last;
}

// "Progressed on the last line, and for whom no standard therapy is left": where the second part starts.
int BehindAnd(const Reading& r, Clause clause) {
  const int therapy = FindCue(r, clause.begin, clause.end, {Cue::kStandardTherapy});
  for (int i = therapy - 1; i > clause.begin; --i) {
    if (r.Is(i, Cue::kAnd) && (r.IsAny(i + 1, {Cue::kFor, Cue::kWho}) || r.WordContains(i + 1, {"whom"}))) return i + 1;
  }
  return clause.begin;
}

}  // namespace

bool NoneExists(const Reading& r, Clause clause, int therapy) {
  // "No standard, curative, or life-prolonging therapies": its adjectives may be a list.
  const auto glue = [&](int i) { return r.Is(i, Cue::kFiller) || r.Find(i, TermKind::kPlain) != nullptr || r.IsAny(i, {Cue::kKnown, Cue::kDefinitive}); };
  int before = therapy - 1;
  while (before > clause.begin && (glue(before) || (r.IsMark(before, ',') && glue(before - 1)) || (r.Is(before, Cue::kOr) && (glue(before - 1) || r.IsMark(before - 1, ','))))) --before;
  bool of_standard = OfProvenBenefit(r, clause, therapy);
  for (int i = before; i <= therapy; ++i) of_standard = of_standard || r.WordContains(i, {"standard", "convention", "approved", "establish", "soc"});
  // "No satisfactory alternative" is a judgement, and the table knows none.
  if (!of_standard || r.WordContains(therapy, {"satisf", "accept"})) return false;
  bool cure = false, more = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    cure = cure || r.WordContains(i, {"curativ", "cure"});
    more = more || r.WordContains(i, {"extend", "prolong", "surviv", "palliati"});
    if (r.WordContains(i, {"tolera", "appropriate", "suitable", "feasib", "applicable", "refus", "declin", "ineligible"})) return false;
    if (r.IsTermOf(i, KindBits({TermKind::kCondition})) && r.Find(i, TermKind::kDisease) == nullptr) return false;
    if (r.IsAny(i, {Cue::kNotCandidate, Cue::kIntolerant, Cue::kInvestigator})) return false;
  }
  // No standard therapy cures a metastatic tumour, and there is one all the same.
  if (cure && !more) return false;
  if ((r.IsAny(before, {Cue::kNo, Cue::kWithout}) && !r.Is(before, Cue::kNot)) || r.WordIs(before, "no alternative") || r.WordIs(therapy - 1, "no available")) return true;
  int behind = therapy + 1;
  while (behind < clause.end && glue(behind) && !r.Is(behind, Cue::kNotExist)) ++behind;
  return r.Is(behind, Cue::kNotExist) && r.WordContains(behind, {"not ", "unavailable", "no longer"});
}

bool NotAppropriate(const Reading& r, Clause clause, int therapy) {
  for (int i = therapy + 1; i < clause.end && i <= therapy + 6; ++i) {
    if (r.Is(i, Cue::kNot)) return r.WordIsAny(i + 1, {"appropriate", "suitable", "indicated", "feasible", "acceptable"}) || r.WordIsAny(i + 2, {"appropriate", "suitable", "indicated", "feasible"});
    if (r.WordStarts(i, {"inappropriate", "not appropriate", "not suitable", "unsuitable"})) return true;
    if (!r.Is(i, Cue::kFiller) && r.Find(i, TermKind::kPlain) == nullptr) return false;
  }
  return false;
}

bool ToldOfAll(const Reading& r, Clause clause, int therapy) {
  int i = therapy;
  while (i > clause.begin && !r.WordStarts(i, {"all "}) && !r.WordIs(i, "all") && (i == therapy || r.Is(i, Cue::kFiller) || r.Find(i, TermKind::kPlain) != nullptr)) --i;
  return r.WordStarts(i, {"all "}) || r.WordIs(i, "all");
}

bool ReadNoneLeftOrIntolerant(Reading& r, Clause clause, Atoms& atoms) {
  if (!r.MayHoldCue({Cue::kIntolerant})) return false;
  clause.begin = BehindAnd(r, clause);
  if (HasCue(r, clause.begin, clause.end, {Cue::kProgressed, Cue::kExhausted, Cue::kNotCandidate, Cue::kInvestigator})) return false;
  const int therapy = FindCue(r, clause.begin, clause.end, {Cue::kStandardTherapy});
  const int either = therapy < 0 ? -1 : FindCue(r, therapy, clause.end, {Cue::kOr});
  const int last = either < 0 ? -1 : EndOfIntolerance(r, clause, either + 1);
  if (last < 0 || r.at(therapy).used || !NoneExists(r, {clause.begin, either}, therapy)) return false;
  const int first = FindCue(r, clause.begin, either, {Cue::kNo, Cue::kWithout, Cue::kStandardTherapy});
  TreatmentLeaf intolerant;
  intolerant.what = {"systemic_therapy"};
  intolerant.outcome = TreatmentLeaf::Outcome::kIntolerance;
  Atom atom;
  atom.expression = Expression::Any(Expression::OfLeaf(StandardTherapyLeaf{StandardTherapyLeaf::Kind::kNone}, r.SpanOf(first, either - 1), "standard_therapy"),
                                    Expression::OfLeaf(std::move(intolerant), r.SpanOf(either + 1, last), "standard_therapy.intolerant"));
  atom.first = first;
  atom.last = last;
  atom.topic = Topic::kLineOfTherapy;
  atoms.push_back(std::move(atom));
  r.UseRange(first, last);
  return true;
}

void SetAsideExamples(Reading& r, Clause clause, int therapy) {
  int open = therapy + 1;
  while (open < clause.end && open < therapy + 5 && !r.IsMark(open, '(')) ++open;
  if (!r.IsMark(open, '(') || !r.WordIsAny(open + 1, {"eg", "e.g", "e.g.", "for example", "such as"})) return;
  int close = open + 2;
  for (; close < clause.end && !r.IsAnyMark(close, "()"); ++close) {
    const bool joins = r.IsAnyMark(close, ",:/.") || r.IsAny(close, {Cue::kFiller, Cue::kOr, Cue::kAnd, Cue::kProgressed, Cue::kPrior, Cue::kDiseaseWord, Cue::kSince}) || r.Find(close, TermKind::kPlain) != nullptr;
    if (!joins && !r.IsTermOf(close, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return;
  }
  if (r.IsMark(close, ')') && HasCue(r, clause.begin, open, {Cue::kProgressed})) r.PassOver(open, close + 1);
}

bool ReadExtentInSpite(Reading& r, int i, Atoms& atoms) {
  if (!r.WordContains(i, {"treatments", "therapies"}) && !r.WordContains(i + 1, {"treatments", "therapies"})) return false;
  if (!r.WordIs(i - 1, "following") || r.Find(i - 2, TermKind::kSetting) == nullptr) return false;
  TreatmentLeaf leaf;
  leaf.what = {"any_therapy"};
  leaf.for_this_cancer = true;
  atoms.push_back({.topic = Topic::kPriorTherapy, .first = i - 1, .last = i});
  atoms.back().expression = Expression::OfLeaf(std::move(leaf), r.SpanOf(i - 1, i), "standard_therapy.given");
  r.UseRange(i - 1, i);
  return true;
}

}  // namespace trialmatch::rules
