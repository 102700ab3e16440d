#include "tests/unit/matcher/evaluate_test_support.h"

namespace trialmatch::matcher {
namespace {

using rules::OneOfLeaf;
using Attribute = rules::OneOfLeaf::Attribute;

OneOfLeaf Of(Attribute attribute, std::vector<std::string> values, std::vector<std::string> except = {}) {
  return {.attribute = attribute, .values = std::move(values), .except = std::move(except)};
}
OneOfLeaf Disease(std::vector<std::string> values, std::vector<std::string> except = {}) { return Of(Attribute::kDisease, std::move(values), std::move(except)); }
OneOfLeaf StageLeaf(std::vector<std::string> values, int edition = 0) { return {.attribute = Attribute::kStage, .values = std::move(values), .edition = edition}; }
OneOfLeaf Setting(std::vector<std::string> values) { return Of(Attribute::kSetting, std::move(values)); }

Change Cancer(const char* type, const char* histology = "") {
  return [=](Patient& p) {
    p.cancer.type = p.cancer.type_id = type;
    p.cancer.histology = p.cancer.histology_id = histology;
  };
}
Change MetastaticSclc() {
  return [](Patient& p) {
    p.cancer.type = p.cancer.type_id = "sclc";
    p.cancer.setting = "metastatic";
  };
}
Change Staged(const char* stage, const char* setting = "", std::optional<int> edition = {}) {
  return [=](Patient& p) {
    p.cancer.stage = stage;
    p.cancer.setting = setting;
    p.cancer.stage_edition = edition;
  };
}
Change LocallyAdvanced(std::optional<bool> resectable) {
  return [=](Patient& p) {
    p.cancer.stage = "IIIB";
    p.cancer.setting = "locally_advanced";
    p.cancer.resectable = resectable;
  };
}

TEST(OneOfTest, DiseaseUpAndDownTheHierarchy) {
  Check({
      {"itself", Cancer("nsclc"), Disease({"nsclc"}), kMet},
      {"below", Cancer("nsclc", "lung_adenocarcinoma"), Disease({"solid_tumor"}), kMet},
      {"above leaves it open", Cancer("nsclc"), Disease({"lung_adenocarcinoma"}), kUnknown, {"cancer.histology"}},
      {"disjoint", Cancer("nsclc", "lung_adenocarcinoma"), Disease({"melanoma"}), kNotMet},
      {"another histology", Cancer("nsclc", "squamous_nsclc"), Disease({"nonsquamous_nsclc"}), kNotMet},
      {"except what it is", Cancer("nsclc", "squamous_nsclc"), Disease({"nsclc"}, {"squamous_nsclc"}), kNotMet},
      {"except what it may be", Cancer("nsclc"), Disease({"nsclc"}, {"squamous_nsclc"}), kUnknown},
      {"except what it is not", Cancer("nsclc", "lung_adenocarcinoma"), Disease({"nsclc"}, {"squamous_nsclc"}), kMet},
      {"where in the lung it grows leaves the cells open", Cancer("nsclc", "squamous_nsclc"), Disease({"pancoast"}), kUnknown},
      {"small cell, the stage not told", Cancer("sclc"), Disease({"sclc_limited"}), kUnknown, {"cancer.histology"}},
      {"small cell that has spread is not limited", MetastaticSclc(), Disease({"sclc_limited"}), kNotMet},
      {"small cell that has spread is extensive", MetastaticSclc(), Disease({"sclc_extensive"}), kMet},
      {"another lung cancer does not grow there", Cancer("sclc"), Disease({"pancoast"}), kNotMet},
      {"any of several", Cancer("imt"), Disease({"nsclc", "imt"}), kMet},
      {"not told", [](Patient&) {}, Disease({"nsclc"}), kUnknown, {"cancer.type"}},
  });
}

TEST(OneOfTest, TransformationReplacesTheHistology) {
  Check({
      {"no longer NSCLC", Cancer("nsclc", "sclc"), Disease({"nsclc"}), kNotMet},
      {"small cell", Cancer("nsclc", "sclc"), Disease({"sclc"}), kMet},
      {"still lung cancer", Cancer("nsclc", "sclc"), Disease({"lung_cancer"}), kMet},
      {"still a solid tumor", Cancer("nsclc", "sclc"), Disease({"solid_tumor"}), kMet},
  });
}

TEST(OneOfTest, StageGroupsCoverTheirParts) {
  Check({
      {"same", Staged("IIIA"), StageLeaf({"IIIA"}), kMet},
      {"III covers IIIA", Staged("IIIA"), StageLeaf({"III"}), kMet},
      {"IV covers IVB", Staged("IVB"), StageLeaf({"IV"}), kMet},
      {"I does not cover II", Staged("IIA"), StageLeaf({"I"}), kNotMet},
      {"III may be IIIA", Staged("III"), StageLeaf({"IIIA"}), kUnknown, {"cancer.stage"}},
      {"III is one of its parts", Staged("III"), StageLeaf({"IV"}), kNotMet},
      {"IA may be IA2", Staged("IA"), StageLeaf({"IA2"}), kUnknown},
      {"metastatic is IV", Staged("", "metastatic"), StageLeaf({"IV"}), kMet},
      {"metastatic may be IVA", Staged("", "metastatic"), StageLeaf({"IVA"}), kUnknown},
      {"metastatic is not III", Staged("", "metastatic"), StageLeaf({"III"}), kNotMet},
      {"resected is not IV", Staged("", "resected"), StageLeaf({"IV"}), kNotMet},
      {"resected may be II", Staged("", "resected"), StageLeaf({"II"}), kUnknown},
      {"not told", [](Patient&) {}, StageLeaf({"IV"}), kUnknown, {"cancer.stage"}},
      {"another edition, neighbour", Staged("IIA", "", 8), StageLeaf({"IB"}, 7), kUnknown},
      {"another edition, far", Staged("IIIA", "", 8), StageLeaf({"IB"}, 7), kNotMet},
      {"another edition, metastatic", Staged("IVA", "", 8), StageLeaf({"IIIB"}, 7), kNotMet},
      {"effusion was IIIB in the sixth", Staged("IVA", "", 8), StageLeaf({"IIIB"}, 6), kUnknown},
      {"same edition", Staged("IIA", "", 7), StageLeaf({"IB"}, 7), kNotMet},
  });
}

TEST(OneOfTest, SettingsByTheTable) {
  const Change untreated = [](Patient& p) {
    p.cancer.setting = "resectable";
    p.complete = {"treatments"};
  };
  const Change relapsed = [](Patient& p) {
    p.cancer.setting = "resected";
    p.cancer.progressing = true;
  };
  const auto treated = [](Treatment line) {
    return [line](Patient& p) {
      p.cancer.setting = "metastatic";
      p.treatments = {line};
      p.complete = {"treatments"};
    };
  };
  const Change failed = treated(Line(1, Drug("alectinib", "2022-06", "2026-01-05", "progression")));
  const Change helped = treated(Ongoing(Line(1, Drug("alectinib", "2024-03", "", "response"))));
  const Change failed_before = [](Patient& p) {
    p.cancer.setting = "metastatic";
    p.treatments = {Line(1, Drug("crizotinib", "2020", "2022", "progression")),
                    Ongoing(Line(2, Drug("alectinib", "2022-03", "", "response")))};
    p.complete = {"treatments"};
  };
  Check({
      {"the last line failed", failed, Setting({"refractory"}), kMet},
      {"the last line holds", helped, Setting({"refractory"}), kNotMet},
      {"nothing came back under the first line", helped, Setting({"recurrent"}), kNotMet},
      {"it had come back before", failed_before, Setting({"recurrent"}), kUnknown},
      {"metastatic is advanced", Staged("IVB", "metastatic"), Setting({"advanced"}), kMet},
      {"metastatic is not early", Staged("IVB", "metastatic"), Setting({"early_stage"}), kNotMet},
      {"metastatic is not locally advanced", Staged("IVB", "metastatic"),
       Setting({"locally_advanced"}), kNotMet},
      {"locally advanced or metastatic", Staged("IVB", "metastatic"),
       Setting({"locally_advanced", "metastatic"}), kMet},
      {"stage IV alone", Staged("IV"), Setting({"metastatic"}), kMet},
      {"a metastasis alone", [](Patient& p) { p.cancer.metastases = {{"liver"}}; },
       Setting({"metastatic"}), kMet},
      {"nodes are no metastasis", [](Patient& p) { p.cancer.metastases = {{"mediastinal_node"}}; },
       Setting({"metastatic"}), kUnknown},
      {"unresectable is advanced", LocallyAdvanced(false), Setting({"advanced"}), kMet},
      {"resectable stage III is not", LocallyAdvanced(true), Setting({"advanced"}), kNotMet},
      {"operability not told",
       LocallyAdvanced(std::nullopt),
       Setting({"advanced"}),
       kUnknown,
       {"cancer.resectable"}},
      {"unresectable is not metastatic", LocallyAdvanced(false), Setting({"metastatic"}), kNotMet},
      {"resected is early", Staged("IIIA", "resected"), Setting({"early_stage"}), kMet},
      {"resected is not metastatic", Staged("IIIA", "resected"), Setting({"metastatic"}), kNotMet},
      {"resected is not locally advanced", Staged("IIIA", "resected"),
       Setting({"locally_advanced"}), kNotMet},
      {"resectable", Staged("IIB", "resectable"), Setting({"resectable"}), kMet},
      {"limited is a word of small-cell cancer", Staged("IVB", "metastatic"), Setting({"limited"}),
       kUnknown},
      {"never treated is not recurrent", untreated, Setting({"recurrent"}), kNotMet},
      {"never treated is not refractory", untreated, Setting({"refractory"}), kNotMet},
      {"back after resection", relapsed, Setting({"recurrent"}), kMet},
      {"metastatic may be recurrent", Staged("IVB", "metastatic"), Setting({"recurrent"}),
       kUnknown},
      {"not told", [](Patient&) {}, Setting({"metastatic"}), kUnknown, {"cancer.setting"}},
  });
}

TEST(OneOfTest, EverySettingRowIsReached) {
  for (const rules::Entry& row : rules::Lexicon::BuiltIn().rows("setting_truth")) {
    EXPECT_NE(rules::Lexicon::BuiltIn().Find(rules::TermKind::kSetting, row.Get("setting")), nullptr) << row.id;
    EXPECT_THAT(std::string(row.Get("truth")), testing::AnyOf("met", "not_met", "unknown")) << row.id;
  }
  EXPECT_FALSE(rules::Lexicon::BuiltIn().rows("setting_truth").empty());
}

TEST(OneOfTest, SitesOfMetastases) {
  const auto sites = [](std::vector<std::string> ids, bool complete) {
    return [=](Patient& p) {
      p.cancer.stage = "IVB";
      p.cancer.metastases = ids;
      if (complete) p.complete = {"metastases"};
    };
  };
  const auto Site = [](const char* id) { return Of(Attribute::kMetastasisSite, {id}); };
  Check({
      {"listed", sites({"liver"}, false), Site("liver"), kMet},
      {"not listed", sites({"bone"}, false), Site("liver"), kUnknown, {"cancer.metastases"}},
      {"not listed, complete", sites({"bone"}, true), Site("liver"), kNotMet},
      {"above: abdomen", sites({"liver"}, false), Site("abdomen"), kMet},
      {"extracranial", sites({"liver"}, false), Site("extracranial"), kMet},
      {"not metastatic", Staged("IIIA", "resected"), Site("liver"), kNotMet},
      {"brain from the state of the brain", [](Patient& p) { p.brain = Brain{.metastases = "none"}; }, Site("brain"), kNotMet},
  });
}

TEST(OneOfTest, PlainWords) {
  const Change woman = [](Patient& p) {
    p.sex = "female";
    p.location.country = "US";
  };
  Check({
      {"sex", woman, Of(Attribute::kSex, {"female"}), kMet},
      {"other sex", woman, Of(Attribute::kSex, {"male"}), kNotMet},
      {"country", woman, Of(Attribute::kCountry, {"CN"}), kNotMet},
      {"smoking not told", woman, Of(Attribute::kSmoking, {"never"}), kUnknown, {"smoking"}},
  });
}

}  // namespace
}  // namespace trialmatch::matcher
