#include "rules/parse/disease/disease_words.h"

#include <algorithm>

#include "rules/parse/disease/disease_branch.h"
#include "rules/parse/domains.h"

namespace trialmatch::rules {

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
  // "On a biopsy of a metastasis".
  int of = i - 1;
  while (of > i - 4 && (r.Is(of, Cue::kFiller) || r.WordIsAny(of, {"of", "a", "the", "from"}))) --of;
  if (r.WordStarts(i, {"metastas"}) && r.WordStarts(of, {"biops"})) return true;
  // "Slides derived from the advanced setting".
  if (r.WordIs(i + 1, "setting") && (r.WordIs(i - 1, "from") || r.WordIs(i - 2, "from")) && (r.WordStarts(i - 2, {"derived", "obtained", "collected", "taken"}) || r.WordStarts(i - 3, {"derived", "obtained", "collected", "taken"}))) return true;
  int next = i + 1;
  while (next < end && (r.IsTermOf(next, KindBits({TermKind::kSite})) || r.Is(next, Cue::kDiseaseWord))) ++next;
  return next < end && r.WordContains(next, {"tissue"}) ? true : next < end && r.WordIsAny(next, {"biopsy", "biopsies", "specimen", "specimens", "sample", "samples", "tumor sample", "tumor specimen", "site", "sites"}) && !r.Is(next - 1, Cue::kDiseaseWord);
}

bool IsOfCollectedSample(const Reading& r, int i, int end) {
  if (!r.IsTerm(i, TermKind::kDisease)) return false;
  int next = i + 1;
  while (next < end && r.Is(next, Cue::kDiseaseWord)) ++next;
  if (next >= end || !r.WordContains(next, {"sample", "specimen", "block", "tissue"})) return false;
  for (int k = i - 1; k >= 0 && k > i - 9; --k) {
    if (r.WordContains(k, {"consent", "collection"})) return true;
  }
  return false;
}

bool IsRecurrence(const Reading& r, Clause clause, int i) {
  if (!r.Is(i, Cue::kProgressed) || r.at(i).used || r.at(i).lead || !r.WordIsAny(i, {"recurrence", "disease recurrence", "relapse", "disease relapse"})) return false;
  const bool beside = r.Is(i + 1, Cue::kOr) && i + 2 < clause.end && r.IsTermOf(i + 2, KindBits({TermKind::kSetting}));
  for (int k = clause.begin; beside && k < clause.end; ++k) {
    if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r.IsAny(k, {Cue::kLine, Cue::kPrior}) || r.WordContains(k, {"risk"})) return false;
  }
  return beside && !HasCue(r, clause.begin, i, {Cue::kNo, Cue::kNot, Cue::kWithout});
}

bool IsExtent(std::string_view setting) {
  return setting == "locally_advanced" || setting == "metastatic" || setting == "advanced" || setting == "recurrent" || setting == "early_stage" ||
         setting == "oligometastatic" || setting == "oligoprogressive" || setting == "persistent";
}

bool ListsMeaningsOfExtent(const Reading& r, Clause clause, int i) {
  if (!r.MayHoldMark("(")) return false;
  int open = i - 1;
  while (open > clause.begin && !r.IsAnyMark(open, "()")) --open;
  const Entry* meant = open > clause.begin && r.IsMark(open, '(') ? r.Find(open - 1, TermKind::kSetting) : nullptr;
  if (meant == nullptr || !IsExtent(meant->id)) return false;
  bool either = false, extent = false;
  int k = open + 1;
  for (; k < clause.end && !r.IsMark(k, ')'); ++k) {
    const Entry* setting = r.Find(k, TermKind::kSetting);
    extent = extent || (setting != nullptr && IsExtent(setting->id));
    either = either || r.Is(k, Cue::kOr) || r.IsMark(k, '/');
    if (setting == nullptr && !r.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller}) && !r.IsAnyMark(k, ",/-")) return false;
  }
  return k < clause.end && either && extent;
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

bool IsSelected(const Reading& r, int last) {
  for (int k = last; k >= 0 && k >= last - 3; --k) {
    if (r.WordStarts(k, {"select"})) return true;
  }
  return false;
}

