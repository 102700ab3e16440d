#include "rules/parse/markers/marker_results.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "rules/parse/markers/assay.h"
#include "rules/parse/markers/marker_mention.h"
#include "rules/parse/markers/marker_role.h"

namespace trialmatch::rules {

namespace {

// "EGFR *mutant*", "ALK-*rearranged*", "BRCA *deficient*": the tumour is so, and no list of what a test looked for.
bool TellsState(const Reading& r, int k) {
  return r.WordIsAny(k, {"mutant", "mutated", "rearranged", "translocated", "amplified", "deficient", "altered", "fused", "overexpressed", "overexpressing", "mutant-type"});
}

bool IsLacking(const Reading& r, int k) {
  const Entry* result = r.Find(k, TermKind::kAlteration);
  return result != nullptr && (result->id == "negative" || result->id == "wild_type");
}

}  // namespace

size_t TellWithAlteration(const Reading& r, int k, size_t unassigned, size_t* told, std::vector<GeneReading>* genes) {
  const bool state = TellsState(r, k);
  if (!(state || base::EndsWithIgnoreCase(r.Word(k), "positive")) || unassigned >= genes->size()) return genes->size();
  // "KRAS mutant or wild type", "EGFR mutant negative".
  const int next = r.IsMark(k + 1, '-') || r.IsMark(k + 1, '/') || r.IsAny(k + 1, {Cue::kOr, Cue::kAnd}) ? k + 2 : k + 1;
  if (state && IsLacking(r, next)) return genes->size();
  // "EGFR mutation-positive or ALK fusion-positive" needs no more than the names.
  bool denied = false;
  for (int i = k + 1; i < k + 12 && r.Has(i) && !r.IsAnyMark(i, ".;") && !denied; ++i) denied = IsLacking(r, i);
  if (!denied) return genes->size();
  for (size_t g = unassigned; g < genes->size(); ++g) (*genes)[g].positive = true;
  *told = genes->size();
  return genes->size();
}

void KeepToldBefore(const Reading& r, Clause clause, int k, const Entry& result, size_t* told, std::vector<GeneReading>* genes) {
  if (genes->size() < 2) return;
  const Clause bracket = BracketAround(r, clause, k);
  const bool own = bracket.begin >= 0 && genes->back().first > bracket.begin;   // the bracket names its own genes
  const std::string last = genes->back().gene;
  for (size_t i = 0; i < genes->size(); ++i) {
    GeneReading& g = (*genes)[i];
    if (g.gene == last || g.positive || (g.alteration.empty() && g.details.empty()) || g.by_lead) continue;
    const bool outside = own && g.last < bracket.begin;
    const bool other_kind = result.id == "wild_type" && (g.alteration == "mutation" || g.alteration == "fusion") && genes->back().alteration.empty();
    if (!outside && !other_kind) continue;
    g.positive = true;
    *told = std::max(*told, i + 1);
  }
}

bool AsksForResult(const Reading& r, int k) {
  int next = k + 1;
  while (next < k + 4 && (r.WordIsAny(next, {"both", "all", "each"}) || r.WordIs(next, "be"))) ++next;
  return r.Find(next, TermKind::kAlteration) != nullptr;
}

int SignInBrackets(const Reading& r, int k) { return r.IsMark(k + 1, '(') && r.IsAnyMark(k + 2, "+-") && r.IsMark(k + 3, ')') ? k + 3 : k; }

bool KeepDeniedOfOneGene(std::vector<GeneReading>* genes) {
  if (genes->size() < 2) return false;
  const GeneReading& first = genes->front();
  const bool same = std::all_of(genes->begin(), genes->end(), [&](const GeneReading& g) { return g.gene == first.gene; });
  if (!same || (first.alteration.empty() && first.details.empty())) return false;
  genes->resize(1);
  genes->front().tested = false;
  return true;
}

bool MinusBehind(const Reading& r, int k) {
  if (!r.IsMark(k + 1, '-') || r.at(k + 1).space_before) return false;
  return !r.Has(k + 2) || r.at(k + 2).space_before || r.at(k + 2).line_before || r.IsAnyMark(k + 2, ",;.)/");
}

bool LackingBeside(const Reading& r, int k, const GeneReading& before) {
  const bool minus = MinusBehind(r, k);
  if ((before.details.empty() && before.alteration.empty() && !before.positive) || !before.positive.value_or(true)) return false;
  if (DeniedBehindComma(r, k) || (minus && r.IsMark(k - 1, ','))) return true;
  const Entry* mutation = r.Find(k, TermKind::kMutation);
  const Entry* result = r.Find(r.IsMark(k + 1, '-') ? k + 2 : k + 1, TermKind::kAlteration);
  const bool negative = minus || (result != nullptr && (result->id == "negative" || result->id == "wild_type"));
  return negative && mutation != nullptr && mutation->Get("class") == "resistance" && r.IsAny(k - 1, {Cue::kAnd, Cue::kHowever});
}

bool NamesGeneBefore(const Reading& r, Clause c, int first, const GeneReading& detail) {
  if (detail.details.empty()) return false;
  for (int i = std::max(c.begin, first - 5); i < first; ++i) {
    const Entry* gene = r.Find(i, TermKind::kGene);
    if (gene == nullptr || gene->id != detail.gene) continue;
    const bool known = r.IsTermOf(i + 1, KindBits({TermKind::kAlteration, TermKind::kMutation})) || r.IsAnyMark(i + 1, ",;.()-/+") || r.IsAny(i + 1, {Cue::kExcept, Cue::kFiller});
    return i + 1 < first && !known;
  }
  return false;
}

bool AbsentBehind(const Reading& r, Clause c, int last, const std::vector<GeneReading>& genes) {
  if (genes.empty() || std::any_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.tested; })) return false;
  int i = last + 1;
  while (i < c.end && (r.Is(i, Cue::kFiller) || r.Is(i, Cue::kMust) || r.WordIsAny(i, {"is", "are", "was", "were", "be", "been", "has been", "have been"}))) ++i;
  if (i >= c.end || i > last + 4) return false;
  if (r.WordIs(i, "absent")) return !r.IsTermOf(i + 1, KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration}));
  const int found = r.Is(i, Cue::kNot) ? i + 1 : i;
  return found > i && found < c.end && r.WordIsAny(found, {"detected", "present", "found", "identified"}) && !r.Is(found + 1, Cue::kOr);
}

