#include "rules/parse/markers/marker_mention.h"

#include <algorithm>

#include "base/ascii.h"

#include "rules/parse/markers/marker_role.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kMarkers = KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kAlteration});

bool IsMarker(const Reading& r, int i) { return r.IsTermOf(i, kMarkers) || r.IsAny(i, {Cue::kDriverAlteration, Cue::kActionable}); }
bool IsPassed(const Reading& r, int i) { return r.Is(i, Cue::kFiller) || r.Find(i, TermKind::kPlain) != nullptr; }
bool HasCode(const Reading& r, int i) {
  return r.IsKind(i, Item::Kind::kWord) && (r.at(i).may_be_code || r.Word(i).find_first_of("0123456789") != std::string_view::npos);
}

int OwnBeginOf(const Reading& r, Clause c) {
  int begin = c.begin;
  while (begin < c.end && (r.at(begin).lead || r.IsKind(begin, Item::Kind::kMark))) ++begin;
  return begin;
}

// "EGFR mutations include ...": the sentence says what its subject is.
bool IsDefinition(const Reading& r, Clause c) {
  bool marker = false;
  for (int i = OwnBeginOf(r, c); i < c.end && i < c.begin + 12; ++i) {
    if (marker && r.WordIsAny(i, {"include", "includes", "may include"})) return true;
    marker = marker || IsMarker(r, i);
    if (!IsMarker(r, i) && !IsPassed(r, i)) return false;
  }
  return false;
}

// "The number of patients with MET overexpression is limited", "... alteration list for this study".
bool CountsOrLists(const Reading& r, Clause c, int last) {
  const int own = OwnBeginOf(r, c);
  for (int i = own; i < own + 2; ++i) {
    if (r.WordStarts(i, {"number", "the number", "proportion", "percentage", "purpose", "the purpose"})) return true;
  }
  return r.WordIsAny(last + 1, {"list", "lists"});
}

bool IsAssay(const Reading& r, int i) {
  return r.Is(i, Cue::kStatus) || r.WordStarts(i, {"pcr", "(pcr", "sequencing", "immunohistochem", "report", "assay", "polymerase"});
}

// "Immunohistochemistry (e.g. VE1 antibody for BRAF V600E)", "reports may be of PCR (e.g. BRAF V600E)".
bool IsExampleOfTest(const Reading& r, Clause c, int first) {
  const Clause bracket = BracketAround(r, c, first);
  if (bracket.begin <= c.begin || !r.Is(bracket.begin + 1, Cue::kIncluding)) return false;
  int before = bracket.begin - 1;
  while (r.IsAnyMark(before, "()") || (HasCode(r, before) && r.IsMark(before + 1, ')'))) --before;
  return IsAssay(r, before);
}

// "VENTANA PD-L1 (SP263) assay": the name of a kit. "Guidelines for scoring HER2".
bool NamesKit(const Reading& r, int first) {
  if (r.WordIsAny(first - 1, {"ventana", "agilent", "dako", "abbott", "vysis", "roche", "scoring", "idylla"})) return true;
  return r.Is(first - 1, Cue::kFor) && r.WordStarts(first - 2, {"guideline"});
}

// "PD-L1 status (TC < 1 % vs >= 1 % vs unknown)": whatever it is.
bool ContrastsResults(const Reading& r, Clause c, int first, int last) {
  const Clause bracket = BracketAround(r, c, last + 1);
  const int open = bracket.begin >= 0 ? bracket.begin : last + 1;
  if (!r.IsMark(open, '(') || open > last + 3 || open < first) return false;
  for (int i = open; i < std::min(c.end, open + 16) && !r.IsMark(i, ')'); ++i) {
    if (r.WordIsAny(i, {"vs", "versus"})) return true;
  }
  return false;
}

bool ContrastsScore(const Reading& r, Clause c, int first) {
  const Clause bracket = BracketAround(r, c, first);
  for (int i = first; i < std::min(c.end, first + 14); ++i) {
    if (r.WordIsAny(i, {"vs", "versus"})) return bracket.begin < 0 || i < bracket.end;
  }
  return false;
}

// "Any PD-L1 expression (0 to 100 %)".
bool AnyScore(const Reading& r, int first, const std::vector<GeneReading>& genes) {
  return genes.size() == 1 && genes[0].score && genes[0].score->bounds.low.value_or(1) <= 0 && r.WordIsAny(first - 1, {"any"});
}

