// The form that the US National Cancer Institute's registry wrote its eligibility in: parts in capitals, subjects, statements without full stops.
#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "rules/text/heading.h"

namespace trialmatch::rules {
namespace {

// In lower case and sorted, so that a table test of the words can look them up.
constexpr std::array<std::string_view, 10> kMajors = {
    "disease characteristics",  "donor characteristics",         "patient characteristics",
    "prior concurrent therapy", "prior or concurrent therapy",   "prior/concurrent therapy",
    "protocol entry criteria",  "prior therapy characteristics", "subject characteristics",
    "volunteer characteristics"};
constexpr std::array<std::string_view, 42> kSubjects = {"age",
                                                        "sex",
                                                        "gender",
                                                        "menopausal status",
                                                        "menstrual status",
                                                        "performance status",
                                                        "life expectancy",
                                                        "hematopoietic",
                                                        "hematologic",
                                                        "hepatic",
                                                        "renal",
                                                        "cardiovascular",
                                                        "cardiac",
                                                        "pulmonary",
                                                        "neurologic",
                                                        "neurological",
                                                        "neurology",
                                                        "immunologic",
                                                        "gastrointestinal",
                                                        "metabolic",
                                                        "other",
                                                        "biologic therapy",
                                                        "biologic",
                                                        "chemotherapy",
                                                        "endocrine therapy",
                                                        "endocrine",
                                                        "radiotherapy",
                                                        "surgery",
                                                        "hormone receptor status",
                                                        "hematopoietic/hepatic",
                                                        "hepatic/renal",
                                                        "weight",
                                                        "ophthalmologic",
                                                        "opthalmologic",
                                                        "dermatologic",
                                                        "patient age",
                                                        "cardiovascular/pulmonary",
                                                        "psychiatric",
                                                        "infectious",
                                                        "tumor",
                                                        "postinduction therapy",
                                                        "induction therapy"};
constexpr std::array<std::string_view, 123> kStarters = {"Hepatitis",
                                                        "Stage",
                                                        "Minimal",
                                                        "Refractory",
                                                        "Metastatic",
                                                        "Recurrent",
                                                        "Unresectable",
                                                        "Resectable",
                                                        "Pleural",
                                                        "Bone",
                                                        "Inoperable",
                                                        "Extensive",
                                                        "Limited",
                                                        "Relapsed",
                                                        "Locally",
                                                        "Solitary",
                                                        "Total",
                                                        "No",
                                                        "Not",
                                                        "At",
                                                        "Platelet",
                                                        "Platelets",
                                                        "Fertile",
                                                        "Negative",
                                                        "Must",
                                                        "Measurable",
                                                        "Prior",
                                                        "Hemoglobin",
                                                        "HIV",
                                                        "SGOT",
                                                        "SGPT",
                                                        "Concurrent",
                                                        "AST",
                                                        "ALT",
                                                        "Alkaline",
                                                        "Patients",
                                                        "Absolute",
                                                        "Bidimensionally",
                                                        "Unidimensionally",
                                                        "Bilirubin",
                                                        "Effective",
                                                        "Adequate",
                                                        "Recovered",
                                                        "Recovery",
                                                        "Granulocyte",
                                                        "WBC",
                                                        "ANC",
                                                        "Creatinine",
                                                        "DLCO",
                                                        "FEV1",
                                                        "Brain",
                                                        "Previously",
                                                        "Any",
                                                        "Eligible",
                                                        "Ineligible",
                                                        "PT",
                                                        "PTT",
                                                        "INR",
                                                        "LVEF",
                                                        "All",
                                                        "Other",
                                                        "Able",
                                                        "Failed",
                                                        "Evaluable",
                                                        "Calcium",
                                                        "Normal",
                                                        "Greater",
                                                        "More",
                                                        "Less",
                                                        "Documented",
                                                        "Neutrophil",
                                                        "See",
                                                        "May",
                                                        "Stable",
                                                        "Evidence",
                                                        "Hematocrit",
                                                        "Histologically",
                                                        "Ejection",
                                                        "Newly",
                                                        "Lymphocyte",
                                                        "Medically",
                                                        "Prothrombin",
                                                        "Transaminases",
                                                        "Leptomeningeal",
                                                        "Symptomatic",
                                                        "Received",
                                                        "Planned",
                                                        "Progressive",
                                                        "Willing",
                                                        "Capable",
                                                        "Geographically",
                                                        "Females",
                                                        "Women",
                                                        "Men",
                                                        "Only",
                                                        "If",
                                                        "Radiographic",
                                                        "Removal",
                                                        "Radiotherapy",
                                                        "Post",
                                                        "Palliative",
                                                        "Clinically",
                                                        "Clinical",
                                                        "Discrete",
                                                        "Snap",
                                                        "Neurologically",
                                                        "Hematologically",
                                                        "Afebrile",
                                                        "Acceptance",
                                                        "Ability",
                                                        "Participation",
                                                        "Positive",
                                                        "Sputum",
                                                        "Concomitant",
                                                        "Confirmed",
                                                        "Calorie",
                                                        "Fibrinogen",
                                                        "Patient",
                                                        "Tumors",
                                                        "Cryopreserved",
                                                        "Pathologic",
                                                        "Lesions",
                                                        "Chest"};

}  // namespace

uint32_t NciSubject(std::string_view text, bool* major) {
  *major = false;
  const size_t dashes = text.starts_with("--") ? 2 : 0;
  size_t at = dashes;
  if (at >= text.size() || text[at] < 'A' || text[at] > 'Z') return 0;
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\r'; };
  // The name may go on behind an end of line, which is one space of it.
  constexpr size_t kLongest = 40;
  char letters[kLongest];
  size_t length = 0;
  for (; at < text.size() && length < kLongest; ++at) {
    const char c = text[at];
    if (is_space(c)) {
      if (length == 0 || letters[length - 1] != ' ') letters[length++] = ' ';
    } else if (((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '/') {
      letters[length++] = base::ToLower(c);
    } else {
      break;
    }
  }
  uint32_t size = 0;
  if (dashes == 0 && at < text.size() && text[at] == ':') size = static_cast<uint32_t>(at) + 1;
  if (dashes == 2 && text.substr(at).starts_with("--")) size = static_cast<uint32_t>(at) + 2;
  if (size == 0) return 0;
  const std::string_view name(letters, length);
  if (std::find(kMajors.begin(), kMajors.end(), name) != kMajors.end()) {
    *major = true;
    return size;
  }
  return std::find(kSubjects.begin(), kSubjects.end(), name) != kSubjects.end() ? size : 0;
}

bool EndsNciList(std::string_view word) {
  static constexpr std::array<std::string_view, 10> kStrong = {
      "No",        "Not",     "Must",     "Measurable", "Bidimensionally",
      "Evaluable", "Fertile", "Negative", "HIV",        "Effective"};
  return std::find(kStrong.begin(), kStrong.end(), word) != kStrong.end();
}

bool StartsNciStatement(std::string_view word) {
  return std::find(kStarters.begin(), kStarters.end(), word) != kStarters.end();
}

}  // namespace trialmatch::rules