bool BesideTheOther(const Reading& r, Mood mood, int k, const std::vector<GeneReading>& genes) {
  if (mood != Mood::kRequires || genes.empty() || genes.back().details.empty() || genes.back().tested) return false;
  const Entry* mutation = r.Find(k, TermKind::kMutation);
  const bool resistance = mutation != nullptr && mutation->Get("class") == "resistance";
  if (r.WordIsAny(k - 1, {"in addition to"})) return true;
  const int from = genes.back().first;
  const bool both = r.WordIs(from - 1, "both") || r.WordIs(from - 2, "both");
  const bool joined = r.WordIsAny(k - 1, {"plus", "together with", "and"}) || r.IsMark(k - 1, '+');
  if (!joined || !(resistance || both)) return false;
  for (int i = from; i < k; ++i) {
    if (r.IsMark(i, ',') || r.IsMark(i, '/') || r.IsAny(i, {Cue::kOr, Cue::kIncluding})) return false;
  }
  return !r.IsMark(k + 1, ',') && !r.IsAny(k + 1, {Cue::kOr, Cue::kAnd}) ? true : both;
}

bool BothGenes(const Reading& r, Mood mood, int first, int last, const std::vector<GeneReading>& genes) {
  if (genes.size() != 2 || genes[0].gene == genes[1].gene || HasCue(r, first, last, {Cue::kOr})) return false;
  for (int i = first; i <= last; ++i) {
    if (r.IsAnyMark(i, ",/;")) return false;
  }
  if (!HasCue(r, first, last, {Cue::kAnd})) return false;
  if (mood == Mood::kProhibits) return r.WordIs(first - 1, "both") || r.WordIs(first - 2, "both");
  const auto amplified = [](const GeneReading& g) { return g.alteration == "amplification"; };
  return mood == Mood::kRequires && amplified(genes[0]) != amplified(genes[1]) && (amplified(genes[0]) ? genes[1] : genes[0]).alteration == "mutation";
}

bool EndsExceptInBracket(const Reading& r, int first, int k) {
  const bool goes_on = r.IsAny(k + 1, {Cue::kOr, Cue::kAnd}) || r.IsMark(k + 1, ',');
  return goes_on && r.IsMark(k, ')') && r.Is(first - 1, Cue::kExcept) && r.IsMark(first - 2, '(') && !r.IsMark(first - 3, ')');
}

bool ResultBehind(const Reading& r, int last) { return r.WordIsAny(last + 1, {"result", "results", "test result", "test results"}); }

bool DeniesLastIfKnown(const std::vector<GeneReading>& genes) {
  bool negative = false, positive = false;
  for (const GeneReading& g : genes) {
    if (!g.positive || (negative && *g.positive)) return false;
    (*g.positive ? positive : negative) = true;
  }
  return positive && negative;
}

int UnknownBesideResult(const Reading& r, Mood mood, int first, int last, const std::vector<GeneReading>& genes) {
  if (mood != Mood::kProhibits || genes.empty()) return -1;
  int unknown = -1;
  for (int i = first; i <= last && unknown < 0; ++i) unknown = r.Is(i, Cue::kUnknownStatus) ? i : -1;
  bool other = false;
  for (int i = first; i < unknown; ++i) {
    other = other || r.Is(i, Cue::kOr);
    // "EGFR or ALK unknown", "EGFR, ALK or ROS1 mutation status unknown".
    if (other && r.IsTermOf(i, KindBits({TermKind::kAlteration, TermKind::kMutation}))) other = false;
  }
  const auto behind = std::find_if(genes.begin(), genes.end(), [&](const GeneReading& g) { return g.first > unknown; });
  if (behind == genes.begin()) return -1;
  const bool results = std::all_of(genes.begin(), behind, [](const GeneReading& g) { return g.tested || g.positive || g.score || !g.alteration.empty() || !g.details.empty(); });
  const bool told = std::any_of(genes.begin(), behind, [](const GeneReading& g) { return !g.tested && (g.positive || g.score || !g.alteration.empty() || !g.details.empty()); });
  return other && results && told ? unknown : -1;
}