bool IsPathway(const Reading& r, Clause c, int last) {
  for (int i = last + 1; i < std::min(c.end, last + 6); ++i) {
    if (r.WordStarts(i, {"pathway", "signaling", "signalling"})) return true;
    if (r.WordIs(i, "driven")) continue;
    if (!r.IsAnyMark(i, "/-") && !HasCode(r, i) && r.Find(i, TermKind::kGene) == nullptr) return false;
  }
  return false;
}

// "Driver mutation-based first-line therapy", "CDK2 dependency", "hormone receptor activation".
bool NamesTherapyOrNeed(const Reading& r, Clause c, int first, int last, const std::vector<GeneReading>& genes) {
  int behind = last + 1;
  while (behind < c.end && r.IsMark(behind, '-')) ++behind;
  if (r.WordStarts(behind, {"dependen"}) || IsPathway(r, c, last)) return true;
  if (behind > last + 1 && r.WordIsAny(behind, {"based", "directed", "guided", "matched"})) {
    for (int i = behind + 1; i < std::min(c.end, behind + 4); ++i) {
      if (r.IsTermOf(i, kTherapies) || r.Is(i, Cue::kInhibitor) || r.WordStarts(i, {"therap", "treatment", "first-line", "regimen"}) || r.Is(i, Cue::kFirstLine)) return true;
    }
  }
  if (r.WordIsAny(first - 1, {"on", "upon"}) && r.WordStarts(first - 2, {"dependen"})) return true;
  int article = first - 1;
  while (r.WordIsAny(article, {"a", "an", "the"})) --article;
  if (article < first - 1 && last + 1 >= c.end && r.WordIsAny(article, {"treatment with", "treated with", "therapy with"})) return true;
  const bool receptor = !genes.empty() && genes.back().gene == "ESTROGEN_RECEPTOR";
  return receptor && (r.WordIs(last, "activation") || r.WordIs(last + 1, "activation"));
}

// "Anti-programmed cell death protein 1 (PD-1)/PD-L1", "a PD-(L)1 inhibitor", "KRAS G12D or a KRAS G12C
// targeting therapy", "another BRAF gene and/or MEK protein inhibitor", "CDK4 and CDK6 inhibitors".
bool OfTherapyInList(const Reading& r, Clause c, int first, int last, bool state) {
  if (r.IsMark(last + 1, '/') && r.WordIsAny(last + 2, {"6", "6i"})) return true;   // CDK4/6
  bool anti = false;
  for (int i = first - 1; i >= c.begin && i >= first - 10; --i) {
    if (r.WordIs(i, "anti") || r.WordStarts(i, {"anti-", "antipd"})) anti = true;
    const bool name = HasCode(r, i) || r.IsKind(i, Item::Kind::kMark) || r.IsNumber(i) || r.IsTermOf(i, kTherapies) || r.IsTermOf(i, KindBit(TermKind::kGene)) ||
                      r.WordStarts(i, {"programmed", "cell", "death", "protein", "ligand", "receptor"}) || r.IsAny(i, {Cue::kOr, Cue::kAnd});
    if (anti || !name || r.IsAnyMark(i, ",;:")) break;
  }
  if (anti) return true;
  for (int i = last + 1; i < std::min(c.end, last + 16); ++i) {
    if (r.Is(i, Cue::kInhibitor) || r.WordStarts(i, {"inhibitor"})) {
      const bool bare = r.WordIsAny(i, {"targeted", "therapy", "agent", "antibody"});
      return !bare || r.WordStarts(i, {"targeting"});
    }
    if (r.WordStarts(i, {"targeting"}) || r.WordIsAny(i, {"6i"})) return true;
    const Entry* drug_class = r.Find(i, TermKind::kDrugClass);
    if (drug_class != nullptr && r.WordContains(i, {"inhibitor", "targeting"})) return !state || r.Find(last, TermKind::kAlteration) == nullptr;
    const bool name = HasCode(r, i) || r.IsNumber(i) || r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kMutation})) || r.IsAnyMark(i, "/()[]-+") ||
                      r.IsAny(i, {Cue::kAnd, Cue::kOr}) || r.WordIsAny(i, {"a", "an", "the"}) ||
                      r.WordStarts(i, {"gene", "protein", "kinase", "mitogen", "activated", "cyclin", "dependent", "ligand", "receptor", "l"});
    if (!name) return false;
  }
  return false;
}