int BracketAround(const Reading& r, int inside, int close) {
  int depth = 0;
  for (int k = close; k >= 0; --k) {
    if (r.IsMark(k, ')')) ++depth;
    if (r.IsMark(k, '(') && --depth == 0) return k < inside ? k : -1;
  }
  return -1;
}

namespace {

bool OfNerves(const Entry& site) { return site.id == "brain" || site.id == "cns" || site.id == "spinal_cord" || site.id == "leptomeninges" || site.id == "brainstem"; }

}  // namespace

MetastasisSites SitesBefore(const Reading& r, Clause clause, int i) {
  MetastasisSites out;
  for (int k = i; k < std::min(clause.end, i + 14);) {
    const Entry* site = r.at(k).used ? nullptr : r.Find(k, TermKind::kSite);
    if (site == nullptr) return out;
    if (OfNerves(*site)) out.of_nerves = true;
    else out.ids.push_back(site->id);
    const int next = k + 1;
    if (next >= clause.end) return out;
    if (const Entry* spread = r.Find(next, TermKind::kSetting); spread != nullptr && spread->id == "metastatic") {
      // Those of the brain alone have a domain of their own.
      if (k == i || !out.ids.empty()) out.metastases = next;
      if (k == i && out.ids.empty()) out.ids = {site->id}, out.of_nerves = false;
      return out;
    }
    k = next;
    while (k < clause.end && (r.IsAnyMark(k, ",/") || r.IsAny(k, {Cue::kOr, Cue::kAnd}))) ++k;
    if (k == next) return out;
  }
  return out;
}

std::vector<int> SitesBehind(const Reading& r, Clause clause, int i) {
  std::vector<int> out;
  if (!r.WordContains(i, {"metasta"}) || r.IsTermOf(i, KindBits({TermKind::kSite}))) return out;
  int k = i + 1;
  if (r.Is(k, Cue::kDiseaseWord)) ++k;
  if (!r.Is(k, Cue::kTo) && !r.WordIsAny(k, {"to", "in", "to the", "in the", "involving", "involving the", "of the"})) return out;
  for (++k; k < clause.end && k < i + 14; ++k) {
    const Entry* site = r.at(k).used ? nullptr : r.Find(k, TermKind::kSite);
    if (site != nullptr) {
      if (site->id == "brain" || site->id == "cns" || site->id == "spinal_cord") return {};
      out.push_back(k);
      continue;
    }
    const bool joins = r.Is(k, Cue::kOr) || r.IsAnyMark(k, ",/") || r.WordIsAny(k, {"the", "and"}) || (out.empty() && (r.Is(k, Cue::kFiller) || r.WordIsAny(k, {"ipsilateral", "homolateral", "regional"})));
    if (!joins) break;
  }
  return out;
}

namespace {

// The word of degree before the site, or -1.
int DegreeBeforeSite(const Reading& r, Clause clause, int i) {
  for (int k = i - 1; k >= std::max(clause.begin, i - 4); --k) {
    if (r.IsAnyMark(k, ",;:(") || r.IsAny(k, {Cue::kNo, Cue::kWithout, Cue::kNot})) return -1;
    if (r.WordIsAny(k, {"extensive", "severe", "massive", "bulky", "diffuse", "significant", "unstable", "large", "critical"}) || r.IsAny(k, {Cue::kUncontrolled, Cue::kSymptomatic})) return k;
  }
  return -1;
}

}  // namespace

Atom AtomOfSites(Reading& r, Clause clause, int i, const MetastasisSites& sites) {
  const int last = sites.metastases;
  Atom atom = {.topic = Topic::kStageSetting, .first = i, .last = last, .negated = DeniedBefore(r, clause, i)};
  atom.expression = TumourLeaf(r, OneOfLeaf::Attribute::kMetastasisSite, sites.ids, 0, i, last, "stage.metastasis_site");
  // Beside those of the brain, which are read on their own, they are one of two ways.
  if (sites.of_nerves) atom.expression = Expression::Any(std::move(atom.expression), Expression::Opaque(r.SpanOf(i, last)));
  // "Spinal metastases in the cervical spine": of a part of it.
  if (const std::vector<int> part = SitesBehind(r, clause, last); !part.empty()) atom.expression = Expression::All(std::move(atom.expression), Expression::Opaque(r.SpanOf(part.front(), part.back())));
  if (const int degree = DegreeBeforeSite(r, clause, i); degree >= 0) atom.expression = Expression::All(std::move(atom.expression), Expression::Opaque(r.SpanOf(degree, degree)));
  // "..., such that half of the liver is replaced with metastatic disease".
  for (int k = last + 1, such = -1; k < clause.end && !r.IsAnyMark(k, ",;"); ++k) {
    if (r.WordIs(k, "such") && r.WordIs(k + 1, "that")) such = k;
    if (such >= 0 && r.Find(k, TermKind::kSetting) != nullptr) r.Use(k);
  }
  return atom;
}

