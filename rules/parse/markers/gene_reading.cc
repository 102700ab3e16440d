#include "rules/parse/markers/gene_reading.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"

namespace trialmatch::rules {

bool IsFusionGene(std::string_view gene) {
  return gene == "ALK" || gene == "ROS1" || gene == "RET" || gene == "NRG1" || gene.starts_with("NTRK");
}

std::vector<std::string> DetailsOf(const Lexicon& lexicon, const Entry& mutation) {
  std::string name = mutation.id.substr(mutation.id.find(':') + 1);
  const bool any = name == "sensitizing";
  if (!any && name != "common") return {name};
  std::vector<std::string> all;
  for (const Entry& other : lexicon.table(TermKind::kMutation)) {
    if (other.Get("gene") == mutation.Get("gene") && !other.id.ends_with(":sensitizing") && (other.Get("class") == "sensitizing" || (any && other.Get("class") == "rare_sensitizing"))) {
      all.push_back(other.id.substr(other.id.find(':') + 1));
    }
  }
  return all;
}

namespace {

std::string_view ClassOf(const Lexicon& lexicon, const std::string& gene, const std::string& detail) {
  const Entry* row = lexicon.Find(TermKind::kMutation, gene + ":" + detail);
  return row != nullptr ? row->Get("class") : "";
}

bool NamesSensitizing(const Lexicon& lexicon, const GeneReading& g) {
  return std::any_of(g.details.begin(), g.details.end(), [&](const std::string& detail) { return ClassOf(lexicon, g.gene, detail).ends_with("sensitizing"); });
}

}  // namespace

void NarrowClassToNamed(const Lexicon& lexicon, std::vector<GeneReading>* genes) {
  for (GeneReading& g : *genes) {
    const bool named = g.of_class && std::any_of(genes->begin(), genes->end(), [&](const GeneReading& other) { return other.gene == g.gene && !other.of_class && NamesSensitizing(lexicon, other); });
    if (named) std::erase_if(g.details, [&](const std::string& detail) { return ClassOf(lexicon, g.gene, detail) == "rare_sensitizing"; });
  }
}

void AddDetails(const Lexicon& lexicon, const Entry& mutation, GeneReading* gene) {
  std::vector<std::string> details = DetailsOf(lexicon, mutation);
  const auto rare = [&](const std::string& detail) { return ClassOf(lexicon, gene->gene, detail) == "rare_sensitizing"; };
  const bool of_class = details.size() > 1;
  if (of_class && !gene->details.empty()) std::erase_if(details, rare);
  if (!of_class && std::exchange(gene->of_class, false)) std::erase_if(gene->details, rare);
  gene->of_class = gene->of_class || (of_class && gene->details.empty());
  for (std::string& detail : details) {
    if (std::find(gene->details.begin(), gene->details.end(), detail) == gene->details.end()) gene->details.push_back(std::move(detail));
  }
}

bool IsMarkerGlue(const Reading& r, int i) {
  if (r.at(i).kind == Item::Kind::kMark) {
    char m = r.at(i).mark;
    if (m == '^' || m == '\\') return !r.at(i).space_before && r.Has(i + 1) && !r.at(i + 1).space_before;   // KRAS^G12C
    return m == ',' || m == '/' || m == '-' || m == '(' || m == ')' || m == '+' || m == '[' || m == ']' || m == ':' || m == '&';
  }
  const auto& cue = r.at(i).cue;
  if (r.WordIs(i, "to")) return r.IsMark(i - 1, '+') && IsStainGrade(r, i + 1);   // 1+ to 3+
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

namespace {

// "... or 3+ by immunohistochemistry", from item `i` on: the protein is meant.
bool NamesStaining(const Reading& r, int i) {
  for (int k = i; k < i + 6; ++k) {
    if (r.WordContains(k, {"immunohisto"}) || r.WordContains(k, {"immunocyto"}) || r.WordStarts(k, {"ihc", "by ihc"})) return true;
    if (!r.IsNumber(k) && !r.IsAnyMark(k, "+,/(-") && !r.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kStatus}) && !r.WordIsAny(k, {"by", "on", "in", "positive", "staining", "to"})) return false;
  }
  return false;
}

}  // namespace

bool TellsStain(const Reading& r, int k, int first, const GeneReading& gene) {
  // "HER2 positive (1-3+)".
  const bool range = r.IsNumber(k) && r.IsMark(k + 1, '-') && IsStainGrade(r, k + 2);
  if (!range && !IsStainGrade(r, k)) return false;
  return gene.score_unit == "IHC +" || gene.gene == "HER2" || NamesStaining(r, k + 2) || HasCue(r, std::max(first, k - 6), k, {Cue::kStatus});
}

