#include "rules/parse/disease_words.h"

#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool SaysMixed(const Reading& r, int i) {
  return r.WordContains(i, {"mixed"}) || r.WordContains(i, {"combin"}) || r.WordContains(i, {"component"}) || r.WordContains(i, {"element"});
}

}  // namespace

bool IsProgressive(const Reading& r, int i) {
  if (!r.WordIs(i, "progressive") || r.at(i).used || r.at(i).lead) return false;
  const auto of_tumour = [&](int k) { return r.IsTermOf(k, KindBits({TermKind::kSetting, TermKind::kDisease})); };
  const bool joins = r.IsMark(i + 1, ',') || r.IsAny(i + 1, {Cue::kOr, Cue::kAnd}) || r.IsMark(i + 1, '/');
  return of_tumour(i + 1) || (joins && (of_tumour(i + 2) || of_tumour(i - 1)));
}

bool IsOneOfSeveral(const Reading& r, int i, int end) {
  if (r.IsAny(i + 1, {Cue::kOr}) || r.Is(i - 1, Cue::kOr)) return true;
  if (!r.IsMark(i + 1, ',') && !r.IsMark(i - 1, ',')) return false;
  for (int k = i + 1; k < end && k < i + 8; ++k) {
    if (r.Is(k, Cue::kOr)) return true;
    if (r.Find(k, TermKind::kDisease) != nullptr) return false;
  }
  return false;
}

bool IsOriginOfTissue(const Reading& r, int i, int end) {
  int next = i + 1;
  while (next < end && (r.IsTermOf(next, KindBits({TermKind::kSite})) || r.Is(next, Cue::kDiseaseWord))) ++next;
  return next < end && r.WordContains(next, {"tissue"}) ? true : next < end && r.WordIsAny(next, {"biopsy", "biopsies", "specimen", "specimens", "sample", "samples", "tumor sample", "tumor specimen", "site", "sites"}) && !r.Is(next - 1, Cue::kDiseaseWord);
}

bool IsRecurrence(const Reading& r, Clause clause, int i) {
  if (!r.Is(i, Cue::kProgressed) || r.at(i).used || r.at(i).lead || !r.WordIsAny(i, {"recurrence", "disease recurrence", "relapse", "disease relapse"})) return false;
  const bool beside = r.Is(i + 1, Cue::kOr) && i + 2 < clause.end && r.IsTermOf(i + 2, KindBits({TermKind::kSetting}));
  for (int k = clause.begin; beside && k < clause.end; ++k) {
    if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r.IsAny(k, {Cue::kLine, Cue::kPrior}) || r.WordContains(k, {"risk"})) return false;
  }
  return beside && !HasCue(r, clause.begin, i, {Cue::kNo, Cue::kNot, Cue::kWithout});
}

bool StandsApartFromOr(const Reading& r, Clause clause, int i) {
  bool apart = false;
  for (int k = i - 1; k >= clause.begin && !r.Is(k, Cue::kOr); --k) apart = apart || r.IsMark(k, ',') || r.Is(k, Cue::kWho);
  return apart;
}

bool OfFormerDiagnosis(const Reading& r, Clause clause, int i) {
  bool diagnosis = false;
  for (int k = i - 1; k >= clause.begin && k >= i - 4; --k) {
    diagnosis = diagnosis || r.WordContains(k, {"diagnos"});
    if (diagnosis && (r.Is(k, Cue::kPrior) || r.WordStarts(k, {"initial", "original", "prior"}))) return true;
    if (r.IsKind(k, Item::Kind::kMark)) return false;
  }
  return false;
}

bool HasNonBefore(const Reading& r, int i) {
  if (r.IsMark(i - 1, '-') && !r.at(i).space_before) --i;
  return r.WordIs(i - 1, "non") && !r.at(i - 1).used;
}

bool AreMixed(Reading& r, Clause clause, const NamedDisease& a, const NamedDisease& b) {
  const Lexicon& lexicon = r.lexicon();
  const auto is = [&](const NamedDisease& d, const char* id) { return lexicon.IsA(TermKind::kDisease, d.id, id); };
  const bool pair = (is(a, "sclc") && is(b, "nsclc")) || (is(a, "nsclc") && is(b, "sclc"));
  if (!pair) return false;
  for (int i = a.at + 1; i < b.at; ++i) {
    if (r.Is(i, Cue::kOr) || r.IsAnyMark(i, ",;") || r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kWithout})) return false;
  }
  bool mixed = false;
  for (int i = std::max(clause.begin, a.at - 5); i < std::min(clause.end, b.at + 5); ++i) {
    if (i > b.at && (r.Is(i, Cue::kOr) || r.IsKind(i, Item::Kind::kMark))) break;
    if (!SaysMixed(r, i)) continue;
    mixed = true;
    r.Use(i);
  }
  return mixed;
}

void Examples::Pass(const Reading& r, int before, int to) {
  for (int i = before + 1; i < to; ++i) {
    if (r.Is(i, Cue::kIncluding)) {
      on = true;
      depth = 0;
    }
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')')) --depth;
    if (r.IsMark(i, ';') || depth < 0 || (depth == 0 && r.Is(i, Cue::kWho))) on = false;
  }
}

}  // namespace trialmatch::rules
