#include "rules/parse/markers/marker_words.h"

#include <algorithm>
#include <variant>

#include "base/ascii.h"
#include "rules/parse/markers/marker_results.h"

namespace trialmatch::rules {

Evaluable EvaluableBefore(const Reading& r, Clause c, int i) {
  Evaluable said = Evaluable::kNotSaid;
  for (int m = std::max(c.begin, i - 3); m < i && said != Evaluable::kNo; ++m) {
    if (!r.WordContains(m, {"evaluable"})) continue;
    const bool denied = DeniedBefore(r, c, m) || r.WordContains(m, {"not evaluable", "unevaluable", "non-evaluable"});
    said = denied ? Evaluable::kNo : Evaluable::kYes;
  }
  return said;
}

bool KnownOrUnknownBefore(const Reading& r, Clause c, int i) {
  for (int m = std::max(c.begin, i - 3); m < i; ++m) {
    if (r.IsAny(m, {Cue::kUnknownStatus, Cue::kNot}) && r.Is(m - 1, Cue::kOr) && r.Is(m - 2, Cue::kKnown)) return true;
  }
  return false;
}

const Entry* ResultBefore(const Reading& r, Clause c, int i) {
  if (i <= c.begin || r.at(i - 1).used) return nullptr;
  const Entry* result = r.Find(i - 1, TermKind::kAlteration);
  return result != nullptr && (result->id == "negative" || result->id == "wild_type" || result->id == "positive") ? result : nullptr;
}

int BehindAbbreviation(const Reading& r, int i) {
  const bool brackets = r.IsMark(i + 1, '(') && r.IsMark(i + 3, ')');
  return brackets && ((r.IsKind(i + 2, Item::Kind::kWord) && r.at(i + 2).may_be_code) || r.WordIs(i + 2, "hr")) ? i + 3 : i;
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

bool NamesAssayBehind(const Reading& r, int last) {
  for (int i = last + 1; i < last + 4; ++i) {
    if (r.WordContains(i, {"pharmdx", "22c3", "28-8", "sp142", "sp263"})) return true;
    if (!r.Is(i, Cue::kStatus) && !r.IsAnyMark(i, "(")) return false;
  }
  return false;
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

bool IsInGene(const Reading& r, int first, int gene) {
  bool in_gene = false;
  for (int m = first; m < gene; ++m) in_gene = in_gene || r.WordIs(m, "in") || r.WordIs(m, "of");
  return in_gene && !HasCue(r, first, gene, {Cue::kIncluding, Cue::kOr});
}

bool IsListedDriver(const Reading& r, int gene) {
  const bool of_kind = r.IsTerm(gene - 2, TermKind::kAlteration) && r.Is(gene - 3, Cue::kActionable);
  if (!r.IsAnyMark(gene - 1, "([:") || !(of_kind || r.IsAny(gene - 2, {Cue::kDriverAlteration, Cue::kActionable}))) return false;
  const bool colon = r.IsMark(gene - 1, ':');   // "one of these targetable alterations: ALK, ROS1"
  for (int i = gene; r.Has(i) && !(colon ? r.IsAnyMark(i, ".;") : r.IsAnyMark(i, ")]")); ++i) {
    if (r.Is(i, Cue::kIncluding) || r.WordStarts(i, {"etc", "other", "or other", "and other", "any other", "for example", "among"})) return false;
  }
  return true;
}

bool LeavesDetailOf(const Reading& r, int k, const std::string& gene) {
  int i = k + 1;
  while (r.Is(i, Cue::kFiller)) ++i;
  const Entry* mutation = r.Find(i, TermKind::kMutation);
  return mutation != nullptr && mutation->Get("gene") == gene;
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

namespace {

bool SaysOther(const Reading& r, int i) { return r.WordContains(i, {"other", "additional", "co-occurring", "second", "concomitant", "concurrent"}); }

}  // namespace

bool IsOther(const Reading& r, Clause c, int first) {
  const bool of_name = r.Is(first, Cue::kDriverAlteration) && r.WordContains(first, {"second ", "concomitant ", "concurrent ", "co-occurring "});
  const int word = of_name || r.WordIsAny(first, {"no other"}) ? first : first - 1;
  int i = word;
  while (i >= c.begin && i > first - 4 && (r.Is(i, Cue::kKnown) || r.Find(i, TermKind::kPlain) != nullptr || r.WordIsAny(i, {"acquired", "resistance"})) && !SaysOther(r, i)) --i;
  if (i < c.begin || !SaysOther(r, i)) return false;
  return !r.Is(i, Cue::kOr) && !r.Is(i - 1, Cue::kOr) && !r.WordContains(i, {"or other"});
}

bool TakeExceptBefore(Reading& r, int first) {
  int except = first - 1;
  while (except > first - 4 && (r.WordIsAny(except, {"other", "any other", "any", "co-occurring", "concurrent", "concomitant", "additional", "those", "those with"}) || r.Is(except, Cue::kWith))) --except;
  if (!r.Is(except, Cue::kExcept)) return false;
  r.Use(except);
  return true;
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
  if (r.WordIs(last + 1, "status") || r.WordIsAny(first - 1, {"status of", "status for", "the status of"})) return true;
  return first - 2 >= c.begin && r.WordIs(first - 2, "status") && (r.Is(first - 1, Cue::kFor) || r.WordIsAny(first - 1, {"of", "for"}));
}

bool IsLabel(const Reading& r, Clause c, int first, int last) {
  int begin = c.begin;
  while (begin < first && (r.at(begin).lead || r.IsKind(begin, Item::Kind::kMark))) ++begin;
  int end = last + 1;
  while (end < c.end && r.WordIs(end, "status")) ++end;
  return begin == first && r.IsMark(end, ':') && (end + 1 >= c.end || r.WordIs(end + 1, "not specified"));
}

bool LeadsToGene(const Reading& r, Clause c, int i, const Entry& alteration) {
  int k = i + 1;
  for (; k < c.end && k < i + 8; ++k) {
    const bool joins = r.IsAny(k, {Cue::kFiller, Cue::kBefore, Cue::kAllOf, Cue::kAnyOf, Cue::kIncluding, Cue::kActionable, Cue::kOr, Cue::kStatus, Cue::kFor}) ||
                       r.IsAnyMark(k, ":(,") || r.WordIsAny(k, {"gene", "genes"}) || (r.Is(k, Cue::kExcept) && alteration.id == "any") ||
                       r.Find(k, TermKind::kPlain) != nullptr || r.Find(k, TermKind::kAlteration) != nullptr;
    if (!joins) break;
  }
  // "Expressing G12D mutated KRAS" tells of the mutation.
  if (r.WordStarts(i, {"express"}) && r.Find(k, TermKind::kMutation) != nullptr) return false;
  return k < c.end && (r.Find(k, TermKind::kGene) != nullptr || r.Find(k, TermKind::kMutation) != nullptr) && !r.at(k).used;
}

bool StartsNextGene(const Reading& r, Clause c, int k, const Entry& alteration) {
  const bool apart = r.IsAnyMark(k - 1, ",;") || r.Is(k - 1, Cue::kOr);
  return apart && r.WordIsAny(k + 1, {"of", "in", "of the", "in the"}) && LeadsToGene(r, c, k, alteration);
}

bool NamesPartBefore(const Reading& r, Clause c, int i) {
  if (i < c.begin + 3 || !r.IsMark(i - 1, '(')) return false;
  for (int k = std::max(c.begin, i - 4); k < i - 1; ++k) {
    if (r.WordStarts(k, {"cohort", "arm", "part", "group", "phase"})) return true;
  }
  return false;
}

void PushUnclear(const Reading& r, int first, int last, Atoms& atoms) {
  Atom atom;
  atom.first = first;
  atom.last = last;
  atom.topic = Topic::kBiomarker;
  atom.expression = Expression::Opaque(r.SpanOf(first, last));
  atoms.push_back(std::move(atom));
}

bool TakeFromGene(const std::vector<GeneReading>& genes, int first, int last, std::vector<Expression>* denied, Atoms* atoms) {
  if (genes.empty() || denied->empty() || atoms->empty()) return false;
  Atom& gene = atoms->back();
  if (gene.negated || gene.last >= first || first - gene.last > 3 || LeafOfGene(gene.expression, genes.front().gene) == nullptr) return false;
  gene.expression = Expression::All(std::move(gene.expression), Expression::Not(Expression::Any(std::move(*denied))));
  gene.last = last;
  return true;
}

bool WithNoDriver(const Reading& r, int first, int last, const std::vector<GeneReading>& genes) {
  return HasCue(r, first, last, {Cue::kAnd}) && !HasCue(r, first, last, {Cue::kOr}) && std::any_of(genes.begin(), genes.end(), [&](const GeneReading& g) {
           const Entry* entry = r.lexicon().Find(TermKind::kGene, g.gene);
           return entry != nullptr && entry->Get("driver").empty();
         });
}

namespace {

// "EGFR mutation (except T790M) or ALK fusion": what is excepted ended before.
bool ClosedBetween(const Reading& r, int except, int first) {
  for (int i = except; i < first; ++i) {
    if (r.IsMark(except - 1, '(') && r.IsMark(i, ')')) return r.IsAny(i + 1, {Cue::kOr, Cue::kAnd}) || r.IsMark(i + 1, ',');
  }
  return false;
}

}  // namespace

Told ToldBy(const Reading& r, Clause c, Mood mood, MarkerStretch at, bool* non, std::vector<GeneReading>* genes, Atoms* atoms) {
  const bool single = genes->size() == 1 && !at.driver;
  const bool excepted = r.Is(at.first - 1, Cue::kExcept);
  // "Non-EGFR variants", "non-sensitizing mutations": of what else there is nobody tells.
  if (*non && !r.WordIsAny(at.first - 1, {"positive for", "negative for"})) {
    const bool quality = r.Find(at.first, TermKind::kMutation) != nullptr && r.WordContains(at.first, {"sensiti", "activat"});
    for (GeneReading& g : *genes) {
      if (quality) std::erase_if(g.details, [](const std::string& d) { return d == "exon 19 deletion" || d == "L858R"; });
    }
    if (single && genes->front().details.empty()) return Told::kUnread;
    *non = !quality;
  }
  // "HER2-low" is a class of its own, neither positive nor negative.
  const int low = at.last + (r.IsMark(at.last + 1, '-') ? 2 : 1);
  const bool receptor = single && (genes->front().gene == "HER2" || genes->front().gene == "ESTROGEN_RECEPTOR" || genes->front().gene == "PROGESTERONE_RECEPTOR");
  if (receptor && !genes->front().positive && !genes->front().score && r.WordStarts(low, {"low", "ultralow", "ultra-low"})) {
    PushUnclear(r, at.first, at.last, *atoms);
    return Told::kUnread;
  }
  // "Absence of HER2 amplification and/or HER2 IHC of 0, 1+ or 2+": of the last named.
  if (!genes->empty() && genes->back().alteration.empty() && !genes->back().score && AllowsNoStain(r, c, at.last)) {
    if (genes->size() == 1 && !at.driver) return Told::kUnread;
    genes->pop_back();
  }
  if (single && mood == Mood::kPermits && excepted) return Told::kUnread;
  if (single && genes->front().details.empty() && AnnouncesDetails(r, c, genes->front().gene, at.first, at.last)) return Told::kRead;
  // "Targetable alterations, with the exception of HER2 mutations".
  const bool of_gene_before = single && !atoms->empty() && LeafOfGene(atoms->back().expression, genes->front().gene) != nullptr;
  if (!at.driver && excepted && !of_gene_before && TakeFromDrivers(*genes, atoms)) return Told::kRead;
  if (mood != Mood::kProhibits && excepted && single && NamesGeneBefore(r, c, at.first, genes->front())) {
    PushUnclear(r, at.first, at.last, *atoms);
    return Told::kUnread;
  }
  // "Any KRAS variant except previously treated G12C" was not read whole; "Exception: KRAS mutations are not excluded" excepts a sentence.
  const int except = FindCue(r, std::max(c.begin, at.first - 4), at.first, {Cue::kExcept});
  const bool except_before = !at.driver && !excepted && except >= 0 && !r.IsMark(except + 1, ':') && !ClosedBetween(r, except, at.first);
  if (mood != Mood::kProhibits && except_before) return Told::kUnread;
  // "Solid tumors other than HER2-negative breast cancer".
  if (mood != Mood::kProhibits && excepted && !at.driver) {
    for (int i = at.last + 1; i < std::min(c.end, at.last + 5); ++i) {
      if (r.Find(i, TermKind::kDisease) == nullptr) continue;
      PushUnclear(r, at.first, at.last, *atoms);
      return Told::kUnread;
    }
  }
  // "Known malignancy other than the ALK-positive NSCLC under study": of the cancer that is meant anyway.
  if (mood == Mood::kProhibits && !at.driver && except >= 0) {
    bool own = r.Find(at.last + 1, TermKind::kDisease) != nullptr || r.Is(at.last + 1, Cue::kDiseaseWord);
    for (int i = except + 1; i < at.first; ++i) own = own && r.Is(i, Cue::kFiller);
    bool malignancy = false;
    for (int i = c.begin; i < except; ++i) {
      const Entry* illness = r.Find(i, TermKind::kCondition);
      malignancy = malignancy || (illness != nullptr && illness->id == "other_malignancy");
    }
    if (own && malignancy) return Told::kRead;
  }
  // "KRAS mutations other than G12C" are forbidden without it; what else is excepted was not understood.
  if (mood != Mood::kProhibits || !excepted || at.driver || genes->empty()) return Told::kState;
  if (!atoms->empty() && single && LeafOfGene(atoms->back().expression, genes->front().gene) != nullptr && !atoms->back().negated) {
    Atom& before = atoms->back();
    before.expression = Expression::All(std::move(before.expression), Expression::Not(MarkerLeafOf(r, genes->front(), false)));
    before.last = at.last;
    return Told::kRead;
  }
  PushUnclear(r, at.first, at.last, *atoms);
  return Told::kUnread;
}

bool NamesSample(const Reading& r, Clause c, Mood mood, int first, int last, const std::vector<GeneReading>& genes, MarkerWords words) {
  if (mood != Mood::kRequires) return false;
  bool sample = false;
  for (int m = c.begin; m < first; ++m) {
    sample = sample || r.WordContains(m, {"tissue", "specimen", "archival", "biops", "sample", "submit", "material", "tumor block", "slides"});
  }
  if (!sample) return false;
  // "... for the evaluation of EGFR expression".
  bool evaluated = false;
  for (int m = std::max(c.begin, first - 4); m < first; ++m) {
    evaluated = evaluated || r.WordContains(m, {"evaluat", "determin", "assess", "analys", "testing", "genotyping", "confirmation"});
  }
  for (int m = last; m < std::min(c.end, last + 4); ++m) evaluated = evaluated || r.WordContains(m, {"testing", "detection", "analys"});
  if (evaluated && words != MarkerWords::kResult) return true;
  return std::all_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.alteration.empty() && !g.positive && !g.score; });
}

namespace {

// "One of the 2 common EGFR mutations": how many there are of which one is asked.
void UseNumberOfKinds(Reading& r, Clause c, int first) {
  int i = first - 1;
  while (i > c.begin && r.WordIsAny(i, {"common", "following", "known", "most"})) --i;
  if (i <= c.begin || r.at(i).used || !r.IsNumber(i) || r.at(i).number < 2) return;
  if (r.WordIs(i - 1, "the") || r.WordContains(i - 1, {"of the"})) r.Use(i);
}

// "One or more documented alterations".
void UseOneOrMore(Reading& r, Clause c, int first) {
  int i = first - 1;
  while (i > c.begin && (r.Is(i, Cue::kFiller) || r.WordIsAny(i, {"documented", "active"}))) --i;
  const int number = r.WordIs(i, "or more") ? i - 1 : r.WordIs(i, "more") && r.Is(i - 1, Cue::kOr) ? i - 2 : -1;
  if (number < c.begin || !(r.WordIs(number, "one") || (r.IsNumber(number) && r.at(number).number == 1))) return;
  for (int k = number; k <= i; ++k) r.Use(k);
}

void UseBehind(Reading& r, Clause c, int last) {
  if (last + 1 < c.end && r.WordIsAny(last + 1, {"gene", "genes", "protein", "proteins"})) r.Use(last + 1);
  // "TrkA-driven lung cancer".
  const bool driven = last + 3 < c.end && r.IsMark(last + 1, '-') && r.WordIs(last + 2, "driven");
  if (driven && r.Find(last + 3, TermKind::kDisease) != nullptr) r.Use(last + 2);
}

void UseAroundScore(Reading& r, Clause c, int first, int last) {
  for (int i = first - 1; i >= c.begin && i > first - 4; --i) {
    if (r.WordIs(i, "high")) r.Use(i);
    if (!r.WordStarts(i, {"tumor", "cell"})) break;
  }
  for (int i = last + 1; i < std::min(c.end, last + 6); ++i) {
    if (r.WordIs(i, "score")) r.Use(i);
    if (!r.IsAnyMark(i, "()") && !r.WordStarts(i, {"tumor", "cell", "tc"})) break;
  }
}

}  // namespace

void UseWordsAround(Reading& r, Clause c, int first, int last, bool non, const std::vector<GeneReading>& genes) {
  if (non) r.Use(r.IsMark(first - 1, '-') ? first - 2 : first - 1);
  // "Any genomic aberration or driver mutation".
  const Entry* wider = genes.empty() && r.Is(first - 1, Cue::kOr) ? r.Find(first - 2, TermKind::kAlteration) : nullptr;
  if (wider != nullptr && wider->id == "any") r.Use(first - 2);
  UseNumberOfKinds(r, c, first);
  UseOneOrMore(r, c, first);
  if (genes.empty()) return;
  UseBehind(r, c, last);
  if (genes.back().score && genes.back().gene == "PDL1") UseAroundScore(r, c, first, last);
  const int end = EndOfAssays(r, c, last);
  for (int m = last + 1; m <= end; ++m) {
    if (!r.at(m).used && (r.Is(m, Cue::kOr) || m > end - 2 || HasCue(r, last, m, {Cue::kIncluding}))) r.at(m).aside = r.at(m).used = true;
  }
}

}  // namespace trialmatch::rules