// "ER < 1 %", "HER2 0-1+", "HER2/CEP17 ratio < 2": what is told is a number that decides.
bool NumberDecides(const Reading& r, int last, const std::vector<GeneReading>& genes) {
  if (genes.empty() || genes.back().score || genes.back().gene == "PDL1" || genes.back().gene == "TMB") return false;
  int i = last + 1;
  if (r.WordStarts(i, {"cep17", "cen7", "cep7"}) || (r.IsMark(i, '/') && r.WordStarts(i + 1, {"cep17", "cen7", "cep7"}))) return true;
  while (r.IsAnyMark(i, ")]") || r.Is(i, Cue::kFiller) || r.Is(i, Cue::kStatus)) ++i;
  const bool grades = r.IsNumber(i) && r.at(i).number == 0;
  const bool low = r.IsAny(i, {Cue::kLessThan, Cue::kAtMost}) || (r.IsComparison(i) && (r.at(i).comparison == Comparison::kLess || r.at(i).comparison == Comparison::kLessEqual));
  const bool receptor = genes.back().gene == "ESTROGEN_RECEPTOR" || genes.back().gene == "PROGESTERONE_RECEPTOR" || genes.back().gene == "HER2";
  return receptor && (low || grades);
}

// "Neuroblastoma; other tumours must have confirmation of B7-H3": asked of the others only.
bool AskedOfOtherTumours(const Reading& r, Clause c, int first) {
  const int must = FindCue(r, c.begin, first, {Cue::kMust});
  bool tumour = false;
  for (int i = must - 1; i > c.begin && i >= must - 5; --i) {
    tumour = tumour || r.Is(i, Cue::kDiseaseWord) || r.WordStarts(i, {"tumor", "cancer", "histolog", "malignanc"});
    if (tumour && r.WordIs(i, "other")) return true;
  }
  return false;
}

// "Less than 1 % estrogen receptor": the number stands before its receptor.
bool NumberBefore(const Reading& r, Clause c, int first, const std::vector<GeneReading>& genes) {
  if (genes.empty() || genes.front().score || genes.front().positive) return false;
  const std::string& gene = genes.front().gene;
  if (gene != "ESTROGEN_RECEPTOR" && gene != "PROGESTERONE_RECEPTOR" && gene != "HER2") return false;
  for (int i = first - 1; i >= c.begin && i >= first - 6; --i) {
    if (r.IsNumber(i)) return r.IsMark(i + 1, '%') || r.Find(i + 1, TermKind::kUnit) != nullptr;
    if (!r.IsKind(i, Item::Kind::kMark) && r.Find(i, TermKind::kUnit) == nullptr && !r.Is(i, Cue::kFiller)) return false;
  }
  return false;
}

// "Explore ALK study", "the ALK cohort of a registry".
bool NamesStudy(const Reading& r, int last) {
  int i = last + 1;
  while (HasCode(r, i) || r.IsNumber(i) || r.IsMark(i, '-')) ++i;
  return r.WordIsAny(i, {"study", "cohort", "registry", "trial"});
}

// "T cells with >= 20 % expression of mesothelin": a product, and no tumour.
bool OfProduct(const Reading& r, Clause c, int first) {
  for (int i = c.begin; i < first; ++i) {
    if (r.WordContains(i, {"transduced", "engineered", "car-t", "cell product"})) return true;
  }
  return false;
}

// "Not receiving alectinib for the treatment of ALK-positive NSCLC": the therapy is denied.
bool DenialIsOfTherapy(const Reading& r, Clause c, int first) {
  int for_what = -1;
  for (int i = first - 1; i >= c.begin; --i) {
    if (r.IsAnyMark(i, ",;:")) return false;
    if (r.Is(i, Cue::kFor)) for_what = i;
    if (r.IsTermOf(i, kTherapies)) return for_what > i && DeniedBefore(r, c, i);
    if (for_what < 0 && IsMarker(r, i)) return false;
  }
  return false;
}

// "EGFR exon 20 point mutations", "exon 20 insertion p.H773_V774insH": a place or a variant that is not
// in the tables. To forbid more than is meant would be wrong.
bool NarrowedBehind(const Reading& r, int last) {
  int i = last + 1;
  if (r.WordStarts(i, {"exon", "codon"})) ++i;
  const bool located = r.IsNumber(i) && (i > last + 1 || r.WordStarts(last, {"exon", "codon"}));
  if (located && !r.IsMark(i + 1, '%')) {
    for (int k = i + 1; k < i + 4; ++k) {
      if (r.Find(k, TermKind::kAlteration) != nullptr) return true;
    }
  }
  return r.WordStarts(last + 1, {"p."}) || (r.WordIs(last + 1, "p") && r.IsMark(last + 2, '.'));
}

