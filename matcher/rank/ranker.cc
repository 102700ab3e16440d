#include "matcher/rank/ranker.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "matcher/verdict.h"

namespace trialmatch::matcher {

using base::Truth;
using rules::TermKind;
using rules::Topic;

namespace {

bool Has(std::span<const uint16_t> rows, uint16_t row) {
  return row != kNoRow && std::find(rows.begin(), rows.end(), row) != rows.end();
}

std::vector<uint16_t> Rows(const rules::Lexicon& lexicon, TermKind kind, const std::vector<std::string>& ids) {
  std::vector<uint16_t> rows;
  for (const std::string& id : ids) rows.push_back(RowOf(lexicon, kind, id));
  return rows;
}

std::vector<uint16_t> GenesOf(const PatientPicture& picture, const rules::Lexicon& lexicon) {
  std::vector<uint16_t> rows;
  for (const Driver& driver : picture.drivers) rows.push_back(RowOf(lexicon, TermKind::kGene, driver.gene));
  return rows;
}

}  // namespace

void Asked::Clear() {
  std::fill(fits.begin(), fits.end(), Fit());
  decisive = settled = 0;
  score_met = past_met = setting_met = setting_open = brain_met = false;
}

void Asked::Add(const AskRow& row, std::span<const uint16_t> genes, Truth truth) {
  const auto topic = static_cast<Topic>(row.topic);
  if (MustBeMetForLikely(topic)) {
    ++decisive;
    settled += truth != Truth::kUnknown ? 1 : 0;
  }
  if (truth == Truth::kNotMet) return;
  if ((row.flags & AskRow::kSetting) != 0) (truth == Truth::kMet ? setting_met : setting_open) = true;
  if (truth == Truth::kMet) {
    score_met = score_met || (row.flags & AskRow::kScoredMarker) != 0;
    const bool about_past = topic == Topic::kPriorTherapy || topic == Topic::kLineOfTherapy;
    past_met = past_met || (about_past && (row.flags & AskRow::kPastTreatment) != 0);
    brain_met = brain_met || (topic == Topic::kCns && (row.flags & AskRow::kBrain) != 0);
  }
  if (genes.empty()) return;
  const bool about_tumour = topic == Topic::kBiomarker || topic == Topic::kDisease;
  for (size_t i = 0; i < drivers_.size(); ++i) {
    Fit fit;
    if (Has(genes, drivers_[i])) {
      const bool basket = genes.size() > 4;
      // In a sentence about treatments the gene may only say what must have come before.
      fit = {!about_tumour ? 0.6 : basket ? 0.85 : 1, basket ? Fit::By::kBasket : Fit::By::kGene};
    } else if ((row.flags & AskRow::kAnyDriver) != 0) {
      fit = {0.5, Fit::By::kAnyDriver};
    }
    if (fit.value > fits[i].value) fits[i] = fit;
  }
}

Ranker::Ranker(const Patient& patient, const PatientPicture& picture, const rules::Lexicon& lexicon,
               const MatchOptions& options, std::shared_ptr<DrugKinds> kinds)
    : patient_(patient),
      picture_(picture),
      lexicon_(lexicon),
      options_(options),
      kinds_(kinds != nullptr ? std::move(kinds) : std::make_shared<DrugKinds>(lexicon)),
      failed_(Rows(lexicon, TermKind::kDrug, picture.failed)),
      not_tolerated_(Rows(lexicon, TermKind::kDrug, picture.not_tolerated)),
      had_(Rows(lexicon, TermKind::kDrug, picture.had)),
      aimed_(picture.drivers.size() * lexicon.table(TermKind::kDrug).size()),
      asked_(GenesOf(picture, lexicon)) {
  static constexpr std::pair<std::string_view, Measured> kMeasured[] = {
      {"driver", Measured::kDriver}, {"sequence", Measured::kSequence}, {"failed_drug", Measured::kFailedDrug},
      {"setting", Measured::kSetting}, {"cns", Measured::kCns}, {"decided", Measured::kDecided}, {"phase", Measured::kPhase},
      {"open", Measured::kOpen}, {"distance", Measured::kDistance}, {"freshness", Measured::kFreshness},
  };
  for (const rules::Entry& row : lexicon.rows("signal")) {
    Row own{.name = row.id, .weight = row.GetNumber("weight").value_or(0)};
    for (const auto& [name, measured] : kMeasured) {
      if (name == row.id) own.measured = measured;
    }
    rows_.push_back(std::move(own));
  }
  for (const Driver& driver : picture.drivers) driver_classes_.push_back(Rows(lexicon, TermKind::kDrugClass, driver.classes));
  const bool mutated = std::any_of(picture.drivers.begin(), picture.drivers.end(), [](const Driver& driver) { return !driver.mutations.empty(); });
  if (!mutated) return;
  for (const rules::Entry& row : lexicon.rows("resistance")) {
    const std::string mutation(row.Get("mutation"));
    for (const Driver& driver : picture.drivers) {
      if (!Holds(driver.mutations, mutation)) continue;
      const std::string_view response = row.Get("response");
      if (response != "sensitive" && response != "resistant")
        continue;  // "intermediate" says too little
      resistance_.push_back({.mutation = mutation,
                             .source = row.source,
                             .drug = RowOf(lexicon, TermKind::kDrug, row.Get("drug")),
                             .covered = response == "sensitive"});
    }
  }
}

void Ranker::Score(const TrialFacts& facts, TrialResult& result) const {
  RankTables tables;
  AddRankRow(*result.study, *result.criteria, facts, lexicon_, tables);
  const RankRows rows = ViewOf(tables);
  asked_.Clear();
  for (const CriterionResult& told : result.results) {
    if (!told.decides) continue;
    const AskRow& ask = rows.asks[static_cast<size_t>(told.criterion - result.criteria->criteria.data())];
    asked_.Add(ask, Part(rows.genes, ask.genes), told.truth);
  }
  std::optional<SiteBrief> site;
  if (result.nearest_site) site = SiteBrief{.km = result.nearest_site->km, .open = result.nearest_site->open};
  result.score = ScoreAsked({rows, rows.trials[0], site}, &result);
}

double Ranker::ScoreAsked(const Trial& trial, TrialResult* told) const {
  double sum = 0, weights = 0;
  for (const Row& row : rows_) {
    const std::optional<Value> value = Measure(row.measured, trial);
    if (!value) continue;
    sum += row.weight * value->value;
    weights += row.weight;
    if (told == nullptr) continue;
    told->signals.push_back({.name = row.name,
                             .value = value->value,
                             .weight = row.weight,
                             .because = Words(*value, trial, *told->study)});
  }
  // Rounded to what is printed, so that the order never hangs on digits that nobody sees.
  return weights > 0 && trial.row.has_text != 0 ? std::round(10000 * sum / weights) / 10000 : 0;
}

std::optional<Ranker::Value> Ranker::Measure(Measured measured, const Trial& trial) const {
  const bool any_status = options_.status == MatchOptions::Status::kAny;
  const auto type = static_cast<RankRow::Type>(trial.row.type);
  switch (measured) {
    case Measured::kDriver:
      if (!picture_.drivers.empty()) return DriverFit(trial);
      if (picture_.driver_unknown) return std::nullopt;
      // Without a driver a trial is made for the patient when it asks for an expression score that they have.
      return asked_.score_met ? Value{1, Why::kScoreIsMet} : Value{0.5, Why::kNoDriver};
    case Measured::kSequence: return Sequence(trial);
    case Measured::kFailedDrug: {
      const Value sequence = Sequence(trial);
      return sequence.value == 0 ? std::optional(sequence) : std::nullopt;
    }
    case Measured::kSetting:
      if (asked_.setting_met) return Value{1, Why::kSettingMet};
      return asked_.setting_open ? Value{0.5, Why::kSettingOpen} : Value{0.4, Why::kNoSetting};
    case Measured::kCns: return picture_.brain_disease ? std::optional(Brain(trial)) : std::nullopt;
    case Measured::kDecided:
      if (asked_.decisive == 0) return Value{0, Why::kNothingDecisive};
      return Value{static_cast<double>(asked_.settled) / asked_.decisive, Why::kSettled};
    case Measured::kPhase:
      if (type == RankRow::Type::kObservational) return Value{0, Why::kObserves};
      return type == RankRow::Type::kInterventional ? std::optional(Value{trial.row.phase, Why::kPhase}) : std::nullopt;
    case Measured::kOpen:
      if (any_status) return std::nullopt;
      if (trial.site && trial.site->open) return Value{1, Why::kOpenSite};
      return trial.row.recruiting != 0 ? Value{0.6, Why::kNoOpenSite} : Value{0, Why::kNotRecruiting};
    case Measured::kDistance: return any_status ? std::nullopt : Distance(trial);
    case Measured::kFreshness: return any_status || trial.row.has_update == 0 ? std::nullopt : std::optional(Freshness(trial));
    case Measured::kNothing: break;
  }
  return std::nullopt;
}

// Required by a criterion; else aimed at by the drugs or named by title, conditions or keywords;
// else only tolerated.
Ranker::Value Ranker::DriverFit(const Trial& trial) const {
  Value best{0, Why::kAboutNoDriver};
  const std::span<const uint16_t> named_genes = Part(trial.rows.genes, trial.row.named_genes);
  for (size_t i = 0; i < picture_.drivers.size(); ++i) {
    const auto keep = [&](double value, Why why, uint16_t drug) {
      if (value > best.value) best = {value, why, drug, static_cast<uint16_t>(i)};
    };
    const Asked::Fit& fit = asked_.fits[i];
    keep(fit.value, fit.by == Asked::Fit::By::kGene ? Why::kAsksForGene : fit.by == Asked::Fit::By::kBasket ? Why::kAsksForGeneOfMany : Why::kAsksForAnyDriver, kNoRow);
    const bool named = Has(named_genes, asked_.drivers()[i]);
    for (const uint16_t drug : Part(trial.rows.drugs, trial.row.drugs)) {
      if (IsAimed(i, drug)) keep(named ? 0.9 : 0.6, Why::kDrugActsOn, drug);
    }
    if (named) keep(named_genes.size() <= 3 ? 0.6 : 0.3, Why::kNamesGene, kNoRow);
  }
  return best;
}

Ranker::Value Ranker::Sequence(const Trial& trial) const {
  std::optional<Value> best;
  for (size_t i = 0; i < picture_.drivers.size(); ++i) {
    for (const uint16_t drug : Part(trial.rows.drugs, trial.row.drugs)) {
      if (!IsAimed(i, drug)) continue;
      const Value& value = AimedDrug(i, drug);
      if (!best || value.value > best->value) best = value;
    }
  }
  Value value = best ? *best : OtherDrugs(trial);
  if (best && value.value == 0) {
    if (Has(not_tolerated_, value.drug) || !TriesSomethingNew(trial)) return value;  // nothing makes up for it
    value = {0.5, Why::kNewBesideFailed, value.drug, value.number};
  }
  return asked_.past_met && value.value < 0.8 ? Value{0.8, Why::kAsksForPast} : value;
}

bool Ranker::IsAimed(size_t driver, uint16_t drug) const {
  return std::any_of(driver_classes_[driver].begin(), driver_classes_[driver].end(), [&](uint16_t id) { return kinds_->DrugIsA(drug, id); });
}

const Ranker::Value& Ranker::AimedDrug(size_t driver, uint16_t drug) const {
  std::optional<Value>& kept = aimed_[driver * lexicon_.table(TermKind::kDrug).size() + drug];
  if (!kept) {
    kept = FindAimedDrug(driver, drug);
    kept->drug = drug;
  }
  return *kept;
}

Ranker::Value Ranker::FindAimedDrug(size_t number, uint16_t drug) const {
  const Driver& driver = picture_.drivers[number];
  const auto about = [&](double value, Why why) { return Value{value, why, drug, static_cast<uint16_t>(number)}; };
  if (Has(failed_, drug)) return about(0, Why::kTriedAndFailed);
  if (Has(had_, drug)) return about(0.5, Why::kKnownToPatient);
  if (std::optional<Value> covers = CoversMutation(number, drug)) return *covers;
  const double generation = lexicon_.entry({TermKind::kDrug, drug}).GetNumber("generation").value_or(0);
  if (!driver.treated) return generation == 1 ? about(0.5, Why::kFirstGeneration) : about(1, Why::kFirstDrug);
  if (generation == 0 || driver.highest_generation == 0) return about(0.7, Why::kNotYetTried);
  if (generation > driver.highest_generation) return about(1, Why::kNewer);
  return generation == driver.highest_generation ? about(0.5, Why::kSameGeneration) : about(0.2, Why::kOlder);
}

std::optional<Ranker::Value> Ranker::CoversMutation(size_t number, uint16_t drug) const {
  const Driver& driver = picture_.drivers[number];
  std::optional<uint16_t> covered;
  for (size_t i = 0; i < resistance_.size(); ++i) {
    const Resistance& row = resistance_[i];
    if (row.drug != drug || !row.mutation.starts_with(driver.gene + ":")) continue;
    if (!row.covered) return Value{0.1, Why::kMakesFail, drug, static_cast<uint16_t>(i)};
    covered = static_cast<uint16_t>(i);
  }
  // Two mutations together are not two single entries: what works against each may fail against
  // both.
  if (!covered || driver.mutations.size() > 1) return std::nullopt;
  return Value{1, Why::kWorksAgainst, drug, *covered};
}

// A drug against the cancer that this patient never had, be it in no table.
bool Ranker::TriesSomethingNew(const Trial& trial) const {
  if (trial.row.unknown_drugs != 0) return true;
  const std::span<const uint16_t> drugs = Part(trial.rows.drugs, trial.row.drugs);
  return std::any_of(drugs.begin(), drugs.end(), [&](uint16_t drug) { return !Has(had_, drug) && kinds_->DrugIsA(drug, kinds_->systemic_therapy); });
}

Ranker::Value Ranker::OtherDrugs(const Trial& trial) const {
  const std::span<const uint16_t> drugs = Part(trial.rows.drugs, trial.row.drugs), classes = Part(trial.rows.classes, trial.row.classes);
  if (drugs.empty() && classes.empty()) return {0.5, Why::kUnknownDrug};
  const auto any = [&](uint16_t row) {
    return std::any_of(drugs.begin(), drugs.end(), [&](uint16_t drug) { return kinds_->DrugIsA(drug, row); }) ||
           std::any_of(classes.begin(), classes.end(), [&](uint16_t below) { return kinds_->ClassIsA(below, row); });
  };
  if (!drugs.empty() && trial.row.unknown_drugs == 0 && std::all_of(drugs.begin(), drugs.end(), [&](uint16_t drug) { return Has(failed_, drug); })) return {0, Why::kAllFailed};
  const bool treated = std::any_of(picture_.drivers.begin(), picture_.drivers.end(),
                                   [](const Driver& driver) { return driver.treated; });
  if (picture_.drivers.empty()) return {0.6, Why::kWithoutDriver};
  if (any(kinds_->checkpoint_inhibitor) && !any(kinds_->chemotherapy)) return {0.1, Why::kImmunotherapy};
  if (!treated && picture_.advanced) return {0.2, Why::kDriverFirst};
  if (any(kinds_->chemotherapy) && !picture_.had_platinum) return {0.6, Why::kChemotherapy};
  return {0.5, Why::kNotAimed};
}

Ranker::Value Ranker::Brain(const Trial& trial) const {
  if (asked_.brain_met) return {1, Why::kBrainMet};
  if (trial.row.names_brain != 0) return {0.9, Why::kNamesBrain};
  for (const uint16_t drug : Part(trial.rows.drugs, trial.row.drugs)) {
    if (drug != kNoRow && kinds_->ReachesBrain(drug)) return {0.8, Why::kReachesBrain, drug};
  }
  return {0.3, Why::kBrainUnknown};
}

std::optional<Ranker::Value> Ranker::Distance(const Trial& trial) const {
  if (trial.site && trial.site->km) {
    const double km = *trial.site->km;
    return Value{km <= 50 ? 1 : 1 / (1 + (km - 50) / 300), Why::kKm};
  }
  if (picture_.at || patient_.location.country.empty() || trial.row.sites.size == 0) return std::nullopt;
  return trial.site ? Value{0.7, Why::kInCountry} : Value{0.1, Why::kNotInCountry};
}

Ranker::Value Ranker::Freshness(const Trial& trial) const {
  if (trial.row.update_is_readable == 0) return {0, Why::kNoUpdate};
  const double days = std::max(0, options_.decided_on - base::Day(trial.row.updated_on));
  return {1 / (1 + std::max(0.0, days - 90) / 365), Why::kUpdated};
}

}  // namespace trialmatch::matcher
