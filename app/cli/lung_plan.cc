#include "app/cli/lung_plan.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace trialmatch::app {
namespace {

// The registry adds synonyms, plurals and spellings of its own to each.
const char* const kDiseases[] = {
    "lung cancer",      "lung neoplasm",   "lung adenocarcinoma",  "non-small cell lung cancer",
    "NSCLC",            "thoracic cancer", "solid tumor",          "solid tumour",
    "advanced cancer",  "advanced tumor",  "metastatic cancer",    "malignant neoplasm",
    "brain metastases", "refractory cancer"};
const char* const kAlkWords[] = {"ALK", "anaplastic lymphoma kinase", "EML4-ALK"};
const char* const kAlkAreas[] = {"EligibilityCriteria", "BriefTitle", "OfficialTitle", "Keyword"};

std::string AnyOf(const std::vector<std::string>& phrases) {
  std::vector<std::string> quoted;
  for (const std::string& phrase : phrases) quoted.push_back(absl::StrCat("\"", phrase, "\""));
  return absl::StrJoin(quoted, " OR ");
}

// Names of ALK inhibitors, sorted: the same tables ask the same question.
std::vector<std::string> AlkDrugs(const rules::Lexicon& lexicon) {
  std::vector<std::string> names;
  for (const rules::Entry& drug : lexicon.table(rules::TermKind::kDrug)) {
    if (!lexicon.DrugIsA(drug.id, "alk_tki")) continue;
    std::string id = drug.id;
    std::replace(id.begin(), id.end(), '_', ' ');
    names.push_back(id);
    // A name within another finds nothing more, and three letters find too much.
    for (const std::string& name : drug.names) {
      if (name.size() > 4 && !absl::StrContains(name, id)) names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

fetch::CrawlPlan LungPlan(const rules::Lexicon& lexicon) {
  const std::string alk = AnyOf({std::begin(kAlkWords), std::end(kAlkWords)});
  std::vector<std::string> terms;
  for (const char* area : kAlkAreas) terms.push_back(absl::StrCat("AREA[", area, "](", alk, ")"));
  terms.push_back(absl::StrCat("AREA[InterventionSearch](", AnyOf(AlkDrugs(lexicon)), ")"));
  return {.parts = {{.condition = AnyOf({std::begin(kDiseases), std::end(kDiseases)}), .term = ""},
                    {.condition = "", .term = absl::StrJoin(terms, " OR ")}},
          .statuses = fetch::OpenStatuses()};
}

}  // namespace trialmatch::app
