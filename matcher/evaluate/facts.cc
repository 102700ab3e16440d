#include "matcher/evaluate/facts.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

#include "base/status.h"
#include "matcher/evaluate/leaf_evaluators.h"
#include "matcher/evaluate/memo.h"
#include "matcher/evaluate/setting.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::Lexicon;
using rules::TermKind;

namespace {

constexpr int kFreshDays = 30;

// Rows of disease.tsv that say how far a tumour has spread, not which it is.
constexpr std::pair<std::string_view, std::string_view> kSpreadDiseases[] = {
    {"metastatic_disease", ""},       {"brain_metastasis", "brain"}, {"leptomeningeal_metastasis", "leptomeninges"},
    {"bone_metastasis", "bone"},      {"liver_metastasis", "liver"}, {"lung_metastasis", "lung"},
    {"malignant_effusion", "pleura"},
};

constexpr std::string_view kNtrkTumour = "ntrk_tumor";   // told by the biomarkers

// Rows that name a small cell lung cancer with its stage: a profile may tell the stage by the setting.
constexpr std::pair<std::string_view, std::string_view> kStagesOfSclc[] = {{"sclc_limited", "limited"}, {"sclc_extensive", "extensive"}};

// Of other rows FindDisease asks what the tumour is called, and nothing else.
bool IsToldOtherwise(std::string_view disease) {
  const bool spread = std::any_of(std::begin(kSpreadDiseases), std::end(kSpreadDiseases), [&](const auto& row) { return row.first == disease; });
  const bool staged = std::any_of(std::begin(kStagesOfSclc), std::end(kStagesOfSclc), [&](const auto& row) { return row.first == disease; });
  return spread || staged || disease == kNtrkTumour;
}

// Parts of ids that are written in capitals.
constexpr std::string_view kAbbreviations[] = {
    "alk",  "tki",  "egfr", "ros1", "ret", "trk",  "braf", "mek",  "kras", "her2", "vegfr", "nsclc", "sclc", "imt", "alcl", "tnbc", "dcis",
    "hiv",  "ild",  "copd", "dvt",  "tia", "wbrt", "adc",  "cyp3a", "qt",  "pd1",  "pdl1",  "cns",   "anc",  "ast", "alt",  "wbc",  "ldh",
    "lvef", "inr",
};

// The widest rows below both `a` and `b`.
std::vector<std::string> Shared(const Lexicon& lexicon, TermKind kind, std::string_view a, std::string_view b) {
  std::vector<std::string> both;
  for (const rules::Entry& entry : lexicon.table(kind)) {
    if (lexicon.IsA(kind, entry.id, a) && lexicon.IsA(kind, entry.id, b)) both.push_back(entry.id);
  }
  std::vector<std::string> widest;
  for (const std::string& id : both) {
    const bool below_another = std::any_of(both.begin(), both.end(), [&](const std::string& other) {
      return other != id && lexicon.IsA(kind, id, other);
    });
    if (!below_another) widest.push_back(id);
  }
  return widest;
}

// The sites that are named by what they are not, or by what they have in common.
bool CountsAs(const Lexicon& lexicon, std::string_view own, std::string_view site) {
  const auto within = [&](std::string_view wider) { return lexicon.IsA(TermKind::kSite, own, wider); };
  if (site == "extracranial") return !within("cns");
  if (site == "extrathoracic") return !within("thorax") && !within("lymph_node");
  if (site == "visceral") return within("thorax") || within("abdomen");
  return false;
}

}  // namespace

Truth Within(Interval value, const base::Bounds& bounds) {
  const bool low_in = bounds.Contains(value.low);
  const bool high_in = std::isinf(value.high) ? !bounds.high : bounds.Contains(value.high);
  if (low_in && high_in) return Truth::kMet;
  if (bounds.high && (bounds.high_inclusive ? value.low > *bounds.high : value.low >= *bounds.high)) return Truth::kNotMet;
  if (bounds.low && (bounds.low_inclusive ? value.high < *bounds.low : value.high <= *bounds.low)) return Truth::kNotMet;
  return Truth::kUnknown;
}

std::string DescribeBounds(const base::Bounds& bounds, std::string_view unit) {
  const std::string suffix = unit.empty() ? "" : " " + std::string(unit);
  if (bounds.unbounded()) return "any value allowed";
  if (!bounds.high) {
    return std::string(bounds.low_inclusive ? "at least " : "more than ") + base::FormatNumber(*bounds.low) + suffix + " needed";
  }
  if (!bounds.low) {
    return std::string(bounds.high_inclusive ? "at most " : "less than ") + base::FormatNumber(*bounds.high) + suffix + " allowed";
  }
  if (*bounds.low == *bounds.high) return base::FormatNumber(*bounds.low) + suffix + " needed";
  return std::string(bounds.low_inclusive ? "" : "more than ") + base::FormatNumber(*bounds.low) +
         (bounds.high_inclusive ? " to " : " to less than ") + base::FormatNumber(*bounds.high) + suffix + " needed";
}

