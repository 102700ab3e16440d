#include "rules/parse/marker_words.h"

#include <algorithm>
#include <variant>

#include "base/ascii.h"

namespace trialmatch::rules {

int BehindAbbreviation(const Reading& r, int i) {
  const bool word = r.IsMark(i + 1, '(') && r.IsKind(i + 2, Item::Kind::kWord) && r.IsMark(i + 3, ')');
  return word && r.at(i + 2).may_be_code ? i + 3 : i;
}

bool OfNamedDetail(const Reading& r, int last, int k) {
  for (int i = last + 1; i < k; ++i) {
    if (!r.Is(i, Cue::kFiller) && !r.Is(i, Cue::kBefore) && r.Find(i, TermKind::kAlteration) == nullptr && !r.WordIsAny(i, {"of", "in"})) return false;
  }
  return true;
}

bool AllowsNoStain(const Reading& r, Clause c, int last) {
  if (!r.Is(last + 1, Cue::kStatus)) return false;
  int i = last + 2;
  while (i < c.end && (r.Is(i, Cue::kFiller) || r.Is(i, Cue::kBefore) || r.Is(i, Cue::kStatus) || r.WordIsAny(i, {"of", "score"}))) ++i;
  return r.IsNumber(i) && r.at(i).number == 0 && !r.IsMark(i + 1, '+');
}

int EndOfAssays(const Reading& r, Clause c, int last) {
  int at = last + 1;
  while (at < c.end && !r.WordIsAny(at, {"defined as", "is defined as", "defined by", "as defined by"})) ++at;
  int i = at + 1;
  for (; i < c.end && !r.IsMark(i, ';'); ++i) {
    const bool grade = r.IsNumber(i) && r.at(i).number <= 3;
    const bool assay = r.Is(i, Cue::kStatus) || r.Find(i, TermKind::kPlain) != nullptr || r.WordStarts(i, {"ish", "sish", "cish", "dish", "hybridi", "situ", "positiv", "amplif", "negativ"});
    if (!grade && !assay && !r.IsAnyMark(i, ",+-/()[]") && !r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kWith, Cue::kIncluding})) return -1;
  }
  return i - 1 > at ? i - 1 : -1;
}

bool AnnouncesDetails(const Reading& r, Clause c, const std::string& gene, int first, int last) {
  if (!HasCue(r, std::max(c.begin, first - 3), first, {Cue::kAnyOf, Cue::kAllOf})) return false;
  for (int i = last + 1; i < c.end; ++i) {
    const Entry* mutation = r.Find(i, TermKind::kMutation);
    if (mutation != nullptr && mutation->Get("gene") == gene) return true;
  }
  return false;
}

bool DeniesOnlyTest(const Reading& r, Clause c, int first) {
  for (int i = first - 1; i >= c.begin; --i) {
    if (r.IsAny(i, {Cue::kNo, Cue::kWithout})) return false;
    if (r.WordIs(i, "not")) return r.WordIsAny(i + 1, {"tested", "evaluated"});
  }
  return false;
}

bool OfAnotherKind(const GeneReading& g, std::string_view kind) {
  return g.details.empty() && kind == "mutation" && (g.alteration == "amplification" || g.alteration == "overexpression" || g.alteration == "loss" || g.several_kinds);
}

const MarkerLeaf* LeafOfGene(const Expression& e, std::string_view gene) {
  if (e.kind != Expression::Kind::kLeaf) return nullptr;
  const auto* leaf = std::get_if<MarkerLeaf>(e.leaf.get());
  return leaf != nullptr && leaf->genes.size() == 1 && leaf->genes.front() == gene ? leaf : nullptr;
}

bool ReadBefore(const Atoms& atoms, std::string_view gene) {
  return std::any_of(atoms.begin(), atoms.end(), [&](const Atom& a) {
    if (a.topic != Topic::kBiomarker) return false;
    const auto& children = a.expression.children;
    return LeafOfGene(a.expression, gene) != nullptr || std::any_of(children.begin(), children.end(), [&](const Expression& e) { return LeafOfGene(e, gene) != nullptr; });
  });
}

bool RefersBack(const Reading& r, int first) { return r.WordIsAny(first - 1, {"these", "this", "those", "that", "such", "their", "the above"}); }

bool IsOther(const Reading& r, Clause c, int first) {
  const int word = r.WordIsAny(first, {"no other"}) ? first : first - 1;
  int i = word;
  while (i >= c.begin && i > first - 4 && (r.Is(i, Cue::kKnown) || r.Find(i, TermKind::kPlain) != nullptr) && !r.WordContains(i, {"other", "additional"})) --i;
  if (i < c.begin || !r.WordContains(i, {"other", "additional", "co-occurring"})) return false;
  return !r.Is(i, Cue::kOr) && !r.Is(i - 1, Cue::kOr) && !r.WordContains(i, {"or other"});
}

bool TakeFromDrivers(const std::vector<GeneReading>& genes, Atoms* atoms) {
  for (Atom& a : *atoms) {
    if (a.expression.kind != Expression::Kind::kLeaf || a.topic != Topic::kBiomarker) continue;
    auto* leaf = std::get_if<MarkerLeaf>(a.expression.leaf.get());
    if (leaf == nullptr || leaf->genes.empty() || leaf->genes.front() != "driver") continue;
    for (const GeneReading& g : genes) leaf->except_genes.push_back(g.gene);
    return true;
  }
  return false;
}

std::vector<std::string> GenesAskedFor(const Atoms& atoms) {
  std::vector<std::string> genes;
  for (const Atom& a : atoms) {
    if (a.topic != Topic::kBiomarker || a.negated) continue;
    std::vector<const Expression*> leaves = {&a.expression};
    for (const Expression& child : a.expression.children) leaves.push_back(&child);
    for (const Expression* e : leaves) {
      const auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(e->leaf.get()) : nullptr;
      if (leaf != nullptr && !leaf->tested) genes.insert(genes.end(), leaf->genes.begin(), leaf->genes.end());
    }
  }
  return genes;
}

bool StatusOfDrivers(const Reading& r, Clause c, int first, int last) {
  if (r.WordIs(last + 1, "status")) return true;
  return first - 2 >= c.begin && r.WordIs(first - 2, "status") && (r.Is(first - 1, Cue::kFor) || r.WordIsAny(first - 1, {"of", "for"}));
}

bool IsLabel(const Reading& r, Clause c, int first, int last) {
  int begin = c.begin;
  while (begin < first && (r.at(begin).lead || r.IsKind(begin, Item::Kind::kMark))) ++begin;
  int end = last + 1;
  while (end < c.end && r.WordIs(end, "status")) ++end;
  return begin == first && r.IsMark(end, ':') && end + 1 >= c.end;
}

}  // namespace trialmatch::rules
