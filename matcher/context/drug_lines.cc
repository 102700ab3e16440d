#include "matcher/context/drug_lines.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/status.h"
#include "matcher/explain/plain/phrases.h"

namespace trialmatch::matcher {
namespace {

using base::ToAbsl;
using rules::Entry;
using rules::TermKind;

// Says where the names of a drug were found, and nothing of what it is.
constexpr char kWordingOnly[] = "ClinicalTrials.gov wording";

const char* BrainWords(std::string_view cns) {
  if (cns == "good") return " It works well in the brain.";
  if (cns == "some") return " It works in the brain to some degree.";
  if (cns == "poor") return " It works poorly in the brain.";
  return "";
}

// The parts of a drug's sources that are about what is told here.
std::string SourcesOf(const Entry& drug, const Entry* facts) {
  std::vector<std::string> out;
  if (facts != nullptr) out.push_back(facts->source);
  for (const auto part : absl::StrSplit(drug.source, "; ")) {
    const bool other = absl::StartsWith(part, "half-life") || absl::StartsWith(part, "QT") || absl::StrContains(part, "CYP3A") || part == kWordingOnly;
    if (!other) out.emplace_back(part);
  }
  return absl::StrJoin(out, "; ");
}

const Entry* FactsOf(std::string_view drug, const rules::Lexicon& lexicon) {
  for (const Entry& row : lexicon.rows("drug_fact")) {
    if (row.id == drug && MayBeTold(row)) return &row;
  }
  return nullptr;
}

}  // namespace

std::vector<DrugLine> DrugLines(std::span<const std::string> drugs, const PlainWords& words) {
  std::vector<DrugLine> out;
  for (const std::string& id : drugs) {
    const Entry* drug = words.lexicon().Find(TermKind::kDrug, id);
    const Entry* facts = FactsOf(id, words.lexicon());
    if (drug == nullptr || !MayBeTold(*drug)) continue;
    DrugLine line{.name = words.labels().Of("drug", id), .text = {}, .source = SourcesOf(*drug, facts)};
    if (line.source.empty()) continue;
    if (!drug->parents.empty() && words.labels().Has("drug_class", drug->parents.front())) {
      line.text = Sentence(words.labels().Of("drug_class", drug->parents.front()));
    }
    if (facts != nullptr) absl::StrAppend(&line.text, line.text.empty() ? "" : " ", "How it is taken: ", ToAbsl(facts->Get("taken")), ".");
    line.text += BrainWords(drug->Get("cns"));
    if (facts != nullptr && !facts->Get("effects").empty()) {
      absl::StrAppend(&line.text, " Side effects named most: ", ToAbsl(facts->Get("effects")), ".");
    }
    line.name[0] = static_cast<char>(line.name[0] >= 'a' && line.name[0] <= 'z' ? line.name[0] - 'a' + 'A' : line.name[0]);
    const bool told = std::any_of(out.begin(), out.end(), [&](const DrugLine& other) { return other.name == line.name; });
    if (!line.text.empty() && !told) out.push_back(std::move(line));
  }
  return out;
}

}  // namespace trialmatch::matcher
