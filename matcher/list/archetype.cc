#include "matcher/list/archetype.h"

#include <algorithm>

#include "matcher/explain/plain/plain_words.h"
#include "rules/lexicon/table_reader.h"

namespace trialmatch::matcher {
namespace {

using rules::Entry;
using rules::TermKind;

// So long ago that no washout is left, and each drug for most of a year.
constexpr int kDaysSinceLast = 90, kDaysEach = 300;

base::PartialDate DateOf(base::Day day) { return *base::PartialDate::Parse(day.ToString()); }

// Some weeks ago: longer than a wound heals, shorter than the windows that close.
constexpr int kDaysSinceSurgery = 42, kDaysSinceRadiation = 28, kDaysOfRadiation = 45;

Treatment Ended(std::string_view kind, std::string_view name, base::Day start, base::Day end, const rules::Lexicon& lexicon) {
  Treatment out;
  out.kind = kind;
  out.name = name;
  out.drug_id = lexicon.ResolveId(TermKind::kDrug, name);
  out.intent = "definitive";
  out.start = DateOf(start);
  out.end = out.last_dose = DateOf(end);
  out.ongoing = false;
  out.outcome = "completed";
  return out;
}

void AddMore(std::string_view also, const rules::Lexicon& lexicon, base::Day decided_on, Patient& out) {
  if (also == "surgery") {
    const base::Day day = decided_on - kDaysSinceSurgery;
    out.treatments.push_back(Ended("surgery", "lobectomy", day, day, lexicon));
    out.treatments.back().major = true;
    out.cancer.resection_margin = "R0";
  }
  if (also == "chemoradiation") {
    const base::Day end = decided_on - kDaysSinceRadiation, start = end - kDaysOfRadiation;
    out.treatments.push_back(Ended("drug", "carboplatin", start, end, lexicon));
    out.treatments.back().concurrent_with = {"paclitaxel", "radiation"};
    out.treatments.push_back(Ended("drug", "paclitaxel", start, end, lexicon));
    out.treatments.back().concurrent_with = {"carboplatin", "radiation"};
    out.treatments.push_back(Ended("radiation", "", start, end, lexicon));
    out.treatments.back().site = out.treatments.back().site_id = "thorax";
    out.cancer.progressing = false;
  }
  if (also == "leptomeningeal") out.brain->leptomeningeal = true;
}

Patient PatientOf(const Entry& row, std::string_view driver, const rules::Lexicon& lexicon, base::Day decided_on) {
  Patient out;
  out.id = row.id;
  out.as_of = DateOf(decided_on);
  out.cancer.type = out.cancer.type_id = "nsclc";
  out.cancer.stage = row.Get("stage");
  const std::vector<std::string_view> settings = rules::SplitList(row.Get("setting"));
  if (settings.size() == 1) out.cancer.setting = settings.front();
  out.biomarkers.push_back({.gene = std::string(driver), .gene_id = std::string(driver), .alteration = "any", .result = "positive"});
  std::vector<std::string_view> prior = rules::SplitList(row.Get("prior"));
  const bool unknown = row.Get("prior") == "unknown";
  if (unknown) prior.clear();
  base::Day end = decided_on - kDaysSinceLast;
  for (size_t i = prior.size(); i-- > 0;) {
    Treatment treatment;
    treatment.kind = "drug";
    treatment.name = prior[i];
    treatment.drug_id = lexicon.ResolveId(TermKind::kDrug, prior[i]);
    treatment.intent = "metastatic";
    treatment.line = static_cast<int>(i) + 1;
    treatment.start = DateOf(end - kDaysEach);
    treatment.end = treatment.last_dose = treatment.progressed_on = DateOf(end);
    treatment.ongoing = false;
    treatment.outcome = "progression";
    out.treatments.insert(out.treatments.begin(), std::move(treatment));
    end = end - (kDaysEach + 1);
  }
  if (!unknown) out.complete.insert("treatments");
  out.brain.emplace();
  out.brain->metastases = row.Get("brain");
  if (out.brain->metastases == "untreated") out.brain->symptomatic = false;
  if (out.brain->metastases == "none") out.brain->leptomeningeal = false;
  AddMore(row.Get("also"), lexicon, decided_on, out);
  return out;
}

}  // namespace

std::vector<Situation> SituationsOf(std::string_view driver, const rules::Lexicon& lexicon, base::Day decided_on) {
  std::vector<Situation> out;
  for (const Entry& row : lexicon.rows("situation")) {
    const std::vector<std::string_view> drivers = rules::SplitList(row.Get("drivers"));
    if (!drivers.empty() && std::find(drivers.begin(), drivers.end(), driver) == drivers.end()) continue;
    out.push_back({.id = row.id,
                   .title = std::string(row.Get("title")),
                   .needs_brain = row.Get("needs") == "brain",
                   .metastatic = row.Get("setting") == "metastatic",
                   .patient = PatientOf(row, driver, lexicon, decided_on)});
  }
  return out;
}

}  // namespace trialmatch::matcher
