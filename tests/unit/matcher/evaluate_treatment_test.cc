#include "tests/unit/matcher/evaluate_test_support.h"

namespace trialmatch::matcher {
namespace {

using rules::TreatmentLeaf;
using Quantifier = rules::TreatmentLeaf::Quantifier;
using Outcome = rules::TreatmentLeaf::Outcome;
using testing::ElementsAre;
using testing::IsEmpty;

TreatmentLeaf Had(std::vector<std::string> what, std::vector<std::string> except = {}) { return {.what = std::move(what), .except = std::move(except)}; }
TreatmentLeaf With(TreatmentLeaf leaf, const std::function<void(TreatmentLeaf&)>& change) {
  change(leaf);
  return leaf;
}
TreatmentLeaf Within(TreatmentLeaf leaf, base::Duration duration) {
  leaf.window.within = duration;
  return leaf;
}
TreatmentLeaf Ended(TreatmentLeaf leaf, Outcome outcome) {
  leaf.outcome = outcome;
  return leaf;
}
TreatmentLeaf Count(Quantifier quantifier, base::Bounds bounds, std::vector<std::string> what = {}) { return {.quantifier = quantifier, .what = std::move(what), .count = bounds}; }

Change Treated(std::vector<Treatment> treatments, bool complete = true) {
  return [=](Patient& p) {
    p.treatments = treatments;
    if (complete) p.complete = {"treatments", "medications"};
  };
}
Change Progressing(Change change, bool progressing) {
  return [=](Patient& p) {
    change(p);
    p.cancer.progressing = progressing;
  };
}

const Treatment kAlectinib = Line(1, Drug("alectinib", "2022-06", "2026-01-05", "progression"));
Treatment Radiation(const char* site, const char* technique, const char* end) {
  Treatment treatment;
  treatment.kind = "radiation";
  treatment.site = treatment.site_id = site;
  treatment.technique = technique;
  treatment.end = P(end);
  return treatment;
}

// Radiation that was meant to cure, from `start` to `end`.
Treatment Curative(const char* site, const char* start, const char* end) {
  Treatment treatment = Radiation(site, "", end);
  treatment.start = P(start);
  treatment.intent = "definitive";
  return treatment;
}

Treatment CurativeDrug(const char* name, const char* start, const char* end, const char* outcome) {
  Treatment treatment = Drug(name, start, end, outcome);
  treatment.intent = "definitive";
  return treatment;
}

TEST(TreatmentTest, Chemoradiation) {
  const Treatment chest = Curative("thorax", "2025-09-10", "2025-10-24");
  const Treatment carboplatin = CurativeDrug("carboplatin", "2025-09-10", "2025-10-28", "response");
  const auto unresectable = [](std::vector<Treatment> treatments) -> Change {
    return [=](Patient& p) {
      Treated(treatments)(p);
      p.cancer.setting = "locally_advanced";
      p.cancer.stage = "IIIB";
    };
  };
  Check({
      {"in the same weeks", unresectable({carboplatin, chest}), Had({"chemoradiation"}), kMet},
      {"one after the other", unresectable({CurativeDrug("carboplatin", "2025-06", "2025-08", "stable"), chest}), Had({"chemoradiation"}), kUnknown},
      {"of the brain", Treated({Line(1, Drug("carboplatin", "2025-07", "2025-10-30", "progression")), Radiation("brain", "SRS", "2025-09-20")}), Had({"chemoradiation"}), kNotMet},
      {"its drugs tell how it ended", unresectable({carboplatin, chest}), Ended(Had({"chemoradiation"}), Outcome::kNoProgression), kMet},
      {"a line, perhaps", unresectable({carboplatin, chest}), Count(Quantifier::kLines, {.low = 1, .high = std::nullopt}), kUnknown},
  });
}

TEST(TreatmentTest, CyclesByTime) {
  const Treatment long_given = Line(1, Drug("pembrolizumab", "2025-02-01", "2025-12-10", "progression"));
  Check({
      {"so many fit", Treated({long_given}), Count(Quantifier::kCycles, {.low = 4, .high = std::nullopt}, {"pembrolizumab"}), kMet},
      {"more may have been", Treated({long_given}), Count(Quantifier::kCycles, {.low = 12, .high = std::nullopt}, {"pembrolizumab"}), kUnknown},
  });
}

TEST(TreatmentTest, DrugsAndClasses) {
  Check({
      {"the drug", Treated({kAlectinib}), Had({"alectinib"}), kMet},
      {"its class", Treated({kAlectinib}), Had({"alk_tki"}), kMet},
      {"another drug", Treated({kAlectinib}), Had({"lorlatinib"}), kNotMet},
      {"another drug, list open", Treated({kAlectinib}, false), Had({"lorlatinib"}), kUnknown, {"treatments.lorlatinib"}},
      {"ALK TKI other than crizotinib", Treated({Drug("crizotinib", "2020", "2021")}), Had({"alk_tki"}, {"crizotinib"}), kNotMet},
      {"systemic therapy", Treated({kAlectinib}), Had({"systemic_therapy"}), kMet},
      {"chemotherapy may have been platinum", Treated({Drug("chemotherapy", "2020", "2021")}), Had({"platinum"}), kUnknown},
      {"a drug that nobody knows is systemic", Treated({Drug("", "2020", "2021")}), Had({"systemic_therapy"}), kMet},
      {"a drug that nobody knows may be any class", Treated({Drug("", "2020", "2021")}), Had({"alk_tki"}), kUnknown},
      {"a drug that nobody knows may be an agent that no table knows", Treated({Drug("", "2020", "2021")}), Had({"unlisted_agent"}), kUnknown},
      {"a drug that nobody knows is not lorlatinib", Treated({Drug("", "2020", "2021")}), Had({"lorlatinib"}), kNotMet},
      {"nothing, complete", Treated({}), Had({"systemic_therapy"}), kNotMet},
      {"nothing told", Treated({}, false), Had({"systemic_therapy"}), kUnknown, {"treatments.systemic_therapy"}},
  });
}

TEST(TreatmentTest, LocalTreatment) {
  const Treatment srs = Radiation("brain", "SRS", "2025-10-15");
  const Treatment thorax = Radiation("thorax", "external beam", "2025-10-15");
  Treatment concurrent = thorax;
  concurrent.concurrent_with = {"cisplatin"};
  const auto at = [](TreatmentLeaf leaf, const char* site) {
    leaf.sites = {site};
    return leaf;
  };
  const auto of_nsclc = [](std::vector<Treatment> treatments) -> Change {
    return [=](Patient& p) {
      Treated(treatments)(p);
      p.cancer.type_id = "nsclc";
    };
  };
  Check({
      {"radiation", Treated({srs}), Had({"radiation"}), kMet},
      {"radiosurgery", Treated({srs}), Had({"radiosurgery"}), kMet},
      {"not whole brain", Treated({srs}), Had({"wbrt"}), kNotMet},
      {"radiosurgery of the brain is cranial radiation", Treated({srs}), Had({"cranial_radiation"}), kMet},
      {"elsewhere it is none", Treated({Radiation("thorax", "SRS", "2025-10-15")}), Had({"cranial_radiation"}), kNotMet},
      {"external beam is no radiosurgery", Treated({thorax}), Had({"radiosurgery"}), kNotMet},
      {"radiation without a technique", Treated({Radiation("brain", "", "2025-10-15")}), Had({"wbrt"}), kUnknown},
      {"of the brain", Treated({srs}), at(Had({"radiation"}), "brain"), kMet},
      {"not of the thorax", Treated({srs}), at(Had({"radiation"}), "thorax"), kNotMet},
      {"the head holds little marrow", Treated({srs}), With(at(Had({"radiation"}), "bone_marrow"), [](TreatmentLeaf& l) { l.marrow_percent = base::Bounds{.low = std::nullopt, .high = 25}; }), kMet},
      {"the chest may hold more", Treated({thorax}), With(at(Had({"radiation"}), "bone_marrow"), [](TreatmentLeaf& l) { l.marrow_percent = base::Bounds{.low = std::nullopt, .high = 25}; }), kUnknown},
      {"and is no large part of it", Treated({srs}), With(at(Had({"radiation"}), "bone_marrow"), [](TreatmentLeaf& l) { l.marrow_percent = AtLeast(25); }), kNotMet},
      {"the chest, to cure a lung cancer, is the lung", of_nsclc({Curative("thorax", "2025-09-10", "2025-10-24")}), at(Had({"radiation"}), "lung"), kMet},
      {"with an operation it may be the mediastinum", of_nsclc({Curative("thorax", "2025-09-10", "2025-10-24"), {.kind = "surgery", .name = "lobectomy", .end = P("2025-07-20")}}), at(Had({"radiation"}), "lung"), kUnknown},
      {"to relieve it may be a rib", Treated({thorax}), at(Had({"radiation"}), "lung"), kUnknown},
      {"an operation is no adjuvant therapy", Treated({{.kind = "surgery", .name = "lobectomy", .end = P("2025-11-20")}}), With(Had({"any_therapy"}), [](TreatmentLeaf& l) { l.intents = {"neoadjuvant", "adjuvant"}; }), kNotMet},
      {"a lobectomy is of the thorax", Treated({{.kind = "surgery", .name = "lobectomy", .end = P("2025-11-20")}}), at(Had({"surgery"}), "thorax"), kMet},
      {"and with what was done beside it", Treated({{.kind = "surgery", .name = "lobectomy with lymph node dissection", .end = P("2025-11-20")}}), at(Had({"surgery"}), "thorax"), kMet},
      {"an operation without a name", Treated({{.kind = "surgery", .end = P("2025-11-20")}}), at(Had({"surgery"}), "thorax"), kUnknown},
      {"a drug has no site", Treated({Drug("cisplatin", "2024-01", "2024-04")}), at(Had({"chemotherapy", "radiation"}), "thorax"), kMet},
      {"dose", Treated({thorax}), With(Had({"radiation"}), [](TreatmentLeaf& l) { l.dose_gy = AtLeast(30); }), kUnknown, {"treatments.radiation.dose_gy"}},
      {"no systemic therapy", Treated({srs}), Had({"systemic_therapy"}), kNotMet},
      {"chemoradiation", Treated({concurrent}), Had({"chemoradiation"}), kMet},
      {"the radiation of it is no chemotherapy", Treated({concurrent}), Had({"chemotherapy"}), kNotMet},
      {"a resection without a rest was meant to cure", [](Patient& p) {
         p.treatments = {{.kind = "surgery", .name = "lobectomy", .end = P("2025-11-20"), .major = true}};
         p.cancer.resection_margin = "R0";
       }, With(Had({"surgery"}), [](TreatmentLeaf& l) { l.intents = {"definitive"}; }), kMet},
      {"what an operation was meant for", Treated({{.kind = "surgery", .name = "lobectomy", .end = P("2025-11-20"), .major = true}}),
       With(Had({"surgery"}), [](TreatmentLeaf& l) { l.intents = {"definitive"}; }), kUnknown},
      {"surgery", Treated({{.kind = "surgery", .name = "lobectomy", .end = P("2025-11-20"), .major = true}}),
       With(Had({"surgery"}), [](TreatmentLeaf& l) { l.major = true; }), kMet},
  });
}

TEST(TreatmentTest, WashoutOnTheBoundaryDays) {
  const TreatmentLeaf leaf = Within(Had({"alk_tki"}), Days(28));
  const Change patient = Treated({Line(1, Drug("lorlatinib", "2023-06", "2025-12-20", "progression"))});
  EXPECT_EQ(Ask(leaf, patient, "2026-01-16").truth, kMet);
  EXPECT_EQ(Ask(leaf, patient, "2026-01-17").truth, kNotMet);
  EXPECT_EQ(Ask(leaf, patient, "2026-01-18").truth, kNotMet);
  const LeafOutcome today = Ask(leaf, patient);
  EXPECT_EQ(today.because, "lorlatinib ended 2025-12-20, 26 days ago; 28 days needed");
  EXPECT_THAT(today.breakpoints, ElementsAre(D("2026-01-17")));
  EXPECT_THAT(today.needs_stop, IsEmpty());
}

TEST(TreatmentTest, OngoingDrugIsInsideAndMustStop) {
  const TreatmentLeaf leaf = Within(Had({"alk_tki"}), Days(14));
  const Change patient = Treated({Ongoing(Drug("alectinib", "2024-07"))});
  const LeafOutcome today = Ask(leaf, patient);
  EXPECT_EQ(today.truth, kMet);
  EXPECT_THAT(today.needs_stop, ElementsAre("alectinib"));
  EXPECT_THAT(today.breakpoints, IsEmpty());
  const LeafOutcome stopped = Ask(leaf, patient, kToday, kToday, true);
  EXPECT_EQ(stopped.truth, kMet);
  EXPECT_THAT(stopped.breakpoints, ElementsAre(D("2026-01-29")));
  EXPECT_EQ(Ask(leaf, patient, "2026-01-28", kToday, true).truth, kMet);
  EXPECT_EQ(Ask(leaf, patient, "2026-01-29", kToday, true).truth, kNotMet);
  EXPECT_EQ(Ask(leaf, patient, "2026-01-29").truth, kMet) << "not stopped";
}

TEST(TreatmentTest, PriorTreatmentNeedsNoStop) {
  const LeafOutcome outcome = Ask(Had({"alk_tki"}), Treated({Ongoing(Drug("alectinib", "2024-07"))}));
  EXPECT_EQ(outcome.truth, kMet);
  EXPECT_THAT(outcome.needs_stop, IsEmpty());
}

TEST(TreatmentTest, DatesThatAreNotExact) {
  const TreatmentLeaf leaf = Within(Had({"alectinib"}), Days(28));
  Check({
      {"a month that straddles", Treated({Drug("alectinib", "2022", "2025-12")}), leaf, kUnknown, {"treatments.alectinib.end"}},
      {"this month cannot lie ahead", Treated({Drug("alectinib", "2022", "2026-01")}), leaf, kMet},
      {"a month before", Treated({Drug("alectinib", "2022", "2025-11")}), leaf, kNotMet},
      {"no dates at all", Treated({Drug("alectinib")}), leaf, kUnknown, {"treatments.alectinib.end", "treatments.alectinib.ongoing"}},
  });
}

TEST(TreatmentTest, HalfLives) {
  TreatmentLeaf leaf = Had({"alectinib"});
  leaf.window = {.at_least = Days(14), .half_lives = 5, .which = rules::Window::Which::kShorter};
  // 5 x 33 h are 7 days.
  const Change patient = Treated({Drug("alectinib", "2022-06", "2026-01-05")});
  EXPECT_EQ(Ask(leaf, patient, "2026-01-11").truth, kNotMet);
  EXPECT_EQ(Ask(leaf, patient, "2026-01-12").truth, kMet);
}

TEST(TreatmentTest, Outcomes) {
  const Treatment responding = Ongoing(Line(1, Drug("alectinib", "2024-03", "", "response")));
  const Treatment earlier = Line(1, Drug("crizotinib", "2020", "2021", "switched"));
  Check({
      {"progression", Treated({kAlectinib}), Ended(Had({"alk_tki"}), Outcome::kProgression), kMet},
      {"responding", Progressing(Treated({responding}), false),
       Ended(Had({"alk_tki"}), Outcome::kProgression), kNotMet},
      {"progressing under it", Progressing(Treated({responding}), true),
       Ended(Had({"alk_tki"}), Outcome::kProgression), kMet},
      {"told by the response", Treated({responding}),
       Ended(Had({"alk_tki"}), Outcome::kProgression), kNotMet},
      {"not told", Treated({Ongoing(Line(1, Drug("alectinib", "2024-03")))}),
       Ended(Had({"alk_tki"}), Outcome::kProgression), kUnknown},
      {"switched earlier",
       Treated({earlier, Line(2, Drug("alectinib", "2022-06", "2026-01-05", "progression"))}),
       Ended(Had({"crizotinib"}), Outcome::kProgression), kNotMet},
      {"intolerance", Treated({Line(1, Drug("brigatinib", "2024", "2025", "intolerance"))}),
       Ended(Had({"alk_tki"}), Outcome::kIntolerance), kMet},
      {"progression is no intolerance", Treated({kAlectinib}),
       Ended(Had({"alk_tki"}), Outcome::kIntolerance), kNotMet},
      {"progressed after stopping for intolerance",
       Progressing(Treated({Line(1, Drug("brigatinib", "2024", "2025", "intolerance"))}), true),
       Ended(Had({"alk_tki"}), Outcome::kProgression), kMet},
      {"no progression", Progressing(Treated({responding}), false),
       Ended(Had({"alk_tki"}), Outcome::kNoProgression), kMet},
      {"response", Treated({responding}), Ended(Had({"alk_tki"}), Outcome::kResponse), kMet},
      {"outcome not told", Treated({Line(1, Drug("alectinib", "2022", "2025-06"))}),
       Ended(Had({"alk_tki"}), Outcome::kProgression), kUnknown},
  });
}

TEST(TreatmentTest, Lines) {
  const std::vector<Treatment> four = {
      Line(1, Drug("alectinib", "2019-07", "2022-01", "progression")), Line(2, Drug("lorlatinib", "2022-01", "2023-05", "progression")),
      Line(3, Drug("carboplatin", "2023-05", "2023-09", "progression")), Line(3, Drug("pemetrexed", "2023-05", "2024-02", "progression")),
      Line(4, Drug("neladalkib", "2024-03", "2025-12-18", "progression"))};
  const std::vector<Treatment> chemoradiation = {Line(1, Drug("cisplatin", "2025-10-20", "2025-12-05"), "definitive"),
                                                 Line(1, Drug("pemetrexed", "2025-10-20", "2025-12-05"), "definitive")};
  Treatment carboplatin = Drug("carboplatin", "2024-01", "2024-05"), pemetrexed = Drug("pemetrexed", "2024-01", "2024-05");
  carboplatin.intent = pemetrexed.intent = "metastatic";
  Treatment maintenance = Drug("pembrolizumab", "2024-06", "2024-12");
  maintenance.intent = "maintenance";
  Check({
      {"four lines", Treated(four), Count(Quantifier::kLines, Between(4, 4)), kMet},
      {"one too many", Treated(four), Count(Quantifier::kLines, AtMost(3)), kNotMet},
      {"lines of an ALK TKI", Treated(four), Count(Quantifier::kLines, Between(3, 3), {"alk_tki"}), kMet},
      {"chemoradiation is no line", Treated(chemoradiation), Count(Quantifier::kLines, AtMost(0)), kMet},
      {"unless the text says so", Treated(chemoradiation), With(Count(Quantifier::kLines, AtLeast(1)), [](TreatmentLeaf& l) { l.intents = {"definitive"}; }), kMet},
      {"drugs begun together and their maintenance", Treated({carboplatin, pemetrexed, maintenance}), Count(Quantifier::kLines, Between(1, 1)), kMet},
      {"list open: at least one", Treated({kAlectinib}, false), Count(Quantifier::kLines, AtLeast(1)), kMet},
      {"list open: at most one", Treated({kAlectinib}, false), Count(Quantifier::kLines, AtMost(1)), kUnknown},
      {"list open: two are too many", Treated(four, false), Count(Quantifier::kLines, AtMost(1)), kNotMet},
      {"never treated", Treated({}), Count(Quantifier::kLines, AtMost(0)), kMet},
      {"different drugs", Treated(four), Count(Quantifier::kAgents, Between(3, 3), {"alk_tki"}), kMet},
  });
}

TEST(TreatmentTest, TogetherOnlyAndMostRecent) {
  const std::vector<Treatment> doublet = {kAlectinib, Line(2, Drug("carboplatin", "2026-01-06", "2026-01-10")),
                                          Line(2, Drug("pemetrexed", "2026-01-06", "2026-01-10"))};
  const auto together = With(Had({"platinum", "pemetrexed"}), [](TreatmentLeaf& l) { l.together = true; });
  const auto only = With(Had({"crizotinib"}), [](TreatmentLeaf& l) {
    l.quantifier = Quantifier::kOnly;
    l.within_class = {"alk_tki"};
  });
  const auto recent_alk_tki = [](std::vector<std::string> what) {
    return With(Had(std::move(what)), [](TreatmentLeaf& l) {
      l.quantifier = Quantifier::kMostRecent;
      l.within_class = {"alk_tki"};
    });
  };
  const auto recent = [](std::vector<std::string> what) {
    return With(Had(std::move(what)), [](TreatmentLeaf& l) { l.quantifier = Quantifier::kMostRecent; });
  };
  Check({
      {"a doublet", Treated(doublet), together, kMet},
      {"no doublet", Treated({kAlectinib}), together, kNotMet},
      {"crizotinib only", Treated({Drug("crizotinib", "2020", "2021")}), only, kMet},
      {"and another", Treated({Drug("crizotinib", "2020", "2021"), kAlectinib}), only, kNotMet},
      {"only, list open", Treated({Drug("crizotinib", "2020", "2021")}, false), only, kUnknown, {"treatments"}},
      {"last was chemotherapy", Treated(doublet), recent({"chemotherapy"}), kMet},
      {"the last ALK TKI, before chemotherapy", Treated(doublet), recent_alk_tki({"alectinib"}), kMet},
      {"another was the last ALK TKI", Treated(doublet), recent_alk_tki({"lorlatinib"}), kNotMet},
      {"no ALK TKI", Treated({Line(1, Drug("carboplatin", "2025-01-06", "2025-03-10"))}), recent_alk_tki({"lorlatinib"}), kNotMet},
      {"last was not an ALK TKI", Treated(doublet), recent({"alk_tki"}), kNotMet},
      {"one that goes on is the last", Treated({Ongoing(Drug("alectinib", "2024"))}, false), recent({"alk_tki"}), kMet},
      {"the last known", Treated({kAlectinib}, false), recent({"alk_tki"}), kUnknown, {"treatments"}},
  });
}

TEST(TreatmentTest, OtherCancersAndIntents) {
  Treatment letrozole = Ongoing(Drug("letrozole", "2024-10"));
  letrozole.for_disease = "breast cancer";
  letrozole.for_disease_id = "breast_cancer";
  letrozole.intent = "adjuvant";
  const Change patient = [=](Patient& p) {
    p.cancer.type = p.cancer.type_id = "nsclc";
    p.treatments = {letrozole};
    p.complete = {"treatments"};
  };
  const auto ours = With(Had({"systemic_therapy"}), [](TreatmentLeaf& l) { l.for_this_cancer = true; });
  const auto intent = [](const char* name) { return With(Had({"systemic_therapy"}), [&](TreatmentLeaf& l) { l.intents = {name}; }); };
  Check({
      {"any systemic therapy", patient, Had({"systemic_therapy"}), kMet},
      {"of this cancer", patient, ours, kNotMet},
      {"no line of this cancer", patient, Count(Quantifier::kLines, AtMost(0)), kMet},
      {"metastatic", Treated({kAlectinib}), intent("metastatic"), kMet},
      {"adjuvant", Treated({kAlectinib}), intent("adjuvant"), kNotMet},
      {"intent not told", Treated({Drug("alectinib", "2020", "2021")}), intent("metastatic"), kUnknown, {"treatments.alectinib.intent"}},
  });
}

TEST(TreatmentTest, InATrial) {
  Treatment in_trial = kAlectinib, outside = kAlectinib;
  in_trial.in_trial = true;
  outside.in_trial = false;
  const auto asked = With(Had({"alectinib"}), [](TreatmentLeaf& l) { l.in_trial = true; });
  Check({
      {"told", Treated({in_trial}), asked, kMet},
      {"told otherwise", Treated({outside}), asked, kNotMet},
      {"a complete list tells of none", Treated({kAlectinib}), asked, kNotMet},
      {"an open list leaves it open", Treated({kAlectinib}, false), asked, kUnknown, {"treatments.alectinib", "treatments.alectinib.in_trial"}},
  });
}

TEST(TreatmentTest, AnIllnessThatNeededSteroidsHadThem) {
  const auto had = [](const char* status, const char* date) {
    return [=](Patient& p) {
      p.conditions = {Illness("pneumonitis", status, date)};
      p.conditions[0].needed_steroids = true;
      p.complete = {"medications", "conditions"};
    };
  };
  TreatmentLeaf lately = Had({"corticosteroid"});
  lately.window.within = Months(24);
  TreatmentLeaf now = Had({"corticosteroid"});
  now.ongoing = true;
  Check({
      {"within two years", had("past", "2025-01"), lately, kMet},
      {"earlier", had("past", "2022-01"), lately, kNotMet},
      {"no longer", had("past", "2025-01"), now, kNotMet},
  });
}

TEST(TreatmentTest, MedicationsAreTakenNow) {
  const auto takes = [](std::vector<Medication> medications, bool complete) {
    return [=](Patient& p) {
      p.medications = medications;
      if (complete) p.complete = {"medications"};
    };
  };
  const Medication cobicistat{"cobicistat", "cobicistat"};
  Check({
      {"listed", takes({cobicistat}, true), Had({"cyp3a_strong_inhibitor"}), kMet},
      {"not listed", takes({}, true), Had({"cyp3a_strong_inhibitor"}), kNotMet},
      {"not told", takes({}, false), Had({"cyp3a_strong_inhibitor"}), kUnknown, {"medications.cyp3a_strong_inhibitor"}},
      {"any medication at all is not meant", takes({cobicistat}, true), Had({"medication"}), kUnknown},
      {"no systemic therapy of cancer", takes({cobicistat}, false), Had({"systemic_therapy"}), kUnknown},
      {"an earlier cancer drug is not taken now", Treated({Drug("ceritinib", "2020", "2021")}), Had({"cyp3a_strong_inhibitor"}), kNotMet},
      {"steroids for the brain", [](Patient& p) { p.brain = Brain{.metastases = "untreated", .steroids = "increasing"}; }, Had({"corticosteroid"}), kMet},
  });
  EXPECT_THAT(Ask(Had({"cyp3a_strong_inhibitor"}), takes({cobicistat}, true)).needs_stop, ElementsAre("cobicistat"));
  EXPECT_EQ(Ask(Had({"cyp3a_strong_inhibitor"}), takes({cobicistat}, true), kToday, kToday, true).truth, kNotMet);
}

TEST(TreatmentTest, OldOngoingIsUnknown) {
  const Change patient = [](Patient& p) {
    p.as_of = P("2025-10-01");
    p.treatments = {Ongoing(Drug("alectinib", "2024"))};
    p.complete = {"treatments"};
  };
  const auto ongoing = With(Had({"alk_tki"}), [](TreatmentLeaf& l) { l.ongoing = true; });
  EXPECT_EQ(Ask(ongoing, patient).truth, kUnknown);
  EXPECT_EQ(Ask(Had({"alk_tki"}), patient).truth, kMet);
  EXPECT_EQ(Ask(ongoing, patient, "2025-10-20", "2025-10-20").truth, kMet);
}

}  // namespace
}  // namespace trialmatch::matcher