// "PD-L1 expression assessed as high".
bool GradedBehind(const Reading& r, Clause c, int last) {
  for (int i = last + 1; i < std::min(c.end, last + 6); ++i) {
    if (r.WordIsAny(i, {"high", "low"})) return true;
  }
  return false;
}

// "EGFR-mutant NSCLC that has transformed to SCLC".
bool TransformsBehind(const Reading& r, Clause c, int last) {
  bool who = false;
  for (int i = last + 1; i < std::min(c.end, last + 9); ++i) {
    who = who || r.Is(i, Cue::kWho);
    if (who && r.WordStarts(i, {"transform"})) return true;
  }
  return false;
}

// "As indicated by abnormalities in ALK", "capacity to up-regulate PD-L1", "other (than EGFR) mutations",
// "if the subject has a UGT1A1 polymorphism" behind a bound, "recommended for EGFR and ALK assays".
bool OnlyInPassing(const Reading& r, Clause c, int first, int last, const std::vector<GeneReading>& genes) {
  for (int i = first - 1; i >= c.begin && i >= first - 4; --i) {
    if (r.WordContains(i, {"indicated by", "regulate", "recommended", "benefit from", "interfer"})) return true;
    if (r.WordIs(i, "from") && r.WordStarts(i - 1, {"benefit"})) return true;
  }
  if (r.WordIs(first - 1, "than") && r.IsMark(first - 2, '(')) return true;
  if (genes.size() == 1 && (genes[0].gene == "UGT1A1" || genes[0].gene == "DPD")) {
    bool lab = false;
    for (int i = c.begin; i < first; ++i) lab = lab || r.Find(i, TermKind::kLab) != nullptr;
    if (lab && HasCue(r, c.begin, first, {Cue::kIf})) return true;
  }
  for (int i = c.begin; i < first; ++i) {
    if (!r.WordContains(i, {"recommended"})) continue;
    for (int k = last + 1; k < std::min(c.end, last + 4); ++k) {
      if (r.WordStarts(k, {"assay", "test"})) return true;
    }
  }
  return false;
}

// "An EGFR mutation (Del19 or L858R); no other EGFR mutation is allowed": what is denied is not what was asked for.
bool OthersOfGene(const Reading& r, int first, int before, const std::vector<GeneReading>& genes) {
  if (genes.size() != 1 || !genes[0].details.empty() || !(r.WordIsAny(first - 1, {"no other", "other", "any other", "additional", "no additional"}))) return false;
  for (int i = 0; i < before; ++i) {
    const Entry* gene = r.Find(i, TermKind::kGene);
    const Entry* mutation = r.Find(i, TermKind::kMutation);
    if ((gene != nullptr && gene->id == genes[0].gene) || (mutation != nullptr && mutation->Get("gene") == genes[0].gene)) return true;
  }
  return false;
}

}  // namespace

