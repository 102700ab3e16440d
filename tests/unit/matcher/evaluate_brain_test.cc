#include "tests/unit/matcher/evaluate_test_support.h"

namespace trialmatch::matcher {
namespace {

using rules::BrainLeaf;
using Site = rules::BrainLeaf::Site;

BrainLeaf Has(Site site = Site::kBrain) { return {.site = site}; }
BrainLeaf With(const std::function<void(BrainLeaf&)>& change) {
  BrainLeaf leaf;
  change(leaf);
  return leaf;
}
Change State(const char* metastases, const std::function<void(Brain&)>& more = [](Brain&) {}) {
  return [=](Patient& p) {
    p.brain = Brain{.metastases = metastases};
    more(*p.brain);
  };
}
const auto kStable = [](Brain& b) { b.stable = true; };
const auto kUnstable = [](Brain& b) { b.stable = false; };

TEST(BrainTest, Presence) {
  const auto sites = [](std::vector<std::string> ids, bool complete) {
    return [=](Patient& p) {
      p.cancer.stage = "IVB";
      p.cancer.metastases = ids;
      if (complete) p.complete = {"metastases"};
    };
  };
  Check({
      {"none", State("none"), Has(), kNotMet},
      {"untreated", State("untreated"), Has(), kMet},
      {"nothing told", [](Patient&) {}, Has(), kUnknown, {"brain.metastases"}},
      {"listed", sites({"brain"}, false), Has(), kMet},
      {"not listed", sites({"bone"}, false), Has(), kUnknown},
      {"not listed, complete", sites({"bone"}, true), Has(), kNotMet},
      {"localised disease", [](Patient& p) { p.cancer.stage = "IIIA"; }, Has(), kNotMet},
      {"leptomeningeal", State("progressing", [](Brain& b) { b.leptomeningeal = true; }), Has(Site::kLeptomeningeal), kMet},
      {"leptomeningeal not told", State("none"), Has(Site::kLeptomeningeal), kUnknown, {"brain.leptomeningeal"}},
      {"either", State("none", [](Brain& b) { b.leptomeningeal = true; }), Has(Site::kEither), kMet},
      {"neither", State("none", [](Brain& b) { b.leptomeningeal = false; }), Has(Site::kEither), kNotMet},
  });
}

TEST(BrainTest, ActiveTreatedStable) {
  const BrainLeaf active = With([](BrainLeaf& l) { l.active = true; });
  const BrainLeaf untreated = With([](BrainLeaf& l) { l.treated = false; });
  const BrainLeaf treated_stable = With([](BrainLeaf& l) { l.treated = l.stable = true; });
  const BrainLeaf progressing = With([](BrainLeaf& l) { l.progressing = true; });
  Check({
      {"none is not active", State("none"), active, kNotMet},
      {"untreated is active", State("untreated"), active, kMet},
      {"untreated and stable is not", State("untreated", kStable), active, kNotMet},
      {"progressing is active", State("progressing"), active, kMet},
      {"treated and stable is not", State("treated", kStable), active, kNotMet},
      {"treated and not stable is", State("treated", kUnstable), active, kMet},
      {"treated, stability not told", State("treated"), active, kUnknown, {"brain.stable"}},
      {"present, nothing told", State("present"), active, kUnknown},
      {"untreated", State("untreated"), untreated, kMet},
      {"treated", State("treated"), untreated, kNotMet},
      {"treated and stable", State("treated", kStable), treated_stable, kMet},
      {"progressing is not stable", State("progressing"), treated_stable, kNotMet},
      {"progressing", State("progressing"), progressing, kMet},
      {"stable is not progressing", State("treated", kStable), progressing, kNotMet},
  });
}

TEST(BrainTest, SteroidsSymptomsNumbers) {
  const BrainLeaf symptomatic = With([](BrainLeaf& l) { l.symptomatic = true; });
  const BrainLeaf on_steroids = With([](BrainLeaf& l) { l.on_steroids = true; });
  const BrainLeaf dose = With([](BrainLeaf& l) { l.steroid_prednisone_mg_per_day = AtMost(10); });
  const BrainLeaf size = With([](BrainLeaf& l) { l.largest_mm = AtMost(20); });
  const auto steroids = [](const char* word, std::optional<double> mg = {}) {
    return [=](Brain& b) {
      b.steroids = word;
      b.steroid_prednisone_mg_per_day = mg;
    };
  };
  Check({
      {"symptoms", State("progressing", [](Brain& b) { b.symptomatic = true; }), symptomatic, kMet},
      {"symptoms not told", State("progressing"), symptomatic, kUnknown, {"brain.symptomatic"}},
      {"steroids", State("untreated", steroids("increasing")), on_steroids, kMet},
      {"no steroids", State("untreated", steroids("none")), on_steroids, kNotMet},
      {"rising", State("untreated", steroids("increasing")), With([](BrainLeaf& l) { l.steroids_increasing = true; }), kMet},
      {"dose at", State("untreated", steroids("stable", 10)), dose, kMet},
      {"dose above", State("untreated", steroids("stable", 10.5)), dose, kNotMet},
      {"no steroids are no dose", State("untreated", steroids("none")), dose, kMet},
      {"dose not told", State("untreated", steroids("stable")), dose, kUnknown, {"brain.steroid_prednisone_mg_per_day"}},
      {"size at", State("untreated", [](Brain& b) { b.largest_mm = 20; }), size, kMet},
      {"size above", State("untreated", [](Brain& b) { b.largest_mm = 21; }), size, kNotMet},
      {"size not told", State("untreated"), size, kUnknown, {"brain.largest_mm"}},
  });
}

TEST(BrainTest, StableForFourWeeks) {
  const BrainLeaf leaf = With([](BrainLeaf& l) { l.stable_for = Weeks(4); });
  const auto since = [](const char* date) {
    return State("treated", [=](Brain& b) {
      b.stable = true;
      b.stable_since = P(date);
    });
  };
  EXPECT_EQ(Ask(leaf, since("2025-12-19")).truth, kNotMet);
  EXPECT_EQ(Ask(leaf, since("2025-12-18")).truth, kMet);
  EXPECT_THAT(Ask(leaf, since("2025-12-20")).breakpoints, testing::ElementsAre(D("2026-01-17")));
  const auto treated_on = [](const char* date) {
    return State("treated", [=](Brain& b) {
      b.stable = true;
      b.treated_on = P(date);
    });
  };
  Check({{"since when is not told", treated_on("2025-10-15"), leaf, kUnknown, {"brain.stable_since"}},
         {"never longer than since treatment", treated_on("2026-01-01"), leaf, kNotMet},
         {"not stable", State("progressing"), leaf, kNotMet}});
}

TEST(BrainTest, NeverStableForLongerThanSinceTheCancerWasFound) {
  const BrainLeaf leaf = With([](BrainLeaf& l) { l.stable_for = Weeks(4); });
  const auto found = [](const char* date) {
    return [=](Patient& p) {
      p.brain = Brain{.metastases = "untreated"};
      p.cancer.diagnosed = P(date);
    };
  };
  const LeafOutcome recent = Ask(leaf, found("2026-01-06"));
  EXPECT_EQ(recent.truth, kNotMet);
  EXPECT_THAT(recent.breakpoints, testing::ElementsAre(D("2026-02-03")));   // open from then on
  EXPECT_EQ(Ask(leaf, found("2025-12-18")).truth, kUnknown);
}

TEST(BrainTest, WindowSinceLocalTreatment) {
  const BrainLeaf leaf = With([](BrainLeaf& l) { l.since_treatment.at_least = Weeks(2); });
  const auto srs = [](Patient& p) {
    p.brain = Brain{.metastases = "treated"};
    Treatment radiation{.kind = "radiation", .end = P("2026-01-05"), .site = "brain", .site_id = "brain", .technique = "SRS"};
    p.treatments = {radiation};
  };
  EXPECT_EQ(Ask(leaf, srs, "2026-01-18").truth, kNotMet);
  EXPECT_EQ(Ask(leaf, srs, "2026-01-19").truth, kMet);
  EXPECT_EQ(Ask(leaf, State("untreated")).truth, kNotMet);
}

TEST(BrainTest, OldStabilityIsUnknown) {
  const Change patient = [](Patient& p) {
    p.as_of = P("2025-10-01");
    p.brain = Brain{.metastases = "treated", .stable = true};
  };
  EXPECT_EQ(Ask(With([](BrainLeaf& l) { l.stable = true; }), patient).truth, kUnknown);
  EXPECT_EQ(Ask(Has(), patient).truth, kMet);
}

}  // namespace
}  // namespace trialmatch::matcher
