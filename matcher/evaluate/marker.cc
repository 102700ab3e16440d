#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "matcher/evaluate/alterations.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/leaf_evaluators.h"
#include "matcher/evaluate/marker.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::MarkerLeaf;
using rules::TermKind;

namespace {

std::string Letters(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c))) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

// "ALK fusion positive (NGS, 2024-03)", "PD-L1 60 % TPS".
std::string Describe(const Biomarker& biomarker) {
  std::string out = biomarker.marker.empty() ? biomarker.gene : biomarker.marker;
  if (biomarker.value) out += " " + base::FormatNumber(*biomarker.value) + (biomarker.unit.empty() ? "" : " " + biomarker.unit);
  if (!biomarker.alteration.empty() && biomarker.alteration != "any") out += " " + DisplayName(biomarker.alteration);
  if (!biomarker.detail.empty()) out += " " + biomarker.detail;
  if (!biomarker.score.empty()) out += " " + biomarker.score;
  if (!biomarker.result.empty()) out += " " + DisplayName(biomarker.result);
  std::string source = biomarker.method;
  if (biomarker.date) source += (source.empty() ? "" : ", ") + biomarker.date->ToString();
  if (!source.empty()) out += " (" + source + ")";
  return out;
}

std::string Asked(const MarkerLeaf& leaf) {
  std::string out = JoinNames(leaf.genes);
  if (!leaf.except_genes.empty()) out += " other than " + JoinNames(leaf.except_genes);
  if (leaf.resistance) {
    out += " resistance mutation";
  } else if (!leaf.alteration.empty() && leaf.alteration != "any") {
    out += " " + DisplayName(leaf.alteration);
  } else {
    out += " alteration";
  }
  if (!leaf.details.empty()) out += " " + JoinNames(leaf.details);
  return out;
}

}  // namespace

std::vector<std::string> GenesOf(const MarkerLeaf& leaf, const rules::Lexicon& lexicon) {
  std::vector<std::string> genes;
  const auto add = [&](const std::string& gene) {
    const bool excepted = std::any_of(leaf.except_genes.begin(), leaf.except_genes.end(),
                                      [&](const std::string& except) { return lexicon.IsA(TermKind::kGene, gene, except); });
    if (!excepted && std::find(genes.begin(), genes.end(), gene) == genes.end()) genes.push_back(gene);
  };
  for (const std::string& gene : leaf.genes) {
    if (gene != "driver") {
      add(gene);
      continue;
    }
    for (const rules::Entry& entry : lexicon.table(TermKind::kGene)) {
      if (entry.Get("driver") == "yes") add(entry.id);
    }
  }
  return genes;
}

