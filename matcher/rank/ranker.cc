#include "matcher/rank/ranker.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/date.h"
#include "matcher/rank/nearest_site.h"
#include "matcher/verdict.h"

namespace trialmatch::matcher {
namespace {

using base::Truth;
using rules::TermKind;
using rules::Topic;

std::string Spoken(std::string id) {
  std::replace(id.begin(), id.end(), '_', ' ');
  return id;
}

const CriterionAsks& AsksOf(const TrialFacts& facts, const TrialResult& result,
                            const CriterionResult& told) {
  return facts.asks[told.criterion - result.criteria->criteria.data()];
}

double PhaseValue(const std::vector<std::string>& phases) {
  double best = 0;
  for (const std::string& phase : phases) {
    if (phase == "PHASE4") best = std::max(best, 0.8);
    if (phase == "PHASE3") best = std::max(best, 1.0);
    if (phase == "PHASE2") best = std::max(best, 0.7);
    if (phase == "PHASE1") best = std::max(best, 0.4);
    if (phase == "EARLY_PHASE1") best = std::max(best, 0.2);
  }
  return best;
}

}  // namespace

Ranker::Ranker(const Patient& patient, const PatientPicture& picture, const rules::Lexicon& lexicon,
               const MatchOptions& options)
    : patient_(patient), picture_(picture), lexicon_(lexicon), options_(options) {
  for (const rules::Entry& row : lexicon.rows("signal")) {
    rows_.push_back({.name = row.id, .weight = row.GetNumber("weight").value_or(0)});
  }
  for (const rules::Entry& row : lexicon.rows("resistance")) {
    const std::string mutation(row.Get("mutation"));
    for (const Driver& driver : picture.drivers) {
      if (!Holds(driver.mutations, mutation)) continue;
      const std::string_view response = row.Get("response");
      if (response != "sensitive" && response != "resistant")
        continue;  // "intermediate" says too little
      resistance_.push_back({.mutation = mutation,
                             .drug = std::string(row.Get("drug")),
                             .source = row.source,
                             .covered = response == "sensitive"});
    }
  }
}

void Ranker::Score(const TrialFacts& facts, TrialResult& result) const {
  double sum = 0, weights = 0;
  for (const Row& row : rows_) {
    std::optional<Value> value = Measure(row.name, facts, result);
    if (!value) continue;
    sum += row.weight * value->value;
    weights += row.weight;
    result.signals.push_back({.name = row.name,
                              .value = value->value,
                              .weight = row.weight,
                              .because = std::move(value->because)});
  }
  // Rounded to what is printed, so that the order never hangs on digits that nobody sees.
  result.score = weights > 0 && facts.has_text ? std::round(10000 * sum / weights) / 10000 : 0;
}

std::optional<Ranker::Value> Ranker::Measure(const std::string& name, const TrialFacts& facts,
                                             const TrialResult& result) const {
  const fetch::Study& study = *result.study;
  const bool any_status = options_.status == MatchOptions::Status::kAny;
  if (name == "driver") {
    if (!picture_.drivers.empty()) return DriverFit(facts, result);
    if (!picture_.driver_unknown) return ScoredMarkerFit(facts, result);
    return std::nullopt;
  }
  if (name == "sequence") return Sequence(facts, result);
  if (name == "failed_drug") {
    Value sequence = Sequence(facts, result);
    return sequence.value == 0 ? std::optional(std::move(sequence)) : std::nullopt;
  }
  if (name == "setting") return Setting(facts, result);
  if (name == "cns" && picture_.brain_disease) return Brain(facts, result);
  if (name == "decided") return Decided(result);
  if (name == "phase" && study.study_type == "OBSERVATIONAL") return Value{0, "observes, and offers no treatment"};
  if (name == "phase" && study.study_type == "INTERVENTIONAL") {
    return Value{PhaseValue(study.phases),
                 study.phases.empty() ? "no phase given" : absl::StrJoin(study.phases, ", ")};
  }
  if (any_status) return std::nullopt;
  if (name == "open") {
    if (result.nearest_site && result.nearest_site->open)
      return Value{1, "recruiting, with an open site"};
    if (IsRecruiting(study.overall_status))
      return Value{0.6, "the study takes patients; no open site is listed for your place"};
    return Value{0, "not recruiting"};
  }
  if (name == "distance" && result.nearest_site && result.nearest_site->km) {
    const double km = *result.nearest_site->km;
    return Value{km <= 50 ? 1 : 1 / (1 + (km - 50) / 300),
                 absl::StrCat("the nearest site is ", std::lround(km), " km away")};
  }
  if (name == "distance" && !picture_.at && !patient_.location.country.empty() &&
      !study.locations.empty()) {
    if (result.nearest_site) return Value{0.7, "a site in your country"};
    return Value{0.1, "no site in your country is listed"};
  }
  if (name == "freshness" && !study.last_update_post_date.empty()) return Freshness(study);
  return std::nullopt;
}

// Required by a criterion; else aimed at by the drugs or named by title, conditions or keywords;
// else only tolerated.
Ranker::Value Ranker::DriverFit(const TrialFacts& facts, const TrialResult& result) const {
  Value best{0, absl::StrCat("nothing in it is about ", picture_.drivers.front().gene)};
  const auto keep = [&](double value, std::string because) {
    if (value > best.value) best = {value, std::move(because)};
  };
  for (const Driver& driver : picture_.drivers) {
    for (const CriterionResult& told : result.results) {
      if (!told.decides || told.truth == Truth::kNotMet) continue;
      const CriterionAsks& asks = AsksOf(facts, result, told);
      const Topic topic = told.criterion->topic;
      const bool about_tumour = topic == Topic::kBiomarker || topic == Topic::kDisease;
      if (Holds(asks.genes, driver.gene)) {
        const bool basket = asks.genes.size() > 4;
        const double value = basket ? 0.85 : 1;
        // In a sentence about treatments the gene may only say what must have come before.
        keep(about_tumour ? value : 0.6,
             absl::StrCat("asks for ", driver.gene, basket ? " among other genes" : ""));
      } else if (Holds(asks.genes, "driver")) {
        keep(0.5, "asks for a driver alteration of any kind");
      }
    }
    const bool named = Holds(facts.named_genes, driver.gene);
    for (const std::string& drug : facts.drugs) {
      const bool aimed =
          std::any_of(driver.classes.begin(), driver.classes.end(),
                      [&](const std::string& id) { return lexicon_.DrugIsA(drug, id); });
      if (aimed) keep(named ? 0.9 : 0.6, absl::StrCat(Spoken(drug), " acts on ", driver.gene));
    }
    if (named) keep(facts.named_genes.size() <= 3 ? 0.6 : 0.3, absl::StrCat("names ", driver.gene));
  }
  return best;
}

// Without a driver a trial is made for the patient when it asks for an expression score that they
// have.
Ranker::Value Ranker::ScoredMarkerFit(const TrialFacts& facts, const TrialResult& result) const {
  for (const CriterionResult& told : result.results) {
    if (told.truth == Truth::kMet && told.decides && AsksOf(facts, result, told).scored_marker) {
      return {1, "asks for an expression score that is met"};
    }
  }
  return {0.5, "no driver is known, and none is asked for"};
}

Ranker::Value Ranker::Sequence(const TrialFacts& facts, const TrialResult& result) const {
  std::optional<Value> best;
  for (const Driver& driver : picture_.drivers) {
    for (const std::string& drug : facts.drugs) {
      const bool aimed =
          std::any_of(driver.classes.begin(), driver.classes.end(),
                      [&](const std::string& id) { return lexicon_.DrugIsA(drug, id); });
      if (!aimed) continue;
      Value value = AimedDrug(driver, drug);
      if (!best || value.value > best->value) best = std::move(value);
    }
  }
  Value value = best ? std::move(*best) : OtherDrugs(facts);
  if (best && value.value == 0) return value;  // already failed: nothing makes up for it
  for (const CriterionResult& told : result.results) {
    const Topic topic = told.criterion->topic;
    const bool about_past = topic == Topic::kPriorTherapy || topic == Topic::kLineOfTherapy;
    if (!about_past || !told.decides || told.truth != Truth::kMet ||
        !AsksOf(facts, result, told).past_treatment)
      continue;
    if (value.value < 0.8) value = {0.8, "asks for the treatment that was given before"};
  }
  return value;
}

Ranker::Value Ranker::AimedDrug(const Driver& driver, const std::string& drug) const {
  if (Holds(picture_.failed, drug))
    return {0, absl::StrCat(Spoken(drug), " was already tried and did not go on working")};
  if (Holds(picture_.had, drug))
    return {0.5, absl::StrCat(Spoken(drug), " is already known to this patient")};
  if (std::optional<Value> covers = CoversMutation(driver, drug)) return *covers;
  const rules::Entry* entry = lexicon_.Find(TermKind::kDrug, drug);
  const double generation = entry == nullptr ? 0 : entry->GetNumber("generation").value_or(0);
  if (!driver.treated) {
    if (generation == 1)
      return {0.5, absl::StrCat(Spoken(drug), " is of the first generation; newer ones exist")};
    return {1, absl::StrCat("a first drug against ", driver.gene, ": ", Spoken(drug))};
  }
  if (generation == 0 || driver.highest_generation == 0)
    return {0.7, absl::StrCat("a drug against ", driver.gene, " not yet tried: ", Spoken(drug))};
  if (generation > driver.highest_generation)
    return {1, absl::StrCat(Spoken(drug), " is of a newer generation than what came before")};
  if (generation == driver.highest_generation)
    return {0.5, absl::StrCat(Spoken(drug), " is of the same generation as what came before")};
  return {0.2, absl::StrCat(Spoken(drug), " is of an older generation than what came before")};
}

std::optional<Ranker::Value> Ranker::CoversMutation(const Driver& driver,
                                                    const std::string& drug) const {
  const Resistance* covered = nullptr;
  for (const Resistance& row : resistance_) {
    if (row.drug != drug || !row.mutation.starts_with(driver.gene + ":")) continue;
    if (!row.covered)
      return Value{0.1,
                   absl::StrCat(row.mutation, " makes ", Spoken(drug), " fail (", row.source, ")")};
    covered = &row;
  }
  // Two mutations together are not two single entries: what works against each may fail against
  // both.
  if (covered == nullptr || driver.mutations.size() > 1) return std::nullopt;
  std::string mutation = covered->mutation;
  std::replace(mutation.begin(), mutation.end(), ':', ' ');
  return Value{1, absl::StrCat(Spoken(drug), " works against ", mutation, " (",
                               covered->source, ")")};
}

Ranker::Value Ranker::OtherDrugs(const TrialFacts& facts) const {
  if (facts.drugs.empty() && facts.drug_classes.empty())
    return {0.5, "no drug that the tables know"};
  const auto any = [&](std::string_view id) {
    return std::any_of(facts.drugs.begin(), facts.drugs.end(),
                       [&](const std::string& drug) { return lexicon_.DrugIsA(drug, id); }) ||
           std::any_of(facts.drug_classes.begin(), facts.drug_classes.end(),
                       [&](const std::string& drug) { return lexicon_.DrugIsA(drug, id); });
  };
  if (!facts.drugs.empty() &&
      std::all_of(facts.drugs.begin(), facts.drugs.end(),
                  [&](const std::string& drug) { return Holds(picture_.failed, drug); })) {
    return {0, "all its drugs were already tried and did not go on working"};
  }
  const bool treated = std::any_of(picture_.drivers.begin(), picture_.drivers.end(),
                                   [](const Driver& driver) { return driver.treated; });
  if (picture_.drivers.empty()) return {0.6, "its drugs do not depend on a driver"};
  if (any("checkpoint_inhibitor") && !any("chemotherapy"))
    return {0.1, "immunotherapy rarely helps with this driver"};
  if (!treated && picture_.advanced) return {0.2, "a drug aimed at the driver would come first"};
  if (any("chemotherapy") && !picture_.had_platinum) return {0.6, "chemotherapy, not used so far"};
  return {0.5, "its drugs are not aimed at the driver"};
}

Ranker::Value Ranker::Setting(const TrialFacts& facts, const TrialResult& result) const {
  Value best{0.4, "names no stage or setting"};
  for (const CriterionResult& told : result.results) {
    if (!told.decides || !AsksOf(facts, result, told).setting) continue;
    if (told.truth == Truth::kMet) return {1, "made for this stage and setting"};
    if (told.truth == Truth::kUnknown) best = {0.5, "stage or setting not settled"};
  }
  return best;
}

Ranker::Value Ranker::Brain(const TrialFacts& facts, const TrialResult& result) const {
  for (const CriterionResult& told : result.results) {
    if (told.decides && told.truth == Truth::kMet && told.criterion->topic == Topic::kCns &&
        AsksOf(facts, result, told).brain) {
      return {1, "made for disease of the brain"};
    }
  }
  if (facts.names_brain) return {0.9, "names disease of the brain in its title"};
  for (const std::string& drug : facts.drugs) {
    const rules::Entry* entry = lexicon_.Find(TermKind::kDrug, drug);
    if (entry != nullptr && entry->Get("cns") == "good")
      return {0.8, absl::StrCat(Spoken(drug), " reaches the brain well")};
  }
  return {0.3, "nothing known of how it reaches the brain"};
}

Ranker::Value Ranker::Decided(const TrialResult& result) const {
  int decisive = 0, met = 0;
  for (const CriterionResult& told : result.results) {
    if (!told.decides || !MustBeMetForLikely(told.criterion->topic)) continue;
    ++decisive;
    if (told.truth != Truth::kUnknown) ++met;
  }
  if (decisive == 0) return {0, "nothing decisive was read"};
  return {static_cast<double>(met) / decisive,
          absl::StrCat(met, " of ", decisive, " decisive criteria are settled")};
}

Ranker::Value Ranker::Freshness(const fetch::Study& study) const {
  const absl::StatusOr<base::PartialDate> updated =
      base::PartialDate::Parse(study.last_update_post_date);
  if (!updated.ok()) return {0, "no readable date of the last update"};
  const double days = std::max(0, options_.decided_on - updated->last());
  return {1 / (1 + std::max(0.0, days - 90) / 365),
          absl::StrCat("record updated ", study.last_update_post_date)};
}

}  // namespace trialmatch::matcher