namespace {

// "IIIB (with", "IIIB that has", between the stage at `stage` and what it has at `i`.
bool IsOfStage(const Reading& r, int stage, int i) {
  bool with = false;
  for (int k = stage + 1; k < i; ++k) {
    const bool joins = r.IsAny(k, {Cue::kWith, Cue::kWho}) || r.WordIsAny(k, {"with", "due to", "because of", "by virtue of", "has", "have", "having"});
    with = with || joins;
    const bool passed = joins || r.IsMark(k, '(') || r.IsAny(k, {Cue::kFiller, Cue::kDiseaseWord, Cue::kKnown}) || r.Find(k, TermKind::kPlain) != nullptr || r.Find(k, TermKind::kDisease) != nullptr;
    if (!passed) return false;
  }
  return with;
}

}  // namespace

void TellSites(const Reading& r, Atom atom, int stage_end, const std::string& stage, DiseaseBranch* branch, Atoms* atoms) {
  const bool of_stage = !atom.negated && stage_end >= 0 && !branch->stages.empty() && !branch->with && branch->last == stage_end && IsOfStage(r, stage_end, atom.first);
  if (!of_stage) return atoms->push_back(std::move(atom));
  // "... metastases or pleural deposits": what else it may have was not read.
  const int next = atom.last + 1;
  const bool more = r.IsAny(next, {Cue::kOr}) || r.IsMark(next, ',');
  const bool other_stage = r.Is(next + 1, Cue::kStage) || (r.Has(next + 1) && r.at(next + 1).may_be_code);
  branch->with = std::move(atom.expression);
  if (more && !other_stage) branch->with = Expression::Any(*std::move(branch->with), Expression::Opaque(r.SpanOf(next, next)));
  branch->last_stage = stage;
  branch->last = atom.last;
}

bool JoinsProofs(const Reading& r, int i) {
  const auto proof = [&](int k) { return r.Is(k, Cue::kDiagnosis) || r.WordIsAny(k, {"proven", "suspected", "presumed", "confirmed", "documented", "known"}) || r.WordIsAny(k, {"histologically", "cytologically", "pathologically"}); };
  return proof(i - 1) && proof(i + 1);
}

bool OfOwnSide(const Reading& r, int first, int last) {
  for (int k = first + 1; k < last; ++k) {
    if (r.WordIsAny(k, {"ipsilateral", "homolateral", "regional"})) return true;
  }
  return false;
}

bool DeniedRightBefore(const Reading& r, Clause clause, int i) {
  int k = i - 1;
  while (k > clause.begin && k > i - 4 && (r.IsAny(k, {Cue::kFiller, Cue::kKnown, Cue::kWith}) || r.WordIsAny(k, {"evidence", "signs", "of", "distant"}))) --k;
  return k >= clause.begin && r.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout}) && DeniedBefore(r, clause, i);
}

bool HasNonBefore(const Reading& r, int i) {
  if (r.IsMark(i - 1, '-') && !r.at(i).space_before) --i;
  return r.WordIs(i - 1, "non") && !r.at(i - 1).used;
}