namespace {

std::vector<std::string> NeedsOf(const MarkerLeaf& leaf, const std::vector<std::string>& open) {
  constexpr size_t kMost = 3;
  if (open.empty() || open.size() > kMost) return {"biomarkers"};
  std::vector<std::string> needs;
  for (const std::string& gene : open) needs.push_back("biomarkers." + gene + (leaf.score ? ".value" : ""));
  return needs;
}

bool IsAbout(const Biomarker& biomarker, const std::string& gene, const rules::Lexicon& lexicon) {
  if (!biomarker.marker.empty()) return Letters(biomarker.marker) == Letters(gene);
  return lexicon.IsA(TermKind::kGene, biomarker.gene_id, gene) || lexicon.IsA(TermKind::kGene, gene, biomarker.gene_id) ||
         (biomarker.gene_id.empty() && Letters(biomarker.gene) == Letters(gene));
}

// A score and the scale it stands on ("tps", "cps", "ic"); "" when nobody said.
std::string ScaleOf(std::string_view unit) {
  const std::string letters = Letters(unit);
  for (const char* scale : {"tps", "cps", "tap", "ihc"}) {
    if (letters.find(scale) != std::string::npos) return scale;
  }
  return letters == "ic" ? letters : "";
}

std::optional<double> ScoreOf(const Biomarker& biomarker) {
  if (biomarker.value) return biomarker.value;
  size_t at = biomarker.score.find_first_of("0123456789");
  if (at == std::string::npos) return std::nullopt;
  return std::strtod(biomarker.score.c_str() + at, nullptr);
}

LeafOutcome EvaluateScore(const MarkerLeaf& leaf, const std::vector<std::string>& genes, const EvaluationContext& context) {
  Truth truth = Truth::kNotMet;
  bool any = false;
  std::string because;
  for (const Biomarker& biomarker : context.patient.biomarkers) {
    const bool ours = std::any_of(genes.begin(), genes.end(), [&](const std::string& gene) { return IsAbout(biomarker, gene, context.lexicon); });
    const std::optional<double> score = ScoreOf(biomarker);
    if (!ours || !score) continue;
    const std::string asked = ScaleOf(leaf.score_unit), told = ScaleOf(biomarker.value ? biomarker.unit : biomarker.score);
    // A combined score and a tumour proportion score are different numbers.
    const bool comparable = asked == told || asked.empty() ? told != "cps" || asked == told || leaf.score_unit.empty() : told.empty();
    const Truth one = comparable ? base::FromBool(leaf.score->Contains(*score)) : Truth::kUnknown;
    any = true;
    if (!context.wordless() && (because.empty() || one > truth)) because = Describe(biomarker) + "; " + DescribeBounds(*leaf.score, leaf.score_unit);
    truth = base::Or(truth, one);
  }
  if (!any) truth = Truth::kUnknown;
  if (because.empty() && !context.wordless()) because = JoinNames(genes) + " score is not told; " + DescribeBounds(*leaf.score, leaf.score_unit);
  if (truth == Truth::kUnknown && leaf.known_only) truth = Truth::kNotMet;
  if (context.wordless()) return Outcome(truth, "");
  return Outcome(truth, because, NeedsOf(leaf, genes));
}

LeafOutcome EvaluateTested(const MarkerLeaf& leaf, const std::vector<std::string>& genes, const EvaluationContext& context) {
  Truth truth = Truth::kNotMet;
  std::vector<std::string> open;
  std::string because;
  for (const std::string& gene : genes) {
    Truth one = Truth::kUnknown;
    for (const Biomarker& biomarker : context.patient.biomarkers) {
      if (!IsAbout(biomarker, gene, context.lexicon) || one == Truth::kMet) continue;
      if (biomarker.result == "not_tested") one = Truth::kNotMet;
      if (!biomarker.result.empty() && biomarker.result != "not_tested") one = Truth::kMet;
      if (biomarker.value || !biomarker.score.empty()) one = Truth::kMet;
      if (!context.wordless()) because = Describe(biomarker);
    }
    if (one == Truth::kUnknown && IsDriver(context.lexicon, gene) && context.patient.IsComplete("biomarkers")) one = Truth::kMet;
    if (one == Truth::kUnknown) open.push_back(gene);
    truth = base::Or(truth, one);
  }
  if (!context.wordless() && (because.empty() || truth == Truth::kUnknown)) {
    because = "whether " + JoinNames(genes) + " was tested is " + (truth == Truth::kMet ? "told: the list is complete" : "not told");
  }
  return Outcome(truth, because, NeedsOf(leaf, open));
}

// What one line tells of the gene. PD-L1, TMB and MSI stand as markers, with a result or a value and no gene.
Evidence TellsOf(const Biomarker& biomarker, const WantedAlteration& wanted, const rules::Lexicon& lexicon) {
  const std::string gene(wanted.gene);
  if (biomarker.marker.empty() || !IsAbout(biomarker, gene, lexicon)) return EvidenceOf(biomarker, wanted, lexicon);
  if (biomarker.result == "positive") return Evidence::kHas;
  if (biomarker.result == "negative") return Evidence::kDenies;
  if (biomarker.value && Letters(gene) == "pdl1" && biomarker.result.empty()) return *biomarker.value >= 1 ? Evidence::kHas : Evidence::kDenies;
  return Evidence::kNothing;
}

// Weighs all lines about one gene: one that has it proves it, else one that leaves it open, else one that denies it, else the closed list. `tells(i)`: what line
// i tells.
struct Weighed {
  Truth truth = Truth::kUnknown;
  std::optional<size_t> told;   // the line that decides
};
template <typename Tells>
Weighed Weigh(size_t lines, Truth unnamed, Tells tells) {
  std::optional<size_t> has, open, denies;
  for (size_t i = 0; i < lines; ++i) {
    switch (tells(i)) {
      case Evidence::kHas: has = i; break;
      case Evidence::kDenies: denies = i; break;
      case Evidence::kOpen:
      case Evidence::kNotTested: open = i; break;
      case Evidence::kNothing: break;
    }
  }
  if (has) return {Truth::kMet, has};
  if (open) return {Truth::kUnknown, open};
  return denies ? Weighed{Truth::kNotMet, denies} : Weighed{unnamed, std::nullopt};
}

WantedAlteration WantedOf(const MarkerLeaf& leaf, std::string_view gene) {
  return {gene, leaf.alteration, leaf.details, leaf.resistance || leaf.alteration == "resistance_mutation"};
}

Truth EvaluateGene(const MarkerLeaf& leaf, const std::string& gene, const EvaluationContext& context, std::string& because) {
  const WantedAlteration wanted = WantedOf(leaf, gene);
  const std::vector<Biomarker>& lines = context.patient.biomarkers;
  const bool closed = ClosedByComplete(wanted, context.lexicon) && context.patient.IsComplete("biomarkers");
  const Weighed weighed = Weigh(lines.size(), closed ? Truth::kNotMet : Truth::kUnknown, [&](size_t i) { return TellsOf(lines[i], wanted, context.lexicon); });
  if (context.wordless()) return weighed.truth;
  if (weighed.told) because = Describe(lines[*weighed.told]);
  if (!weighed.told && closed) because = "no " + DisplayName(gene) + " alteration of that kind: the list of biomarkers is complete";
  return weighed.truth;
}

}  // namespace

