#include "matcher/evaluate/alterations.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "matcher/evaluate/memo.h"

namespace trialmatch::matcher {

using rules::Lexicon;
using rules::TermKind;

namespace {

std::string Normal(std::string_view text) {
  std::string out;
  for (char c : text) {
    const char low =
        c == '-' || c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (low == ' ' && (out.empty() || out.back() == ' ')) continue;
    out += low;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  if (out.compare(0, 2, "p.") == 0) out.erase(0, 2);
  return out;
}

// "EGFR:L858R" -> "L858R".
std::string_view WithoutGene(std::string_view id) {
  const size_t colon = id.find(':');
  return colon == std::string_view::npos ? id : id.substr(colon + 1);
}

// The row of mutation.tsv that a written mutation of the gene is; nullptr: none.
const rules::Entry* FindMutation(std::string_view written, std::string_view gene,
                                 const Lexicon& lexicon) {
  const std::string normal = Normal(WithoutGene(written));
  for (const rules::Entry& entry : lexicon.table(TermKind::kMutation)) {
    if (!gene.empty() && entry.Get("gene") != gene) continue;
    if (Normal(WithoutGene(entry.id)) == normal) return &entry;
    for (const std::string& name : entry.names) {
      if (Normal(name) == normal) return &entry;
    }
  }
  return nullptr;
}

// Of these genes "positive" without more means a fusion; of all others a mutation.
bool IsFusionGene(std::string_view gene) {
  return gene == "ALK" || gene == "ROS1" || gene == "RET" || gene == "NRG1" ||
         gene.substr(0, 4) == "NTRK";
}

std::string_view UsualAlteration(std::string_view gene) {
  return IsFusionGene(gene) ? "fusion" : "mutation";
}

bool IsGenomic(std::string_view alteration) {
  return alteration == "fusion" || alteration == "mutation" || alteration == "amplification" ||
         alteration == "resistance_mutation" || alteration == "loss" || alteration == "any" ||
         alteration.empty() || alteration == "positive";
}

// The resistance of what was found: by the rows of its mutations.
Evidence Resistance(const Biomarker& biomarker, std::string_view gene, const Lexicon& lexicon) {
  if (biomarker.alteration == "resistance_mutation") return Evidence::kHas;
  if (biomarker.alteration != "mutation") return Evidence::kNothing;
  bool known = !biomarker.detail.empty();
  for (const std::string& detail : SplitDetail(biomarker.detail)) {
    const rules::Entry* mutation = FindMutation(detail, gene, lexicon);
    if (mutation != nullptr && mutation->Get("class") == "resistance") return Evidence::kHas;
    known = known && mutation != nullptr;
  }
  return known ? Evidence::kNothing : Evidence::kOpen;
}

Evidence MatchDetails(const Biomarker& biomarker, const WantedAlteration& wanted,
                      const Lexicon& lexicon) {
  if (wanted.details.empty()) return Evidence::kHas;
  const std::vector<std::string> written = SplitDetail(biomarker.detail);
  if (written.empty()) return Evidence::kOpen;
  bool resistance = false;
  for (const std::string& asked : wanted.details) {
    for (const std::string& one : written) {
      if (DetailMatches(one, asked, wanted.gene, lexicon)) return Evidence::kHas;
    }
    const rules::Entry* row = FindMutation(asked, wanted.gene, lexicon);
    resistance = resistance || (row != nullptr && row->Get("class") == "resistance");
  }
  // A tumour with L858R has no other sensitizing mutation, but it may have a resistance mutation
  // too.
  return resistance ? Evidence::kNothing : Evidence::kDenies;
}

Evidence Positive(const Biomarker& biomarker, const WantedAlteration& wanted, std::string_view gene,
                  const Lexicon& lexicon) {
  if (wanted.resistance) return Resistance(biomarker, gene, lexicon);
  std::string_view found = biomarker.alteration;
  const bool found_unnamed = found.empty() || found == "any";
  if (found == "resistance_mutation") found = "mutation";
  if (found_unnamed) found = UsualAlteration(gene);
  const bool any =
      wanted.alteration.empty() || wanted.alteration == "any" || wanted.alteration == "positive";
  if (any ? IsGenomic(found) : found == wanted.alteration) {
    // An ALK fusion is no answer to "ALK with a mutation named so".
    if (any && !wanted.details.empty() && found != "mutation" && biomarker.detail.empty())
      return Evidence::kNothing;
    return MatchDetails(biomarker, wanted, lexicon);
  }
  return found_unnamed && IsGenomic(wanted.alteration) ? Evidence::kOpen : Evidence::kNothing;
}

Evidence Negative(const Biomarker& biomarker, const WantedAlteration& wanted,
                  const Lexicon& lexicon) {
  const std::string& denied = biomarker.alteration;
  if (denied == "any" || denied.empty())
    return IsGenomic(wanted.alteration) ? Evidence::kDenies : Evidence::kNothing;
  if (denied == "resistance_mutation") {
    if (wanted.resistance) return Evidence::kDenies;
    if (wanted.details.empty()) return Evidence::kNothing;
    for (const std::string& asked : wanted.details) {
      const rules::Entry* row = FindMutation(asked, wanted.gene, lexicon);
      if (row == nullptr || row->Get("class") != "resistance") return Evidence::kNothing;
    }
    return Evidence::kDenies;
  }
  if (wanted.resistance) return denied == "mutation" ? Evidence::kDenies : Evidence::kNothing;
  return denied == wanted.alteration ? Evidence::kDenies : Evidence::kNothing;
}

}  // namespace

std::vector<std::string> SplitDetail(std::string_view detail) {
  std::vector<std::string> parts(1);
  std::string text(detail);
  for (size_t i = 0; i < text.size(); ++i) {
    const bool word_and = text.compare(i, 5, " and ") == 0;
    if (word_and || text[i] == '/' || text[i] == ',' || text[i] == ';' || text[i] == '+' ||
        text[i] == '&') {
      parts.emplace_back();
      if (word_and) i += 4;
      continue;
    }
    parts.back() += text[i];
  }
  for (std::string& part : parts) part = Normal(part);
  parts.erase(std::remove(parts.begin(), parts.end(), std::string()), parts.end());
  return parts;
}

bool DetailMatches(std::string_view written, std::string_view asked, std::string_view gene,
                   const Lexicon& lexicon) {
  const std::string have = Normal(WithoutGene(written)), want = Normal(WithoutGene(asked));
  if (want.empty()) return true;
  if (want.back() == '*') return have.compare(0, want.size() - 1, want, 0, want.size() - 1) == 0;
  if (have == want) return true;
  // "I1171" is any change of that residue.
  const auto is = [](char c, int (*what)(int)) { return what(static_cast<unsigned char>(c)) != 0; };
  if (have.size() > want.size() && have.compare(0, want.size(), want) == 0 &&
      is(want.back(), std::isdigit) && is(have[want.size()], std::isalpha)) {
    return true;
  }
  const rules::Entry* a = FindMutation(have, gene, lexicon);
  const rules::Entry* b = FindMutation(want, gene, lexicon);
  if (a != nullptr && a == b) return true;
  // "exon 19 deletion E746_A750" and "EML4 ALK v1" name the thing and go on.
  return have.size() > want.size() && have.compare(0, want.size(), want) == 0 &&
         have[want.size()] == ' ';
}

bool IsDriver(const Lexicon& lexicon, std::string_view gene) {
  const rules::Entry* entry = lexicon.Find(TermKind::kGene, gene);
  return entry != nullptr && entry->Get("driver") == "yes";
}

// RAS, of which KRAS is a driver.
bool HoldsDriver(const Lexicon& lexicon, std::string_view gene) {
  const std::vector<rules::Entry>& genes = lexicon.table(TermKind::kGene);
  return std::any_of(genes.begin(), genes.end(), [&](const rules::Entry& each) {
    return each.Get("driver") == "yes" && lexicon.IsA(TermKind::kGene, each.id, gene);
  });
}

bool ClosedByComplete(const WantedAlteration& wanted, const Lexicon& lexicon) {
  if (wanted.alteration == "overexpression" || wanted.alteration == "loss") return false;
  return IsDriver(lexicon, wanted.gene) || HoldsDriver(lexicon, wanted.gene);
}

Evidence EvidenceOf(const Biomarker& biomarker, const WantedAlteration& wanted,
                    const Lexicon& lexicon) {
  if (biomarker.gene_id.empty() || !biomarker.marker.empty()) return Evidence::kNothing;
  const bool narrower = lexicon.IsA(TermKind::kGene, biomarker.gene_id, wanted.gene);
  const bool wider = lexicon.IsA(TermKind::kGene, wanted.gene, biomarker.gene_id);
  if (!narrower && !wider) return Evidence::kNothing;
  const std::string& result = biomarker.result;
  if (result == "negative")
    return wider ? Negative(biomarker, wanted, lexicon) : Evidence::kNothing;
  const bool about_this = biomarker.alteration.empty() || biomarker.alteration == "any" ||
                          wanted.alteration.empty() || wanted.alteration == "any" ||
                          biomarker.alteration == wanted.alteration;
  if (result == "not_tested")
    return wider && about_this ? Evidence::kNotTested : Evidence::kNothing;
  Evidence evidence = Positive(biomarker, wanted, biomarker.gene_id, lexicon);
  if (evidence == Evidence::kHas && (result != "positive" || !narrower)) evidence = Evidence::kOpen;
  if (evidence == Evidence::kDenies && result != "positive") evidence = Evidence::kNothing;
  return evidence;
}

int32_t KindRelations::TypeOf(const Biomarker& biomarker) {
  std::string key = biomarker.gene_id + '\n' + biomarker.result + '\n' + biomarker.alteration +
                    '\n' + biomarker.detail;
  if (!biomarker.marker.empty())
    key = "marker\n" + biomarker.marker + '\n' + biomarker.result +
          (!biomarker.value        ? ' '
           : *biomarker.value >= 1 ? '+'
                                   : '-');
  const auto [at, fresh] =
      biomarker_types_.try_emplace(std::move(key), static_cast<int32_t>(evidence_.size()));
  if (fresh) {
    evidence_.emplace_back();
    line_tells_.emplace_back();
  }
  return at->second;
}

uint32_t KindRelations::NumberOf(const WantedAlteration& wanted) {
  std::string key(wanted.gene);
  key += '\n';
  key += wanted.alteration;
  key += wanted.resistance ? '+' : '-';
  for (const std::string& detail : wanted.details) key += '\n' + detail;
  return wanted_numbers_.try_emplace(std::move(key), static_cast<uint32_t>(wanted_numbers_.size()))
      .first->second;
}

Evidence KindRelations::EvidenceOf(int32_t type, const Biomarker& biomarker, uint32_t number,
                                   const WantedAlteration& wanted) {
  std::vector<std::optional<Evidence>>& row = evidence_[static_cast<size_t>(type)];
  if (row.size() <= number) row.resize(wanted_numbers_.size());
  if (!row[number]) row[number] = matcher::EvidenceOf(biomarker, wanted, lexicon_);
  return *row[number];
}

const std::vector<int32_t>& KeptBiomarkerTypes(const EvaluationContext& context) {
  std::vector<int32_t>& types = context.memo->biomarker_types;
  if (types.empty()) {
    for (const Biomarker& biomarker : context.patient.biomarkers)
      types.push_back(context.memo->relations.TypeOf(biomarker));
  }
  return types;
}

std::vector<Evidence> EvidenceOfAll(const WantedAlteration& wanted,
                                    const EvaluationContext& context) {
  const std::vector<Biomarker>& biomarkers = context.patient.biomarkers;
  std::vector<Evidence> all;
  all.reserve(biomarkers.size());
  if (context.memo == nullptr) {
    for (const Biomarker& biomarker : biomarkers)
      all.push_back(EvidenceOf(biomarker, wanted, context.lexicon));
    return all;
  }
  KindRelations& relations = context.memo->relations;
  const std::vector<int32_t>& types = KeptBiomarkerTypes(context);
  const uint32_t number = relations.NumberOf(wanted);
  for (size_t i = 0; i < biomarkers.size(); ++i)
    all.push_back(relations.EvidenceOf(types[i], biomarkers[i], number, wanted));
  return all;
}

}  // namespace trialmatch::matcher
