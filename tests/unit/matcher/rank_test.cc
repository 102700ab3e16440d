#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/match.h"
#include "matcher/rank/cautions.h"
#include "matcher/rank/earth.h"
#include "matcher/rank/nearest_site.h"
#include "matcher/rank/patient_picture.h"
#include "matcher/rank/ranker.h"

namespace trialmatch::matcher {
namespace {

using base::Day;
using base::Truth;
using rules::Criterion;
using rules::Topic;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

const rules::Lexicon& Lex() { return rules::Lexicon::BuiltIn(); }

Treatment Drug(std::string name, std::string outcome) {
  return {
      .kind = "drug", .name = name, .drug_id = name, .intent = "metastatic", .outcome = outcome};
}

Patient AlkPatient(std::vector<Treatment> treatments, std::vector<std::string> mutations = {}) {
  Patient patient;
  patient.cancer.type_id = "nsclc";
  patient.cancer.setting = "metastatic";
  patient.biomarkers.push_back(
      {.gene = "ALK", .gene_id = "ALK", .alteration = "fusion", .result = "positive"});
  for (const std::string& mutation : mutations) {
    patient.biomarkers.push_back({.gene = "ALK",
                                  .gene_id = "ALK",
                                  .alteration = "mutation",
                                  .result = "positive",
                                  .detail = mutation});
  }
  patient.treatments = std::move(treatments);
  return patient;
}

// A decided trial, as the ranker meets it.
struct Trial {
  fetch::Study study;
  rules::TrialCriteria criteria;
  TrialFacts facts;
  std::vector<Truth> truths;