GeneQuestion::GeneQuestion(const MarkerLeaf& leaf, std::string gene, KindRelations& relations, const rules::Lexicon& lexicon)
    : leaf_(leaf), gene_(std::move(gene)), number_(relations.NumberOf(WantedOf(leaf_, gene_))), closed_by_complete_(ClosedByComplete(WantedOf(leaf_, gene_), lexicon)) {}

Truth GeneQuestion::Ask(const EvaluationContext& context) const {
  const std::vector<Biomarker>& lines = context.patient.biomarkers;
  const std::vector<int32_t>& types = KeptBiomarkerTypes(context);
  const bool closed = closed_by_complete_ && context.patient.IsComplete("biomarkers");
  return Weigh(lines.size(), closed ? Truth::kNotMet : Truth::kUnknown, [&](size_t i) {
           std::optional<Evidence>& kept = context.memo->relations.LineTells(types[i], number_);
           if (!kept) kept = TellsOf(lines[i], WantedOf(leaf_, gene_), context.lexicon);
           return *kept;
         }).truth;
}

LeafOutcome EvaluateMarker(const MarkerLeaf& leaf, const EvaluationContext& context) {
  if (leaf.alteration == "wild_type" || leaf.alteration == "negative") {
    MarkerLeaf altered = leaf;
    altered.alteration = "any";
    LeafOutcome outcome = EvaluateMarker(altered, context);
    outcome.truth = base::Not(outcome.truth);
    return outcome;
  }
  const std::vector<std::string> genes = GenesOf(leaf, context.lexicon);
  if (leaf.tested) return EvaluateTested(leaf, genes, context);
  if (leaf.score) return EvaluateScore(leaf, genes, context);

  Truth truth = Truth::kNotMet;
  std::vector<std::string> open, met, not_met;
  for (const std::string& gene : genes) {
    std::string because;
    const Truth one = EvaluateGene(leaf, gene, context, because);
    truth = base::Or(truth, one);
    if (one == Truth::kUnknown) open.push_back(gene);
    if (one == Truth::kMet && std::find(met.begin(), met.end(), because) == met.end()) met.push_back(because);
    if (one == Truth::kNotMet) not_met.push_back(because);
  }
  if (context.wordless()) return {.truth = truth == Truth::kUnknown && leaf.known_only ? Truth::kNotMet : truth};
  std::string because;
  if (truth == Truth::kMet) {
    for (const std::string& one : met) because += (because.empty() ? "" : "; ") + one;
  } else if (truth == Truth::kUnknown && leaf.known_only) {
    truth = Truth::kNotMet;
    because = "no known " + Asked(leaf);
  } else if (truth == Truth::kUnknown) {
    because = Asked(leaf) + " is not known";
  } else {
    because = not_met.size() == 1 ? not_met.front() : "no " + Asked(leaf);
  }
  return Outcome(truth, because, NeedsOf(leaf, open));
}

}  // namespace trialmatch::matcher