namespace {

// "Centrally located NSCLC": the item that says where in the lung, or -1.
int PlaceInLung(const Reading& r, Clause clause, int first, int last) {
  for (int k = std::max(clause.begin, first - 3); k < std::min(clause.end, last + 5); ++k) {
    if (k == first) k = last + 1;
    if (r.IsAnyMark(k, ",;:.") || r.IsAny(k, {Cue::kOr, Cue::kAnd})) {
      if (k > last) return -1;
      continue;
    }
    const int next = r.IsMark(k + 1, '-') ? k + 2 : k + 1;
    const bool lies = r.WordStarts(k, {"central", "peripheral"}) && r.WordStarts(next, {"located", "location", "placed", "situated", "lying"});
    if (lies || (r.WordIsAny(k, {"central", "peripheral"}) && next == first)) return k;
  }
  return -1;
}

// "Suspected NSCLC", "a possible diagnosis of lung cancer": the item that says so of the tumour at `first`, or -1.
int DoubtBefore(const Reading& r, Clause clause, int first) {
  for (int k = first - 1; k >= std::max(clause.begin, first - 6); --k) {
    if (r.WordIsAny(k, {"suspected", "possible", "presumed", "suspicious", "suspicion", "suspected of having", "suspicion of"}) || r.WordStarts(k, {"suspicious"})) {
      // "Proven or suspected", "suspected or confirmed".
      const bool either = r.IsAny(k - 1, {Cue::kOr}) || r.IsAny(k + 1, {Cue::kOr}) || r.IsAnyMark(k - 1, ",/") || r.IsAnyMark(k + 1, ",/") || r.Is(k - 1, Cue::kNot);
      return either || r.at(k).lead ? -1 : k;
    }
    const bool passed = r.IsAny(k, {Cue::kFiller, Cue::kDiagnosis, Cue::kBefore, Cue::kWith}) || r.Find(k, TermKind::kPlain) != nullptr || r.Find(k, TermKind::kSetting) != nullptr || r.WordIsAny(k, {"of", "having", "for"});
    if (!passed) return -1;
  }
  return -1;
}

}  // namespace

void NarrowTumour(const Reading& r, Clause clause, const std::vector<std::string>& names, Atom* atom) {
  // "NSCLC that cannot be classified as one of the histologies": which that is, nobody knows.
  for (int k = atom->first; k < std::min(clause.end, atom->first + 6); ++k) {
    // And "lung cancer (closed to accrual)" is no way in any more.
    if (!atom->negated && (r.WordContains(k, {"unclassified", "classifiable"}) || (r.WordContains(k, {"classified"}) && HasCue(r, k - 3, k + 1, {Cue::kNot, Cue::kMustNot})) || (names.size() == 1 && r.Is(k, Cue::kClosed) && r.IsMark(k - 1, '(')))) atom->expression = Expression::Opaque(atom->expression.span);
  }
  const auto limit = [&](int k) {
    if (k >= 0) atom->expression = Expression::All(std::move(atom->expression), Expression::Opaque(r.SpanOf(k, k)));
  };
  if (!r.lexicon().IsA(TermKind::kDisease, names[0], "lung_cancer")) return;
  limit(PlaceInLung(r, clause, atom->first, atom->last));
  if (!r.Is(atom->first + 1, Cue::kOr)) limit(DoubtBefore(r, clause, atom->first));
}

bool OrOtherTreatment(const Reading& r, int surgery, int end) {
  if (!r.WordContains(surgery, {" for ", " to "})) return false;
  int i = surgery + 1;
  if (r.Is(i, Cue::kAnd) && r.IsMark(i + 1, '/')) ++i;
  if (!r.Is(i, Cue::kOr) && !r.IsMark(i, '/') && !r.WordIs(i, "and/or")) return false;
  for (++i; i < std::min(end, surgery + 6); ++i) {
    const Entry* therapy = r.Find(i, TermKind::kDrugClass);
    if (therapy != nullptr) return !r.lexicon().DrugIsA(therapy->id, "surgery");
  }
  return false;
}

bool IsMeasuredBy(const Reading& r, Clause clause, int i) {
  const int whom = std::max(clause.begin, i - 12);
  int by = i - 1;
  while (by >= whom && !r.Is(by, Cue::kFor)) {
    if (r.IsAnyMark(by, ",;:") || r.IsAny(by, {Cue::kWith, Cue::kMust, Cue::kWho})) return false;
    --by;
  }
  for (int k = by - 1; k >= whom && k >= by - 5; --k) {
    const Entry* criteria = r.Find(k, TermKind::kPlain);
    if (criteria != nullptr && criteria->id == "response_criteria") return true;
    if (r.IsAnyMark(k, ",;:") || r.IsTermOf(k, KindBits({TermKind::kDisease, TermKind::kDrug, TermKind::kDrugClass}))) return false;
  }
  // "..., or for mixed mesothelioma": the list goes on.
  return by - 1 >= whom && r.Is(by - 1, Cue::kOr) && r.Has(by - 2) && IsMeasuredBy(r, clause, by - 2);
}

