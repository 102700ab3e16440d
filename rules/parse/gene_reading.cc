#include "rules/parse/gene_reading.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"

namespace trialmatch::rules {

bool IsFusionGene(std::string_view gene) {
  return gene == "ALK" || gene == "ROS1" || gene == "RET" || gene == "NRG1" || gene.starts_with("NTRK");
}

std::vector<std::string> DetailsOf(const Lexicon& lexicon, const Entry& mutation) {
  std::string name = mutation.id.substr(mutation.id.find(':') + 1);
  if (name != "sensitizing") return {name};
  std::vector<std::string> all;
  for (const Entry& other : lexicon.table(TermKind::kMutation)) {
    if (other.Get("gene") == mutation.Get("gene") && other.Get("class") == "sensitizing" && other.id != mutation.id) {
      all.push_back(other.id.substr(other.id.find(':') + 1));
    }
  }
  return all;
}

bool IsMarkerGlue(const Reading& r, int i) {
  if (r.at(i).kind == Item::Kind::kMark) {
    char m = r.at(i).mark;
    return m == ',' || m == '/' || m == '-' || m == '(' || m == ')' || m == '+' || m == '[' || m == ']' || m == ':';
  }
  const auto& cue = r.at(i).cue;
  if (!cue) return base::StartsWithIgnoreCase(r.Word(i), "exon") || r.WordIs(i, "gene") || r.WordIs(i, "genes") || r.WordIs(i, "kinase") || r.WordIs(i, "tumor") || r.WordIs(i, "genomic");
  switch (*cue) {
    case Cue::kOr: case Cue::kAnd: case Cue::kFiller: case Cue::kKnown: case Cue::kActionable: case Cue::kStatus: case Cue::kIncluding:
    case Cue::kDiagnosis: case Cue::kBefore: case Cue::kScore: case Cue::kDiseaseWord:
      return true;
    default: return false;
  }
}

std::string ScoreUnit(const Reading& r, int begin, int end) {
  for (int i = std::max(begin, 0); i < end && i < r.size(); ++i) {
    if (r.WordIsAny(i, {"cps", "combined positive score"})) return "CPS";
    if (r.WordIsAny(i, {"tps", "tumor proportion score"})) return "% TPS";
    if (r.WordIs(i, "ic")) return "% IC";
  }
  return "%";
}

bool IsStainGrade(const Reading& r, int i) {
  return r.IsNumber(i) && r.at(i).number >= 0 && r.at(i).number <= 3 && r.IsMark(i + 1, '+') && !r.at(i + 1).space_before;
}

void ShareDetail(const Reading& r, const Lexicon& lexicon, const Entry& mutation, size_t unassigned, int at, std::vector<GeneReading>* genes) {
  const std::string name = mutation.id.substr(mutation.id.find(':') + 1);
  for (size_t g = unassigned; g < genes->size(); ++g) {
    GeneReading& gene = (*genes)[g];
    if (!gene.alteration.empty() || !gene.details.empty() || gene.positive || gene.tested || gene.gene == mutation.Get("gene")) continue;
    bool joined = true;
    for (int k = gene.last + 1; k < at; ++k) joined = joined && (r.IsAny(k, {Cue::kOr, Cue::kAnd}) || r.IsAnyMark(k, ",/()") || r.Find(k, TermKind::kGene) != nullptr);
    if (!joined || lexicon.Find(TermKind::kMutation, gene.gene + ":" + name) == nullptr) continue;
    gene.details = {name};
    gene.alteration = std::string(mutation.Get("alteration"));
  }
}

bool TellsBoth(const std::vector<GeneReading>& genes) {
  for (const GeneReading& a : genes) {
    for (const GeneReading& b : genes) {
      if (a.gene == b.gene && a.positive && b.positive && *a.positive && !*b.positive && a.details == b.details) return true;
    }
  }
  return false;
}

Expression MarkerLeafOf(const Reading& r, const GeneReading& g, bool known_only) {
  MarkerLeaf leaf;
  leaf.genes = {g.gene};
  leaf.details = g.details;
  leaf.resistance = g.resistance;
  leaf.tested = g.tested;
  leaf.known_only = known_only && !g.tested;
  std::string alteration = g.alteration;
  if (alteration.empty()) alteration = g.details.empty() ? (g.positive.value_or(false) && IsFusionGene(g.gene) ? "fusion" : "any") : "mutation";
  if (IsFusionGene(g.gene) && alteration == "mutation" && g.details.empty() && !g.resistance) alteration = "any";
  leaf.alteration = alteration;
  if (g.score) {
    leaf.score = g.score->bounds;
    leaf.score_unit = g.score_unit;
    leaf.alteration = "overexpression";
  }
  return Expression::OfLeaf(std::move(leaf), r.SpanOf(g.first, g.last), g.tested ? "marker.tested" : "marker." + alteration);
}

}  // namespace trialmatch::rules