bool IsStale(const EvaluationContext& context) {
  return context.patient.as_of && context.patient.as_of->first() < context.decided_on - kFreshDays;
}

std::string AsOf(const EvaluationContext& context) {
  return context.patient.as_of ? "as of " + context.patient.as_of->ToString() : "without a date";
}

std::optional<Interval> AgeYears(const EvaluationContext& context) {
  const auto completed = [&](base::Day birth) {
    int years = context.decided_on.year() - birth.year();
    while (years > 0 && base::AddMonths(birth, 12 * years) > context.decided_on) --years;
    return static_cast<double>(std::max(years, 0));
  };
  const Patient& patient = context.patient;
  if (patient.birth_date) return Interval{completed(patient.birth_date->last()), completed(patient.birth_date->first())};
  if (!patient.age_years) return std::nullopt;
  const double age = *patient.age_years;
  if (!patient.as_of || patient.as_of->first() >= context.decided_on) return Interval{age, age};
  const double passed = (context.decided_on - patient.as_of->first()) / 365.25;
  if (age != std::floor(age)) return Interval{age, age + passed};
  // "17" on a day is anything up to the eighteenth birthday.
  return Interval{age + std::floor(passed), age + std::ceil(passed)};
}

std::string DisplayName(std::string_view id) {
  std::string out;
  while (!id.empty()) {
    const size_t end = std::min(id.find('_'), id.size());
    std::string word(id.substr(0, end));
    if (std::find(std::begin(kAbbreviations), std::end(kAbbreviations), word) != std::end(kAbbreviations)) {
      for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    out += (out.empty() ? "" : " ") + word;
    id.remove_prefix(std::min(end + 1, id.size()));
  }
  return out;
}

std::string JoinNames(const std::vector<std::string>& ids) {
  constexpr size_t kMost = 4;
  std::string out;
  const size_t shown = std::min(ids.size(), kMost);
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) out += i + 1 == ids.size() ? " or " : ", ";
    out += DisplayName(ids[i]);
  }
  if (ids.size() > kMost) out += " or " + std::to_string(ids.size() - kMost) + " others";
  return out;
}

Truth IsKindOf(const Lexicon& lexicon, TermKind kind, std::string_view id, std::string_view wanted) {
  if (id == wanted || lexicon.IsA(kind, id, wanted)) return Truth::kMet;
  if (lexicon.IsA(kind, wanted, id)) return Truth::kUnknown;
  return Shared(lexicon, kind, id, wanted).empty() ? Truth::kNotMet : Truth::kUnknown;
}

Truth KindRelations::Of(TermKind kind, std::string_view id, std::string_view wanted) {
  const std::optional<rules::Term> a = lexicon_.FindTerm(kind, id), b = lexicon_.FindTerm(kind, wanted);
  if (!a || !b) return IsKindOf(lexicon_, kind, id, wanted);
  return Of(kind, static_cast<uint32_t>(a->row), static_cast<uint32_t>(b->row));
}

Truth KindRelations::Of(TermKind kind, uint32_t row, uint32_t wanted) {
  std::vector<uint8_t>& matrix = matrix_[static_cast<int>(kind)];
  const std::vector<rules::Entry>& table = lexicon_.table(kind);
  if (matrix.empty()) matrix.resize(table.size() * table.size(), 0);
  uint8_t& known = matrix[row * table.size() + wanted];
  if (known == 0) known = static_cast<uint8_t>(static_cast<int>(IsKindOf(lexicon_, kind, table[row].id, table[wanted].id)) + 1);
  return static_cast<Truth>(known - 1);
}

void KindRelations::Trim() {
  constexpr size_t kMost = 1 << 14;
  if (units_.size() > kMost) units_.clear();
  if (course_types_.size() > kMost) {
    course_types_.clear();
    course_is_.clear();
  }
  if (biomarker_types_.size() > kMost) {
    biomarker_types_.clear();
    evidence_.clear();
    line_tells_.clear();
  }
  if (disease_types_.size() > kMost) {
    disease_types_.clear();
    disease_is_.clear();
  }
}

KindRelations::Disease KindRelations::DiseaseOf(std::string_view id) {
  if (const auto at = diseases_.find(base::ToAbsl(id)); at != diseases_.end()) return at->second;
  return diseases_[std::string(id)] = {.number = static_cast<uint32_t>(diseases_.size()), .by_own = !IsToldOtherwise(id)};
}

int32_t KindRelations::TypeOfDiseases(const std::vector<std::string>& own) {
  std::string key;
  for (const std::string& id : own) key += id + '\n';
  const auto [at, fresh] = disease_types_.try_emplace(std::move(key), static_cast<int32_t>(disease_is_.size()));
  if (fresh) disease_is_.emplace_back();
  return at->second;
}