std::optional<bool> SignInName(const Reading& r, int k) {
  if (base::EndsWithIgnoreCase(r.Word(k), "positive") || r.Word(k).ends_with('+')) return true;
  if (base::EndsWithIgnoreCase(r.Word(k), "negative")) return false;
  return std::nullopt;
}

void AddStain(double grade, GeneReading* gene) {
  if (IsFusionGene(gene->gene)) {
    gene->positive = grade > 0;
    return;
  }
  constexpr double kHighestGrade = 3;
  if (!gene->score) {
    gene->score.emplace();
    gene->score->bounds.low = gene->score->bounds.high = grade;
    gene->score->bounds.high_inclusive = true;
    gene->score_unit = "IHC +";
  }
  base::Bounds& grades = gene->score->bounds;
  grades.low = std::min(*grades.low, grade);
  // "IHC 2+ or 1+" leaves out 3+.
  if (grade >= kHighestGrade) grades.high.reset();
  else if (grades.high) grades.high = std::max(*grades.high, grade);
}

bool AddSecondBound(const Reading& r, const BoundReading& bound, GeneReading* gene) {
  base::Bounds& before = gene->score->bounds;
  const bool again = before == bound.bounds && gene->score_unit == "%";
  if (again) {
    gene->score_unit = ScoreUnit(r, gene->first, bound.last + 4);
    gene->last = bound.last;
  }
  if (before.low && !before.high && !bound.bounds.low) {
    before.high = bound.bounds.high;
    before.high_inclusive = bound.bounds.high_inclusive;
  }
  return again;
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

void TellOnceInBrackets(const Reading& r, std::vector<GeneReading>* genes) {
  NarrowClassToNamed(r.lexicon(), genes);
  // "HER2 mutation, HER2 amplification or HER2 positive": beside the kinds of the gene, what is positive is the protein.
  for (GeneReading& g : *genes) {
    const bool beside = g.positive.value_or(false) && g.alteration.empty() && g.details.empty() && !g.score && std::any_of(genes->begin(), genes->end(), [&](const GeneReading& other) { return other.gene == g.gene && other.alteration == "amplification"; });
    if (beside) g.alteration = "overexpression";
  }
  for (size_t g = 0; g + 1 < genes->size(); ++g) {
    const GeneReading &wide = (*genes)[g], &named = (*genes)[g + 1];
    const bool same = wide.gene == named.gene && wide.details.empty() && !named.details.empty() && wide.alteration == named.alteration && !wide.positive && !wide.score;
    // "EGFR (EGFR G719A or S768I point mutations)": the word behind counts for both.
    const bool named_again = wide.gene == named.gene && r.IsMark(wide.first + 1, '(') && named.first == wide.first + 2;
    if (!same || (!named_again && (!r.IsMark(wide.last + 1, '(') || r.Is(wide.last + 2, Cue::kIncluding)))) continue;
    genes->erase(genes->begin() + static_cast<std::ptrdiff_t>(g));
    return;
  }
}

bool DropToldBoth(std::vector<GeneReading>* genes) {
  const std::vector<GeneReading> all = *genes;
  // Deficient repair makes microsatellites instable: "MSS and MSI-H/dMMR".
  const auto same = [](const std::string& a, const std::string& b) {
    const auto stability = [](const std::string& gene) { return gene == "MSI" || gene == "MMR"; };
    return a == b || (stability(a) && stability(b));
  };
  return std::erase_if(*genes, [&](const GeneReading& a) {
    return a.positive && std::any_of(all.begin(), all.end(), [&](const GeneReading& b) {
      return same(a.gene, b.gene) && b.positive && *a.positive != *b.positive && a.details == b.details;
    });
  }) > 0;
}

bool AsksForStatus(const Reading& r, int k, const GeneReading& gene) {
  if (gene.positive || r.IsMark(gene.last + 1, '+')) return false;
  const int behind = r.WordIs(k + 1, "status") ? k + 2 : k + 1;
  const bool status = behind == k + 2 || r.WordContains(k, {"status"});
  return status && !r.Is(behind, Cue::kDiagnosis) && !r.WordContains(behind, {"confirm", "positive", "detect"});
}

namespace {

// "An exon 19 deletion and T790M mutation status": the status is asked of the last.
bool SplitsOffStatus(const Reading& r, int k, const GeneReading& gene) {
  return gene.details.size() > 1 && HasCue(r, gene.first, k, {Cue::kAnd}) && AsksForStatus(r, k, gene);
}

// One of the two kinds is the protein's, the other the gene's.
bool IsOfProtein(std::string_view a, std::string_view b) {
  const auto of_gene = [](std::string_view kind) { return kind == "mutation" || kind == "amplification"; };
  return (a == "overexpression" && of_gene(b)) || (b == "overexpression" && of_gene(a));
}

}  // namespace

bool AddAlteration(const Reading& r, const Entry& alteration, int k, size_t unassigned, AlterationWord word, std::vector<GeneReading>* all) {
  std::vector<GeneReading>& genes = *all;
  bool any_open = false;
  for (size_t g = unassigned; g < genes.size(); ++g) {
    if (alteration.id == "resistance_mutation") genes[g].resistance = true;
    // Of a fusion gene a point mutation is one of resistance.
    if (IsFusionGene(genes[g].gene) && genes[g].details.empty() && base::StartsWithIgnoreCase(r.Word(k), "point")) genes[g].resistance = true;
    // "EGFR, ALK or ROS1 rearrangement": nobody means a rearrangement of EGFR.
    bool no_fusion = alteration.id == "fusion" && genes.size() > unassigned + 1 && (genes[g].gene == "EGFR" || genes[g].gene == "KRAS");
    // "Gene mutations, including MET amplification": its own word counts, and none of those before it.
    if (genes[g].by_lead && genes[g].details.empty() && genes[g].alteration != alteration.id && alteration.id != "resistance_mutation") {
      if (g + 1 < genes.size()) continue;
      genes[g].alteration.clear();
    }
    genes[g].by_lead = false;
    if (genes[g].alteration.empty() && no_fusion) genes[g].alteration = word.of_drivers ? "mutation" : "any";
    else if (genes[g].alteration.empty()) genes[g].alteration = alteration.id == "resistance_mutation" ? "mutation" : alteration.id;
    else if (genes[g].alteration != alteration.id && genes[g].details.empty()) genes[g].alteration = "any", genes[g].several_kinds = true;
    if (word.status && g + 1 == genes.size() && SplitsOffStatus(r, k, genes[g])) {
      GeneReading asked = genes[g];
      asked.details = {genes[g].details.back()};
      asked.tested = true;
      genes[g].details.pop_back();
      genes.push_back(std::move(asked));
      return true;
    }
    genes[g].tested = genes[g].tested || (word.status && (genes[g].details.empty() || AsksForStatus(r, k, genes[g])));
    genes[g].last = std::max(genes[g].last, k);
    any_open = true;
  }
  // "EGFR mutation or rearrangement": a second word for the same genes.
  if (!any_open && !genes.empty() && genes.back().details.empty() && genes.back().alteration != alteration.id) {
    // "HER2 mutation or overexpression": the protein is another test.
    const GeneReading& had = genes.back();
    // "HER2 amplification or overexpression (HER2+)": the bracket names the same.
    const bool remark = r.IsMark(k + 1, '(') && !(r.IsMark(k + 3, '+') && r.IsMark(k + 4, ')')) && !(SignInName(r, k + 2) && r.IsMark(k + 3, ')'));
    if (IsOfProtein(had.alteration, alteration.id) && !had.tested && !had.score && !had.positive && !remark && (HasCue(r, had.last + 1, k, {Cue::kOr}) || r.IsMark(k - 1, '/'))) {
      GeneReading other;
      other.gene = had.gene;
      other.alteration = alteration.id;
      other.first = other.last = k;
      genes.push_back(std::move(other));
      return false;
    }
    const bool first_kind = genes.back().alteration.empty() && genes.back().positive;
    genes.back().alteration = first_kind ? alteration.id : "any";
    genes.back().several_kinds = !first_kind;
  }
  return false;
}

namespace {

// "HER2-positive breast cancer", "HER2+ solid tumors", "HER2 positivity is 2+ staining": outside the lung the word is of the protein or of
// the copies of the gene, and no mutation answers it.
bool IsPositiveProtein(const Reading& r, const GeneReading& g) {
  constexpr int kNear = 10;  // items
  if (g.gene != "HER2" || !g.positive.value_or(false) || g.tested || !g.details.empty()) return false;
  for (int i = g.first + 1; i < std::min(r.size(), g.first + kNear) && !r.IsAnyMark(i, ".;:,") && !r.IsAny(i, {Cue::kOr, Cue::kAnd}) && r.Find(i, TermKind::kGene) == nullptr; ++i) {
    if (r.WordContains(i, {"staining"}) || r.WordIsAny(i, {"IHC", "immunohistochemistry"})) return true;
    const Entry* tumour = r.Find(i, TermKind::kDisease);
    if (tumour != nullptr && !r.Is(i, Cue::kDiseaseWord)) return !r.lexicon().IsA(TermKind::kDisease, tumour->id, "lung_cancer");
  }
  return false;
}

// "The G1202R resistance mutation", "a resistance mutation (G1202R or I1171N)": those alone; "resistance mutations, e.g. G1202R" are any.
bool NamesItsResistance(const Reading& r, const GeneReading& g) {
  for (int i = g.first; i <= g.last; ++i) {
    if (r.Is(i, Cue::kIncluding) || r.WordIsAny(i, {"other", "any"})) return false;
    const Entry* any = r.Find(i, TermKind::kMutation);
    if (any == nullptr || any->id != "resistance") continue;
    const int k = r.IsTerm(i + 1, TermKind::kAlteration) ? i + 2 : i + 1;
    if (!r.IsTerm(r.IsAnyMark(k, "(:") ? k + 1 : k, TermKind::kMutation)) return false;
  }
  return std::any_of(g.details.begin(), g.details.end(), [](const std::string& detail) { return detail != "resistance"; });
}

}  // namespace

Expression MarkerLeafOf(const Reading& r, const GeneReading& g, bool known_only) {
  MarkerLeaf leaf;
  leaf.genes = {g.gene};
  const bool named = NamesItsResistance(r, g);
  for (const std::string& detail : g.details) {
    if (named && detail == "resistance") continue;
    if (std::find(leaf.details.begin(), leaf.details.end(), detail) == leaf.details.end()) leaf.details.push_back(detail);
  }
  leaf.resistance = g.resistance && !named;
  leaf.tested = g.tested;
  leaf.known_only = known_only && !g.tested;
  std::string alteration = g.alteration;
  const bool positive = alteration.empty() && IsPositiveProtein(r, g);
  if (positive) alteration = "overexpression";
  if (alteration.empty() && g.details.empty() && !g.tested && !IsFusionGene(g.gene) && g.gene != "MSI" && g.gene != "MMR" && NamesStaining(r, g.last + 1)) alteration = "overexpression";
  if (alteration.empty()) alteration = g.details.empty() ? (g.positive.value_or(false) && IsFusionGene(g.gene) ? "fusion" : "any") : "mutation";
  if (IsFusionGene(g.gene) && alteration == "mutation" && g.details.empty() && !g.resistance) alteration = "any";
  leaf.alteration = alteration;
  if (g.score) {
    leaf.score = g.score->bounds;
    leaf.score_unit = g.score_unit;
    leaf.alteration = "overexpression";
  }
  return Expression::OfLeaf(std::move(leaf), r.SpanOf(g.first, g.last), g.tested ? "marker.tested" : "marker." + (positive ? "any" : alteration));
}

std::optional<Expression> TakeScoreBesideDenied(const Reading& r, Clause c, bool driver, std::vector<GeneReading>* genes) {
  if (genes->empty() || genes->back().gene != "PDL1" || !genes->back().score) return std::nullopt;
  const base::Bounds& bounds = genes->back().score->bounds;
  const bool alone = genes->size() < 2 && !driver;
  bool bracket = false;
  for (int i = genes->back().first; alone && i < genes->back().last; ++i) bracket = bracket || r.IsMark(i, '(');
  // "No PD-L1 expression (TPS < 1 %)": the bracket says what the denial says.
  if (bracket && bounds.high && !bounds.low) {
    Expression low = MarkerLeafOf(r, genes->back(), false);
    genes->pop_back();
    return low;
  }
  if (alone) return std::nullopt;
  const bool others_scored = std::any_of(genes->begin(), genes->end() - 1, [](const GeneReading& g) { return g.score.has_value(); });
  const int before = genes->back().first - 1;
  const bool goes_on = r.Is(before, Cue::kAnd), comma = r.IsMark(before, ',');
  if (others_scored || (!goes_on && !comma) || HasCue(r, c.begin, before, {Cue::kMustNot})) return std::nullopt;
  // Behind a comma it may still be denied.
  Expression score = goes_on ? MarkerLeafOf(r, genes->back(), false) : Expression::Opaque(r.SpanOf(genes->back().first, genes->back().last));
  genes->pop_back();
  return score;
}

bool NamesExamples(const Reading& r, int general, const std::vector<GeneReading>& genes) {
  if (genes.empty()) return false;
  for (int i = general + 1; i < genes.front().first; ++i) {
    if (r.Is(i, Cue::kIncluding) && !r.WordIsAny(i, {"including", "includes", "include", "namely", "i.e.", "ie"})) return true;
  }
  return false;
}

bool DeniedBehindComma(const Reading& r, int k) {
  const Entry* result = r.Find(r.IsMark(k + 1, '-') ? k + 2 : k + 1, TermKind::kAlteration);
  return r.IsMark(k - 1, ',') && result != nullptr && (result->id == "negative" || result->id == "wild_type");
}

}  // namespace trialmatch::rules