Atom TakeUntested(const Reading& r, int unknown, std::vector<GeneReading>* genes) {
  std::vector<Expression> untested;
  std::vector<std::string> named;
  // "MSI-H, or unknown status for MMR": of those named behind it.
  const bool of_others = genes->back().first > unknown;
  for (const GeneReading& g : *genes) {
    if (of_others && g.first < unknown) continue;
    if (std::find(named.begin(), named.end(), g.gene) != named.end()) continue;
    named.push_back(g.gene);
    GeneReading test{.gene = g.gene, .tested = true, .first = g.first, .last = g.last};
    untested.push_back(Expression::Not(MarkerLeafOf(r, test, false)));
  }
  std::erase_if(*genes, [&](const GeneReading& g) { return g.first > unknown; });
  return {.expression = Expression::Any(std::move(untested)), .topic = Topic::kBiomarker, .first = unknown, .last = unknown};
}

namespace {

bool IsUntested(const Expression& e) {
  if (e.kind == Expression::Kind::kAny) return !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), IsUntested);
  if (e.kind != Expression::Kind::kNot || e.children[0].kind != Expression::Kind::kLeaf) return false;
  const auto* leaf = std::get_if<MarkerLeaf>(e.children[0].leaf.get());
  return leaf != nullptr && leaf->tested;
}

// "Not tested for EGFR and ALK, or positive for either", forbidden: the genes that were not tested are forbidden as well.
void AddPositiveForEither(Reading& r, Clause c, Mood mood, Atoms& atoms) {
  if (mood != Mood::kProhibits) return;
  for (int i = c.begin; i + 2 < c.end; ++i) {
    if (!r.Is(i, Cue::kOr)) continue;
    int result = i + 1;
    while (result < c.end && (r.Is(result, Cue::kFiller) || r.WordIsAny(result, {"is", "are", "were", "was"}))) ++result;
    const bool positive = r.WordIs(result, "positive for") || (r.WordIs(result, "positive") && r.Is(result + 1, Cue::kFor));
    const int which = r.WordIs(result, "positive for") ? result + 1 : result + 2;
    if (!positive || !(r.WordIsAny(which, {"either", "any", "one", "any of these", "either of these", "one of these", "any of them"}) || r.Is(which, Cue::kAnyOf))) continue;
    std::vector<Expression> any;
    for (const Atom& a : atoms) {
      if (a.topic != Topic::kBiomarker || !a.negated || a.last > i) continue;
      const std::vector<Expression> one = {a.expression};
      for (const Expression& e : a.expression.kind == Expression::Kind::kLeaf ? one : a.expression.children) {
        const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(e.leaf.get()) : nullptr;
        if (leaf == nullptr || !leaf->tested) continue;
        GeneReading gene{.gene = leaf->genes.front(), .positive = true, .first = result, .last = which};
        any.push_back(MarkerLeafOf(r, gene, false));
      }
    }
    if (any.empty()) return;
    r.UseRange(result, which);
    atoms.push_back({.expression = Expression::Any(std::move(any)), .topic = Topic::kBiomarker, .first = result, .last = which});
    return;
  }
}

}  // namespace

void BindUnknownToWhom(const Reading& r, std::vector<Atom>& atoms) {
  for (size_t i = 0; i + 1 < atoms.size(); ++i) {
    Atom &unknown = atoms[i], &whom = atoms[i + 1];
    if (unknown.negated || whom.negated || unknown.first != unknown.last || !r.Is(unknown.first, Cue::kUnknownStatus) || !IsUntested(unknown.expression)) continue;
    int in = unknown.last + 1;
    while (in < whom.first && !r.WordIs(in, "in") && !r.IsAnyMark(in, ",;") && !r.IsAny(in, {Cue::kOr, Cue::kAnd})) ++in;
    if (!r.WordIs(in, "in") || whom.first > in + 3) continue;
    unknown.expression = Expression::All(std::move(unknown.expression), std::move(whom.expression));
    unknown.last = whom.last;
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

int PushResultWord(const Reading& r, int k, const Entry& mutation, std::vector<GeneReading>* genes) {
  genes->push_back({.gene = std::string(mutation.Get("gene")), .positive = mutation.Get("alteration") == "any", .first = k, .last = k});
  // "Non MSI-H or dMMR" denies both.
  const int other = RepairDeniedToo(r, k);
  if (other <= 0) return k;
  genes->push_back(genes->back());
  genes->back().gene = "MMR";
  genes->back().first = genes->back().last = other;
  return other;
}

void AddWordsBehindMarkers(Reading& r, Clause c, Mood mood, Atoms& atoms) {
  LimitToAssay(r, c, mood, atoms);
  LimitDriversToFirstLine(r, c, atoms);
  AddUnnamedDrivers(r, c, atoms);
  AddPositiveForEither(r, c, mood, atoms);
}

}  // namespace trialmatch::rules