NamedAs NamedAsWhat(const Reading& r, Clause c, Mood mood, int first, int last, const std::vector<GeneReading>& genes) {
  const bool score = std::any_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.score.has_value(); });
  const bool state = score || std::any_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.positive.has_value() || !g.alteration.empty() || !g.details.empty(); });
  const bool details = std::any_of(genes.begin(), genes.end(), [](const GeneReading& g) { return !g.details.empty(); });
  if (mood == Mood::kRequires && IsDefinition(r, c)) return NamedAs::kRemark;
  if (CountsOrLists(r, c, last) || IsExampleOfTest(r, c, first) || NamesKit(r, first) || AnyScore(r, first, genes)) return NamedAs::kRemark;
  if (mood == Mood::kRequires && !score && ContrastsResults(r, c, first, last)) return NamedAs::kRemark;
  if (mood == Mood::kRequires && score && ContrastsScore(r, c, first)) return NamedAs::kRemark;
  // "Targeted therapy for driver gene alterations".
  if (r.Is(first, Cue::kDriverAlteration) && genes.empty() && r.Is(first - 1, Cue::kFor) && (r.IsTermOf(first - 2, kTherapies) || r.Is(first - 2, Cue::kInhibitor))) return NamedAs::kRemark;
  if (NamesTherapyOrNeed(r, c, first, last, genes) || OfProduct(r, c, first)) return NamedAs::kTarget;
  if ((!state || (details && genes.size() == 1)) && OfTherapyInList(r, c, first, last, state)) return NamedAs::kTarget;
  // "Both prior MET or VEGF and prior PD-1".
  if (!state && !genes.empty() && r.Is(first - 1, Cue::kPrior) && r.WordIsAny(first - 1, {"prior", "previous"})) return NamedAs::kTarget;
  if (!state && !genes.empty() && (genes[0].gene == "UGT1A1" || genes[0].gene == "DPD")) return NamedAs::kUnclear;
  if (mood == Mood::kRequires && AskedOfOtherTumours(r, c, first)) return NamedAs::kUnclear;
  const bool denied = mood == Mood::kProhibits || (mood == Mood::kRequires && DeniedBefore(r, c, first));
  if (denied && OthersOfGene(r, first, mood == Mood::kProhibits ? c.begin : first - 1, genes)) return NamedAs::kUnclear;
  if (!state && NamesStudy(r, last)) return NamedAs::kRemark;
  if (NumberDecides(r, last, genes) || NumberBefore(r, c, first, genes)) return NamedAs::kUnclear;
  // "Expression of mismatch repair proteins" is what a test looks at.
  if (!genes.empty() && std::all_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.gene == "MMR" && g.alteration == "overexpression"; })) return NamedAs::kRemark;
  if (OnlyInPassing(r, c, first, last, genes)) return NamedAs::kUnclear;
  // "Patients with BRCA that are triple-negative": breast cancer.
  if (!state && genes.size() == 1 && genes[0].gene == "BRCA" && r.WordIs(first, "brca") && r.Is(last + 1, Cue::kWho)) return NamedAs::kUnclear;
  if (mood != Mood::kProhibits) return NamedAs::kNone;
  if (DenialIsOfTherapy(r, c, first) || NarrowedBehind(r, last) || TransformsBehind(r, c, last)) return NamedAs::kUnclear;
  const bool expression = genes.size() == 1 && genes[0].gene == "PDL1" && !genes[0].score;
  return expression && GradedBehind(r, c, last) ? NamedAs::kUnclear : NamedAs::kNone;
}

bool NamesNoGene(const Reading& r, int k) {
  const int before = r.IsMark(k - 1, '(') ? k - 2 : k - 1;
  if (r.WordIs(k, "er")) return r.WordStarts(k + 1, {"visit", "admission", "department", "tablet", "capsule", "formulation", "modulat"}) || r.WordContains(before, {"emergency", "room", "extended", "release"});
  if (r.WordStarts(k, {"nf1", "nf2", "nf-1", "nf-2"})) return r.WordContains(before, {"neurofibromatosis"});
  // "A BCL-2i combination": an inhibitor.
  if (r.WordStarts(k, {"bcl"}) && r.WordIs(k + 1, "i") && !r.at(k + 1).space_before) return true;
  if (r.WordIs(r.IsMark(k + 1, '-') ? k + 2 : k + 1, "independent")) return true;   // "ALK-independent resistance"
  // What a tracer binds to.
  if (r.WordStarts(k, {"psma"})) return r.WordContains(k + 1, {"pet"}) || r.WordContains(k + 2, {"pet"}) || (r.IsMark(k - 1, '-') && r.WordContains(k - 2, {"ga", "lu", "f"}));
  return false;
}

const Entry* GeneAt(const Reading& r, int k, const std::vector<GeneReading>& before) {
  const Entry* gene = r.Find(k, TermKind::kGene);
  if (gene != nullptr && NamesNoGene(r, k)) return nullptr;
  // "HR-/HER2+": beside another receptor it is no heart rate.
  if (gene == nullptr && r.WordIs(k, "hr") && r.IsAnyMark(k + 1, "+-")) {
    for (int i = k + 2; i < k + 5; ++i) {
      const Entry* other = r.Find(i, TermKind::kGene);
      if (other != nullptr && other->id == "HER2") return r.lexicon().Find(TermKind::kGene, "ESTROGEN_RECEPTOR");
    }
  }
  if (gene != nullptr || before.empty() || before.back().gene != "ESTROGEN_RECEPTOR" || !r.WordIsAny(k, {"pr", "pgr"})) return gene;
  return r.lexicon().Find(TermKind::kGene, "PROGESTERONE_RECEPTOR");
}