const base::Unit* KindRelations::UnitOf(std::string_view spelling) {
  if (const auto at = units_.find(base::ToAbsl(spelling)); at != units_.end()) return at->second;
  return units_[std::string(spelling)] = lexicon_.units().Find(spelling);
}

bool KindRelations::IsMedicine(std::string_view id) {
  if (const auto at = medicines_.find(base::ToAbsl(id)); at != medicines_.end()) return at->second;
  return medicines_[std::string(id)] =
             matcher::IsMedicationClass(lexicon_, id) || (lexicon_.DrugIsA(id, "medication") && !lexicon_.DrugIsA(id, "any_therapy"));
}

Truth IsKindOf(const EvaluationContext& context, TermKind kind, std::string_view id, std::string_view wanted) {
  if (context.memo != nullptr) return context.memo->relations.Of(kind, id, wanted);
  return IsKindOf(context.lexicon, kind, id, wanted);
}

namespace {

std::vector<std::string> FindPatientDiseases(const EvaluationContext& context) {
  const Lexicon& lexicon = context.lexicon;
  const std::string& type = context.patient.cancer.type_id;
  const std::string& histology = context.patient.cancer.histology_id;
  if (histology.empty() && type.empty()) return {};
  if (histology.empty()) return {type};
  if (type.empty() || lexicon.IsA(TermKind::kDisease, histology, type)) return {histology};
  if (lexicon.IsA(TermKind::kDisease, type, histology)) return {type};
  const std::vector<std::string> shared = Shared(lexicon, TermKind::kDisease, type, histology);
  if (shared.empty()) return {histology};
  if (shared.size() == 1) return shared;
  return {type, histology};
}

// Each row says something true of the tumour: one below `disease` proves it, one disjoint from it rules it out.
Truth DiseaseByOwn(const std::vector<std::string>& own, const EvaluationContext& context, std::string_view disease) {
  Truth truth = Truth::kUnknown;
  for (const std::string& id : own) {
    const Truth one = IsKindOf(context, TermKind::kDisease, id, disease);
    if (one != Truth::kUnknown) truth = one;
    if (one == Truth::kMet) break;
  }
  return truth;
}

Truth FindDisease(const EvaluationContext& context, std::string_view disease) {
  for (const auto& [id, site] : kSpreadDiseases) {
    if (disease != id) continue;
    if (site.empty()) return IsMetastatic(context);
    const Truth there = HasMetastasisIn(context, site);
    // Metastases of the pleura may be there without an effusion.
    return id == "malignant_effusion" && there == Truth::kMet ? Truth::kUnknown : there;
  }
  if (disease == kNtrkTumour) return EvaluateMarker({.genes = {"NTRK"}, .alteration = "fusion"}, context).truth;
  // A nodule, a virus or an inherited gene rules no tumour out.
  if (disease == "pulmonary_nodule" || disease == "hpv_cancer" || disease == "lynch_syndrome") return Truth::kUnknown;
  const std::vector<std::string> own = PatientDiseases(context);
  const Truth truth = DiseaseByOwn(own, context, disease);
  for (const auto& [id, setting] : kStagesOfSclc) {
    if (disease == id && truth == Truth::kUnknown && DiseaseByOwn(own, context, "sclc") == Truth::kMet) return SettingIs(context, setting);
  }
  // Where in the lung it grows says nothing of the cells.
  const bool lies_perhaps = disease == "pancoast" && truth == Truth::kNotMet && DiseaseByOwn(own, context, "nsclc") == Truth::kMet;
  return lies_perhaps ? Truth::kUnknown : truth;
}

// Kept under `key` where there is a memo.
template <typename Find>
Truth Kept(absl::flat_hash_map<std::string, Truth> PatientMemo::* map, const EvaluationContext& context, std::string_view key, Find find) {
  if (context.memo == nullptr) return find(context, key);
  if (const auto at = (context.memo->*map).find(base::ToAbsl(key)); at != (context.memo->*map).end()) return at->second;
  const Truth truth = find(context, key);
  (context.memo->*map)[std::string(key)] = truth;
  return truth;
}

}  // namespace

std::vector<std::string> PatientDiseases(const EvaluationContext& context) {
  if (context.memo == nullptr) return FindPatientDiseases(context);
  if (!context.memo->diseases) context.memo->diseases = FindPatientDiseases(context);
  return *context.memo->diseases;
}

