#include "rules/parse/markers/marker_score.h"

#include <algorithm>
#include <utility>

#include "rules/parse/markers/gene_reading.h"

namespace trialmatch::rules {
namespace {

bool IsPdl1(const Reading& r, int i) {
  const Entry* gene = r.Find(i, TermKind::kGene);
  return gene != nullptr && gene->id == "PDL1";
}

// "..., as determined by PD-L1 IHC 22C3 pharmDx": the last item that names the assay of a score that ends
// at `last`.
int EndOfAssay(const Reading& r, Clause c, int last) {
  int named = last;
  for (int i = last + 1; i < std::min(c.end, last + 9); ++i) {
    if (IsPdl1(r, i)) named = i;
    const bool passes = named == i || r.Is(i, Cue::kStatus) || r.Is(i, Cue::kFiller) || r.Find(i, TermKind::kPlain) != nullptr || r.IsAnyMark(i, ",()");
    if (!passes) break;
  }
  return named;
}

// The one that starts at item `i`; its last item, or -1.
int ReadScore(Reading& r, Clause c, int i, Atoms& atoms) {
  if (!r.Is(i, Cue::kScore) || r.at(i).used || !r.WordIsAny(i, {"tps", "cps", "tumor proportion score", "combined positive score"})) return -1;
  for (int k = c.begin; k < i; ++k) {
    if (IsPdl1(r, k)) return -1;   // told with its gene, or of what was not understood
  }
  int at = i + 1;
  while (at < c.end && (r.IsAnyMark(at, "()[]") || r.Is(at, Cue::kScore) || r.Is(at, Cue::kFiller) || r.Is(at, Cue::kBefore))) ++at;
  const auto bound = at < c.end ? ReadBound(r, at, c.end) : std::nullopt;
  if (!bound || !bound->has_comparison || !(bound->unit.empty() || bound->unit == "%")) return -1;
  GeneReading gene;
  gene.gene = "PDL1";
  gene.score = bound;
  gene.score_unit = ScoreUnit(r, i, bound->last + 1);
  gene.first = i;
  gene.last = bound->last;
  Atom atom;
  atom.first = i;
  atom.last = EndOfAssay(r, c, bound->last);
  atom.topic = Topic::kBiomarker;
  atom.negated = DeniedBefore(r, c, i);
  atom.expression = MarkerLeafOf(r, gene, false);
  r.UseRange(i, atom.last);
  const int last = atom.last;
  atoms.push_back(std::move(atom));
  return last;
}

}  // namespace

void ReadScoresBeforeGenes(Reading& r, Clause c, Atoms& atoms) {
  if (!r.MayHoldCue({Cue::kScore})) return;
  for (int i = c.begin; i < c.end; ++i) i = std::max(i, ReadScore(r, c, i, atoms));
}

}  // namespace trialmatch::rules