bool SharesHead(const Reading& r, int hyphen) {
  for (int k = hyphen + 1; k < hyphen + 14 && r.Has(k); ++k) {
    const bool gene = r.Find(k, TermKind::kGene) != nullptr;
    const bool glued = gene && r.IsMark(k + 1, '-') && r.Has(k + 2) && !r.at(k + 2).space_before && !r.IsKind(k + 2, Item::Kind::kMark);
    if (glued) return r.IsTermOf(k + 2, KindBits({TermKind::kAlteration, TermKind::kMutation}));
    if (!gene && !r.IsAnyMark(k, ",/-") && !r.IsAny(k, {Cue::kOr, Cue::kAnd})) return false;
  }
  return false;
}

bool SignBeforeReceptor(const Reading& r, const Entry& gene, int sign) {
  // "HER2-BC", "HER2-advanced breast cancer": the minus of a receptor.
  const bool minus = r.IsMark(sign, '-') && (gene.id == "HER2" || gene.id == "ESTROGEN_RECEPTOR");
  if (minus && (r.WordIsAny(sign + 1, {"bc", "mbc"}) || r.IsTermOf(sign + 1, KindBits({TermKind::kSetting, TermKind::kDisease})))) return true;
  const bool receptor = gene.id == "ESTROGEN_RECEPTOR" || gene.id == "PROGESTERONE_RECEPTOR";
  if (!receptor || !r.IsAnyMark(sign, "+-")) return false;
  const Entry* next = r.Find(sign + 1, TermKind::kGene);
  return r.WordIsAny(sign + 1, {"pr", "pgr"}) || (next != nullptr && (next->id == "PROGESTERONE_RECEPTOR" || next->id == "HER2"));
}

int RepairDeniedToo(const Reading& r, int k) {
  if (!r.WordStarts(k, {"non"}) || !r.Is(k + 1, Cue::kOr)) return -1;
  for (int i = k + 2; i < k + 6; ++i) {
    const Entry* gene = r.Find(i, TermKind::kGene);
    const Entry* result = r.Find(i, TermKind::kMutation);
    if ((gene != nullptr && gene->id == "MMR") || (result != nullptr && result->id == "MMR:deficient")) return i;
    if (!r.IsMark(i, '-') && r.Find(i, TermKind::kAlteration) == nullptr) return -1;
  }
  return -1;
}

bool AfterOpposite(const Reading& r, int k, std::string_view result) {
  int i = k - 1;
  while (r.IsMark(i, '-')) --i;
  if (!r.Is(i, Cue::kOr) || r.WordIs(i, "either")) return false;
  const Entry* other = r.Find(i - 1, TermKind::kAlteration);
  return other != nullptr && ((result == "positive" && other->id == "negative") || (result == "negative" && other->id == "positive"));
}

bool TellsOpposite(const Reading& r, int k, const GeneReading& before) {
  if (!before.positive) return false;
  if (base::EndsWithIgnoreCase(r.Word(k), "positive")) return !*before.positive;
  const int behind = r.IsMark(k + 1, '-') ? k + 2 : k + 1;
  const Entry* result = r.Find(behind, TermKind::kAlteration);
  return result != nullptr && ((result->id == "positive" && !*before.positive) || (result->id == "negative" && *before.positive));
}

bool TellsDegree(const Reading& r, int k) {
  if (r.WordIsAny(k, {"high", "strong"}) && !r.IsKind(k - 1, Item::Kind::kMark)) return true;
  return r.WordIs(k, "low") || (r.IsAnyMark(k, "\"'") && (r.WordIs(k + 1, "low") || r.WordIs(k - 1, "low")));
}

bool TellsHigh(const Reading& r, int first, int last, const std::vector<GeneReading>& genes) {
  if (genes.size() != 1 || genes.front().gene != "PDL1") return false;
  for (int k = first - 1; k <= last + 1; ++k) {
    if (r.WordIsAny(k, {"high", "highly"}) || r.WordStarts(k, {"strong"})) return true;
  }
  return false;
}

bool AsWellAsResistance(const Reading& r, int k, const Entry& mutation) {
  if (mutation.Get("class") != "resistance") return false;
  int i = k - 1;
  while (r.Is(i, Cue::kFiller)) --i;
  return r.WordIsAny(i, {"as well as", "together with", "along with", "in addition to"});
}

}  // namespace trialmatch::rules