Atom AtomOfDisease(const Reading& r, int i, const std::string& id) {
  Atom atom;
  atom.topic = Topic::kDisease;
  atom.first = atom.last = i;
  atom.expression = TumourLeaf(r, OneOfLeaf::Attribute::kDisease, {id}, 0, i, i, "disease.type");
  return atom;
}

void LimitToCause(const Reading& r, int last, Expression* stage) {
  for (int k = last + 1; k <= last + 3; ++k) {
    if (r.WordIsAny(k, {"due to", "because of", "on the basis of", "by virtue of"})) *stage = Expression::All({std::move(*stage), Expression::Opaque(r.SpanOf(k, k))});
  }
}

bool OrRefuses(const Reading& r, Clause clause, int first, int last) {
  constexpr WordPattern kRefuses[] = {"refus", "declin", "unwilling", "decid"};
  if (!r.MayHoldWord(kRefuses)) return false;
  for (int k = std::max(clause.begin, first - 10); k < std::min(clause.end, last + 8); ++k) {
    if (!r.WordStarts(k, kRefuses)) continue;
    bool surgery = false;
    for (int m = k; m < std::min(clause.end, k + 5); ++m) surgery = surgery || r.WordContains(m, {"surg", "resect", "operation"});
    const int from = std::min(k, last), to = std::max(k, first);
    if (surgery && HasCue(r, from, to, {Cue::kOr})) return true;
  }
  return false;
}

void AllowRefusal(Expression* ways) {
  const auto* leaf = ways->kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(ways->leaf.get()) : nullptr;
  if (leaf != nullptr && leaf->values == std::vector<std::string>{"unresectable"}) {
    const base::Span span = ways->span;
    *ways = Expression::Any(std::move(*ways), Expression::Opaque(span));
  } else if (ways->kind == Expression::Kind::kAll || ways->kind == Expression::Kind::kAny) {
    for (Expression& child : ways->children) AllowRefusal(&child);
  }
}

bool JoinsByWith(const Reading& r, int disease, int other) {
  bool with = false;
  for (int k = disease + 1; k < other; ++k) {
    if (r.IsAnyMark(k, ",;/") || (!with && r.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kIncluding}))) return false;
    with = with || r.WordIs(k, "with") || r.Is(k, Cue::kWith);
  }
  return with;
}

bool SetAsideForPart(Reading& r, int except, int i) {
  if (except < 0 || i <= except || i > except + 6) return false;
  for (int k = except + 1; k < i; ++k) {
    if (!r.WordStarts(k, {"part", "cohort", "arm", "phase"}) || r.WordStarts(k, {"participa", "partial"})) continue;
    r.at(i).used = r.at(i).aside = true;
    return true;
  }
  return false;
}

bool ExceptsPeopleWithTumour(const Reading& r, Clause clause, int except_at) {
  if (except_at <= clause.begin || !r.WordStarts(except_at + 1, {"patient"})) return false;
  if (!r.WordContains(except_at + 1, {" with"}) && !r.Is(except_at + 2, Cue::kWith) && !r.WordIs(except_at + 2, "with")) return false;
  if (HasCue(r, clause.begin, except_at, {Cue::kNo, Cue::kNot, Cue::kWithout})) return false;
  bool spread = false, named = false;
  for (int i = clause.begin; i < clause.end && !named; ++i) {
    named = r.Find(i, TermKind::kDisease) != nullptr;
    if (named && i < except_at) return false;
    spread = spread || (i < except_at && r.WordContains(i, {"metasta"}));
  }
  return spread && named;
}

bool AreOnlyExamples(const Reading& r, Clause clause, int first) {
  constexpr int kFarthest = 10;
  for (int i = first - 1; i > clause.begin && i >= first - kFarthest && !r.IsAnyMark(i, ";.)"); --i) {
    if (!r.Is(i, Cue::kIncluding)) continue;
    // "Different types of cancer (including lung cancer and melanoma)".
    for (int k = i - 1; k >= clause.begin && k >= i - kFarthest; --k) {
      if (r.WordIsAny(k, {"different", "various"}) || r.WordStarts(k, {"different types", "various types"})) return true;
    }
    return r.WordContains(i, {"limited"}) && !r.at(i).lead;
  }
  return false;
}

}  // namespace trialmatch::rules