Truth HasDisease(const EvaluationContext& context, std::string_view disease) {
  if (PatientMemo* memo = context.memo; memo != nullptr) {
    const KindRelations::Disease wanted = memo->relations.DiseaseOf(disease);
    if (wanted.by_own) {
      if (memo->disease_type < 0) memo->disease_type = memo->relations.TypeOfDiseases(PatientDiseases(context));
      std::optional<Truth>& kept = memo->relations.DiseaseIs(memo->disease_type, wanted.number);
      if (!kept) kept = FindDisease(context, disease);
      return *kept;
    }
  }
  return Kept(&PatientMemo::has_disease, context, disease, FindDisease);
}

std::optional<Stage> ParseStage(std::string_view text) {
  Stage stage;
  size_t numeral = 0;
  while (numeral < text.size() && (text[numeral] == 'I' || text[numeral] == 'V')) ++numeral;
  const std::string_view roman = text.substr(0, numeral);
  if (roman == "I") stage.group = 1;
  if (roman == "II") stage.group = 2;
  if (roman == "III") stage.group = 3;
  if (roman == "IV") stage.group = 4;
  if (numeral == 0 && !text.empty() && text[0] >= '0' && text[0] <= '4') {
    stage.group = text[0] - '0';
    numeral = 1;
  }
  if (stage.group < 0) return std::nullopt;
  std::string_view rest = text.substr(numeral);
  if (!rest.empty() && rest[0] >= 'A' && rest[0] <= 'D') {
    stage.letter = rest[0];
    rest.remove_prefix(1);
  }
  if (!rest.empty() && rest[0] >= '1' && rest[0] <= '3') {
    stage.digit = rest[0];
    rest.remove_prefix(1);
  }
  if (!rest.empty()) return std::nullopt;
  return stage;
}

Truth IsMetastatic(const EvaluationContext& context) {
  const Cancer& cancer = context.patient.cancer;
  if (cancer.setting == "metastatic") return Truth::kMet;
  if (const std::optional<Stage> stage = ParseStage(cancer.stage); stage && stage->group == 4) return Truth::kMet;
  if (cancer.m.find('1') == 0 || cancer.m.find("M1") != std::string::npos) return Truth::kMet;
  if (cancer.metastases) {
    for (const std::string& site : *cancer.metastases) {
      if (!context.lexicon.IsA(TermKind::kSite, site, "lymph_node")) return Truth::kMet;
    }
  }
  if (context.patient.brain) {
    const std::string& brain = context.patient.brain->metastases;
    if ((!brain.empty() && brain != "none") || context.patient.brain->leptomeningeal.value_or(false)) return Truth::kMet;
  }
  if (!cancer.setting.empty() || !cancer.stage.empty()) return Truth::kNotMet;
  return Truth::kUnknown;
}

namespace {

Truth FindMetastasisIn(const EvaluationContext& context, std::string_view site) {
  const Patient& patient = context.patient;
  if (site == "cns") return base::Or(HasMetastasisIn(context, "brain"), HasMetastasisIn(context, "leptomeninges"));
  if (patient.brain && site == "brain") {
    const std::string& state = patient.brain->metastases;
    if (state == "none") return Truth::kNotMet;
    if (!state.empty()) return Truth::kMet;
  }
  if (patient.brain && site == "leptomeninges" && patient.brain->leptomeningeal) {
    return base::FromBool(*patient.brain->leptomeningeal);
  }
  Truth listed = Truth::kNotMet;
  if (patient.cancer.metastases) {
    for (const std::string& own : *patient.cancer.metastases) {
      if (CountsAs(context.lexicon, own, site)) return Truth::kMet;
      listed = base::Or(listed, IsKindOf(context, TermKind::kSite, own, site));
    }
    if (listed == Truth::kMet || patient.IsComplete("metastases")) return listed;
  }
  return IsMetastatic(context) == Truth::kNotMet ? Truth::kNotMet : Truth::kUnknown;
}

}  // namespace

Truth HasMetastasisIn(const EvaluationContext& context, std::string_view site) {
  return Kept(&PatientMemo::has_metastasis, context, site, FindMetastasisIn);
}

LeafOutcome Outcome(Truth truth, std::string because, std::vector<std::string> needs) {
  LeafOutcome outcome;
  outcome.truth = truth;
  outcome.because = std::move(because);
  if (truth == Truth::kUnknown) outcome.needs = std::move(needs);
  return outcome;
}

void Canonicalize(std::vector<std::string>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

void Canonicalize(std::vector<base::Day>& days) {
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
}

void Absorb(LeafOutcome& outcome, const LeafOutcome& other) {
  outcome.needs.insert(outcome.needs.end(), other.needs.begin(), other.needs.end());
  outcome.breakpoints.insert(outcome.breakpoints.end(), other.breakpoints.begin(), other.breakpoints.end());
  outcome.needs_stop.insert(outcome.needs_stop.end(), other.needs_stop.begin(), other.needs_stop.end());
  outcome.worry = outcome.worry || other.worry;
}

}  // namespace trialmatch::matcher