  Trial() {
    study.study_type = "INTERVENTIONAL";
    study.overall_status = "RECRUITING";
    study.phases = {"PHASE2"};
  }
  Trial& Ask(Topic topic, Truth truth, CriterionAsks asks) {
    Criterion criterion;
    criterion.topic = topic;
    criteria.criteria.push_back(criterion);
    facts.asks.push_back(std::move(asks));
    truths.push_back(truth);
    return *this;
  }
  Trial& Give(std::vector<std::string> drugs) {
    facts.drugs = std::move(drugs);
    return *this;
  }
  TrialResult Score(const Patient& patient,
                    MatchOptions::Status status = MatchOptions::Status::kAny) const {
    const MatchOptions options{.decided_on = Day::FromCivil(2026, 1, 15), .status = status};
    const PatientPicture picture = Picture(patient, Lex());
    TrialResult result;
    result.study = &study;
    result.criteria = &criteria;
    for (size_t i = 0; i < truths.size(); ++i)
      result.results.push_back({.criterion = &criteria.criteria[i], .truth = truths[i]});
    result.nearest_site = FindNearestSite(study, facts, patient, picture);
    Ranker(patient, picture, Lex(), options).Score(facts, result);
    AddCautions(patient, picture, facts, Lex(), options.decided_on, result);
    return result;
  }
};

std::optional<double> ValueOf(const TrialResult& result, const std::string& name) {
  for (const Signal& signal : result.signals) {
    if (signal.name == name) return signal.value;
  }
  return std::nullopt;
}

std::string BecauseOf(const TrialResult& result, const std::string& name) {
  for (const Signal& signal : result.signals) {
    if (signal.name == name) return signal.because;
  }
  return "";
}

std::vector<std::string> CautionIds(const TrialResult& result) {
  std::vector<std::string> ids;
  for (const Caution& caution : result.cautions) ids.push_back(caution.id);
  return ids;
}

TEST(DriverSignal, RequiredThenDrugThenNameThenTolerated) {
  const Patient patient = AlkPatient({});
  Trial required, drug, named, tolerated, basket;
  required.Ask(Topic::kBiomarker, Truth::kMet, {.genes = {"ALK"}});
  basket.Ask(Topic::kBiomarker, Truth::kMet, {.genes = {"ALK", "ROS1", "RET", "MET", "NTRK"}});
  drug.Give({"lorlatinib"});
  named.facts.named_genes = {"ALK", "EGFR", "ROS1", "KRAS"};
  const double values[] = {
      *ValueOf(required.Score(patient), "driver"), *ValueOf(basket.Score(patient), "driver"),
      *ValueOf(drug.Score(patient), "driver"), *ValueOf(named.Score(patient), "driver"),
      *ValueOf(tolerated.Score(patient), "driver")};
  EXPECT_THAT(values, ElementsAre(1, 0.85, 0.6, 0.3, 0));
  EXPECT_GT(required.Score(patient).score, tolerated.Score(patient).score);
}

TEST(DriverSignal, SaysNothingForAPatientWhoseGenesNobodyTested) {
  Trial trial;
  EXPECT_FALSE(ValueOf(trial.Score(Patient{}), "driver").has_value());
}

TEST(DriverSignal, WithoutADriverAnExpressionScoreCounts) {
  Patient patient;
  patient.complete = {"biomarkers"};
  Trial scored, plain;
  scored.Ask(Topic::kBiomarker, Truth::kMet, {.scored_marker = true});
  EXPECT_EQ(ValueOf(scored.Score(patient), "driver"), 1);
  EXPECT_EQ(ValueOf(plain.Score(patient), "driver"), 0.5);
}

TEST(SequenceSignal, FitsWhatCameBefore) {
  struct Row {
    const char* name;
    std::vector<Treatment> before;
    std::vector<std::string> mutations;
    std::vector<std::string> drugs;
    double value;
  };
  const std::vector<Row> rows = {
      {"the drug that failed", {Drug("alectinib", "progression")}, {}, {"alectinib"}, 0},
      {"the drug that was not tolerated", {Drug("alectinib", "intolerance")}, {}, {"alectinib"}, 0},
      {"something new beside the drug that failed", {Drug("alectinib", "progression")}, {}, {"alectinib", "bevacizumab"}, 0.5},
      {"beside it what came before too", {Drug("pemetrexed", "response"), Drug("alectinib", "progression")}, {}, {"alectinib", "pemetrexed"}, 0},
      {"something new beside the drug that was not tolerated", {Drug("alectinib", "intolerance")}, {}, {"alectinib", "bevacizumab"}, 0},
      {"the drug that works", {Drug("alectinib", "response")}, {}, {"alectinib"}, 0.5},
      {"newer generation", {Drug("alectinib", "progression")}, {}, {"lorlatinib"}, 1},
      {"same generation", {Drug("alectinib", "progression")}, {}, {"brigatinib"}, 0.5},
      {"older generation", {Drug("lorlatinib", "progression")}, {}, {"brigatinib"}, 0.2},
      {"first drug, new", {}, {}, {"lorlatinib"}, 1},
      {"first drug, first generation", {}, {}, {"crizotinib"}, 0.5},
      {"the better of two", {Drug("alectinib", "progression")}, {}, {"alectinib", "lorlatinib"}, 1},
      {"mutation covered", {Drug("alectinib", "progression")}, {"G1202R"}, {"lorlatinib"}, 1},
      {"mutation resists", {Drug("crizotinib", "progression")}, {"G1202R"}, {"alectinib"}, 0.1},
      {"chemotherapy after a TKI",
       {Drug("alectinib", "progression")},
       {},
       {"carboplatin", "pemetrexed"},
       0.6},
      {"chemotherapy before a TKI", {}, {}, {"carboplatin", "pemetrexed"}, 0.2},
      {"immunotherapy alone", {Drug("alectinib", "progression")}, {}, {"pembrolizumab"}, 0.1},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    Trial trial;
    trial.Give(row.drugs);
    EXPECT_DOUBLE_EQ(*ValueOf(trial.Score(AlkPatient(row.before, row.mutations)), "sequence"),
                     row.value);
  }
}

TEST(SequenceSignal, ADrugThatNoTableKnowsIsNew) {
  Patient patient;
  patient.complete = {"biomarkers"};
  patient.treatments = {Drug("pembrolizumab", "progression")};
  Trial trial;
  trial.Give({"pembrolizumab"});
  EXPECT_EQ(ValueOf(trial.Score(patient), "failed_drug"), 0);
  trial.facts.unknown_drugs = true;
  EXPECT_FALSE(ValueOf(trial.Score(patient), "failed_drug").has_value());
}

TEST(SequenceSignal, CitesTheSourceOfACoveredMutation) {
  Trial trial;
  trial.Give({"lorlatinib"});
  const std::string because = BecauseOf(
      trial.Score(AlkPatient({Drug("alectinib", "progression")}, {"G1202R"})), "sequence");
  EXPECT_THAT(because, testing::HasSubstr("ALK G1202R"));
  EXPECT_THAT(because, testing::HasSubstr("Lin 2017"));
}

TEST(SequenceSignal, TwoMutationsAreNotTwoSingleEntries) {
  Trial trial;
  trial.Give({"lorlatinib"});
  const Patient patient = AlkPatient(
      {Drug("lorlatinib", "response"), Drug("alectinib", "progression")}, {"G1202R", "L1196M"});
  EXPECT_EQ(ValueOf(trial.Score(patient), "sequence"), 0.5);
}

TEST(SequenceSignal, AskingForTheTreatmentThatWasGivenIsMeantForThem) {
  Trial trial;
  trial.Ask(Topic::kPriorTherapy, Truth::kMet, {.past_treatment = true});
  EXPECT_EQ(ValueOf(trial.Score(AlkPatient({Drug("alectinib", "progression")})), "sequence"), 0.8);
}

TEST(CnsSignal, OnlyForPatientsWithDiseaseOfTheBrain) {
  Patient patient = AlkPatient({});
  Trial trial;
  trial.facts.names_brain = true;
  EXPECT_FALSE(ValueOf(trial.Score(patient), "cns").has_value());
  patient.brain = Brain{.metastases = "untreated"};
  EXPECT_EQ(ValueOf(trial.Score(patient), "cns"), 0.9);
}

TEST(DecidedSignal, IsTheShareOfDecisiveCriteria) {
  Trial trial;
  trial.Ask(Topic::kDisease, Truth::kMet, {})
      .Ask(Topic::kCns, Truth::kUnknown, {})
      .Ask(Topic::kLab, Truth::kUnknown, {});
  EXPECT_DOUBLE_EQ(*ValueOf(trial.Score(AlkPatient({})), "decided"), 0.5);
}

TEST(StatusSignals, AreOffWhenRankedWithoutRegardToStatus) {
  Trial trial;
  trial.study.last_update_post_date = "2025-12-01";
  trial.study.locations.push_back({.facility = "Clinic",
                                   .status = "RECRUITING",
                                   .country = "France",
                                   .point = fetch::GeoPoint{48.85, 2.35}});
  trial.facts.site_country = {"FR"};
  trial.facts.site_at = {ToUnitVector(48.85, 2.35)};
  Patient patient = AlkPatient({});
  patient.location = {.country = "FR", .latitude = 48.8, .longitude = 2.3};
  const TrialResult any = trial.Score(patient);
  const TrialResult now = trial.Score(patient, MatchOptions::Status::kRecruitingFirst);
  for (const char* name : {"open", "distance", "freshness"}) {
    EXPECT_FALSE(ValueOf(any, name).has_value()) << name;
    EXPECT_EQ(ValueOf(now, name), 1) << name;
  }
}

TEST(Score, IsTheWeightedMeanRoundedToFourDigits) {
  Trial trial;
  const TrialResult result = trial.Score(AlkPatient({}));
  double sum = 0, weights = 0;
  for (const Signal& signal : result.signals)
    sum += signal.value * signal.weight, weights += signal.weight;
  EXPECT_NEAR(result.score, sum / weights, 0.00005);
  trial.facts.has_text = false;
  EXPECT_EQ(trial.Score(AlkPatient({})).score, 0)
      << "a study without text is the last of its group";
}

TEST(Earth, DistancesOfKnownPlaces) {
  const UnitVector london = ToUnitVector(51.5074, -0.1278), paris = ToUnitVector(48.8566, 2.3522);
  EXPECT_NEAR(DistanceKm(london, paris), 343.6, 1);
  EXPECT_NEAR(DistanceKm(london, london), 0, 1e-9);
  EXPECT_NEAR(DistanceKm(ToUnitVector(0, 0), ToUnitVector(0, 180)), 20015, 1);
  EXPECT_NEAR(DistanceKm(ToUnitVector(10, 179.9), ToUnitVector(10, -179.9)), 21.9, 0.1);
}

struct SiteRow {
  const char* facility;
  const char* status;
  const char* country;
  std::optional<fetch::GeoPoint> point;
};

TEST(NearestSite, OpenBeforeNearNearBeforeFar) {
  const SiteRow sites[] = {{"closed and near", "COMPLETED", "FR", fetch::GeoPoint{48.9, 2.3}},
                           {"far", "RECRUITING", "DE", fetch::GeoPoint{52.5, 13.4}},
                           {"open and near", "RECRUITING", "FR", fetch::GeoPoint{45.7, 4.8}},
                           {"no place", "RECRUITING", "FR", std::nullopt}};
  fetch::Study study;
  study.overall_status = "RECRUITING";
  study.central_contacts.push_back({.name = "Central"});
  TrialFacts facts;
  for (const SiteRow& site : sites) {
    study.locations.push_back(
        {.facility = site.facility, .status = site.status, .point = site.point});
    facts.site_country.push_back(site.country);
    facts.site_at.push_back(
        site.point ? std::optional(ToUnitVector(site.point->latitude, site.point->longitude))
                   : std::nullopt);
  }
  Patient patient;
  patient.location = {.country = "FR", .latitude = 48.85, .longitude = 2.35};
  auto nearest = FindNearestSite(study, facts, patient, Picture(patient, Lex()));
  ASSERT_TRUE(nearest.has_value());
  EXPECT_EQ(nearest->site.facility, "open and near");
  EXPECT_NEAR(*nearest->km, 392, 5);
  EXPECT_EQ(nearest->site.contacts[0].name, "Central");

  patient.location = {.country = "DE"};  // no coordinates: by country
  nearest = FindNearestSite(study, facts, patient, Picture(patient, Lex()));
  EXPECT_EQ(nearest->site.facility, "far");
  EXPECT_FALSE(nearest->km.has_value());

  patient.location = {};
  EXPECT_FALSE(FindNearestSite(study, facts, patient, Picture(patient, Lex())).has_value());

  study.overall_status = "COMPLETED";
  patient.location = {.country = "FR", .latitude = 48.85, .longitude = 2.35};
  nearest = FindNearestSite(study, facts, patient, Picture(patient, Lex()));
  EXPECT_EQ(nearest->site.facility, "closed and near");
  EXPECT_FALSE(nearest->open);
}

TEST(Cautions, EachRow) {
  const Patient untreated = AlkPatient({}),
                treated = AlkPatient({Drug("alectinib", "progression")});
  Trial alone, with_chemo, tki, chemo, observational;
  alone.Give({"pembrolizumab"});
  with_chemo.Give({"pembrolizumab", "carboplatin"});
  tki.Give({"lorlatinib"});
  observational.study.study_type = "OBSERVATIONAL";
  EXPECT_THAT(CautionIds(alone.Score(treated)), ElementsAre("immunotherapy_alone"));
  EXPECT_THAT(CautionIds(alone.Score(untreated)),
              ElementsAre("immunotherapy_alone", "first_line_tki_unused"));
  EXPECT_THAT(CautionIds(with_chemo.Score(untreated)),
              ElementsAre("immunotherapy_before_tki", "first_line_tki_unused"));
  EXPECT_THAT(CautionIds(with_chemo.Score(treated)), IsEmpty());
  EXPECT_THAT(CautionIds(tki.Score(untreated)), IsEmpty());
  EXPECT_THAT(CautionIds(observational.Score(treated)), ElementsAre("observational"));
  EXPECT_THAT(alone.Score(treated).cautions[0].text, testing::HasSubstr("(pembrolizumab)"));
  EXPECT_FALSE(alone.Score(treated).cautions[0].source.empty());

  Trial egfr;
  egfr.facts.named_genes = {"EGFR"};
  EXPECT_THAT(CautionIds(egfr.Score(treated)), ElementsAre("other_driver"));
  egfr.facts.named_genes = {"EGFR", "ALK"};
  EXPECT_THAT(CautionIds(egfr.Score(treated)), IsEmpty());

  Patient minor = treated, pregnant = treated, ongoing = treated;
  minor.age_years = 17;
  pregnant.pregnant = true;
  ongoing.treatments.push_back(
      {.kind = "drug", .name = "lorlatinib", .drug_id = "lorlatinib", .ongoing = true});
  EXPECT_THAT(CautionIds(chemo.Score(minor)), ElementsAre("minor"));
  EXPECT_THAT(CautionIds(chemo.Score(pregnant)), ElementsAre("pregnant"));
  chemo.Give({"docetaxel"});
  EXPECT_THAT(CautionIds(chemo.Score(ongoing)), ElementsAre("drug_ongoing"));
  chemo.Ask(Topic::kReproductive, Truth::kMet, {})
      .Ask(Topic::kAgeSex, Truth::kMet, {})
      .Ask(Topic::kWashout, Truth::kMet, {});
  EXPECT_THAT(CautionIds(chemo.Score(minor)), Not(Contains("minor")));
  EXPECT_THAT(CautionIds(chemo.Score(pregnant)), Not(Contains("pregnant")));
  EXPECT_THAT(CautionIds(chemo.Score(ongoing)), IsEmpty());
}

fetch::Study SmallStudy(std::string nct_id, std::string status) {
  fetch::Study study;
  study.nct_id = std::move(nct_id);
  study.overall_status = std::move(status);
  study.study_type = "INTERVENTIONAL";
  study.conditions = {"Non-small Cell Lung Cancer"};
  return study;
}

TEST(Match, OrderCountsAndThreads) {
  fetch::StudyList list;
  list.source = "test";
  for (const auto& [id, status] :
       std::vector<std::pair<std::string, std::string>>{{"NCT99000004", "COMPLETED"},
                                                        {"NCT99000003", "RECRUITING"},
                                                        {"NCT99000001", "RECRUITING"},
                                                        {"NCT99000002", "WITHDRAWN"}}) {
    list.studies.push_back(SmallStudy(id, status));
  }
  const TrialIndex one = TrialIndex::Build(list, Lex(), 1), two = TrialIndex::Build(list, Lex(), 2);
  const auto ids = [](const MatchReport& report) {
    std::vector<std::string> out;
    for (const TrialResult& trial : report.trials)
      out.push_back(trial.study->nct_id + "#" + std::to_string(trial.rank));
    return out;
  };
  MatchOptions options{.decided_on = Day::FromCivil(2026, 1, 15)};
  const MatchReport offered = Match(one, AlkPatient({}), options);
  EXPECT_THAT(ids(offered),
              ElementsAre("NCT99000001#1", "NCT99000003#2", "NCT99000002#3", "NCT99000004#4"));
  EXPECT_EQ(offered.counts.not_recruiting, 2);
  EXPECT_EQ(offered.counts.possible, 2) << "without a text a study is possible";
  EXPECT_EQ(ids(Match(two, AlkPatient({}), options)), ids(offered));

  options.status = MatchOptions::Status::kAny;
  const MatchReport any = Match(one, AlkPatient({}), options);
  EXPECT_THAT(ids(any),
              ElementsAre("NCT99000001#1", "NCT99000002#2", "NCT99000003#3", "NCT99000004#4"));
  EXPECT_EQ(any.counts.possible, 4);
}

}  // namespace
}  // namespace trialmatch::matcher
