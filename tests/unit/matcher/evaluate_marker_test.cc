#include "tests/unit/matcher/evaluate_test_support.h"

namespace trialmatch::matcher {
namespace {

using rules::MarkerLeaf;

MarkerLeaf Marker(std::vector<std::string> genes, std::string alteration = "any", std::vector<std::string> details = {}) {
  return {.genes = std::move(genes), .alteration = std::move(alteration), .details = std::move(details)};
}
MarkerLeaf KnownOnly(MarkerLeaf leaf) {
  leaf.known_only = true;
  return leaf;
}
MarkerLeaf Tested(std::vector<std::string> genes) { return {.genes = std::move(genes), .tested = true}; }
MarkerLeaf Resistance(std::string gene) { return {.genes = {std::move(gene)}, .alteration = "mutation", .resistance = true}; }
MarkerLeaf Other(std::vector<std::string> except) { return {.genes = {"driver"}, .except_genes = std::move(except), .alteration = "any"}; }
MarkerLeaf Score(std::string gene, base::Bounds bounds, std::string unit) { return {.genes = {std::move(gene)}, .score = bounds, .score_unit = std::move(unit)}; }

Change Has(std::vector<Biomarker> biomarkers, bool complete = false) {
  return [=](Patient& p) {
    p.biomarkers = biomarkers;
    if (complete) p.complete = {"biomarkers"};
  };
}
Biomarker PdL1(double value, std::string unit) { return {.marker = "PD-L1", .value = value, .unit = std::move(unit)}; }

const Biomarker kFusion = Gene("ALK", "fusion", "positive");
const Biomarker kExon19 = Gene("EGFR", "mutation", "positive", "exon 19 deletion");

TEST(MarkerTest, PositiveNegativeAndUntold) {
  Check({
      {"fusion answers fusion", Has({kFusion}), Marker({"ALK"}, "fusion"), kMet},
      {"fusion answers any", Has({kFusion}), Marker({"ALK"}), kMet},
      {"fusion says nothing of mutation", Has({kFusion}), Marker({"ALK"}, "mutation"), kUnknown, {"biomarkers.ALK"}},
      {"positive without more is a fusion of ALK", Has({Gene("ALK", "any", "positive")}), Marker({"ALK"}, "fusion"), kMet},
      {"negative for any denies all", Has({Gene("ALK", "any", "negative")}), Marker({"ALK"}, "fusion"), kNotMet},
      {"negative fusion leaves a mutation open", Has({Gene("ALK", "fusion", "negative")}), Marker({"ALK"}, "mutation"), kUnknown},
      {"indeterminate", Has({Gene("ALK", "fusion", "indeterminate")}), Marker({"ALK"}, "fusion"), kUnknown},
      {"not tested", Has({Gene("ALK", "fusion", "not_tested")}), Marker({"ALK"}, "fusion"), kUnknown, {"biomarkers.ALK"}},
      {"not mentioned", Has({kFusion}), Marker({"EGFR"}, "mutation"), kUnknown, {"biomarkers.EGFR"}},
      {"not mentioned, complete", Has({kFusion}, true), Marker({"EGFR"}, "mutation"), kNotMet},
      {"indeterminate, complete", Has({Gene("ALK", "fusion", "indeterminate")}, true), Marker({"ALK"}, "fusion"), kUnknown},
      {"complete never closes expression", Has({kFusion}, true), Marker({"HER2"}, "overexpression"), kUnknown},
      {"complete never closes what is no driver", Has({kFusion}, true), Marker({"TP53"}, "mutation"), kUnknown},
      {"complete closes a family with a driver", Has({kFusion}, true), Marker({"RAS"}, "mutation"), kNotMet},
      {"any of several genes", Has({kFusion}), Marker({"EGFR", "ALK"}), kMet},
      {"a family by its member", Has({Gene("NTRK1", "fusion", "positive")}), Marker({"NTRK"}, "fusion"), kMet},
      {"a family denied denies the member", Has({Gene("NTRK", "any", "negative")}), Marker({"NTRK1"}, "fusion"), kNotMet},
      {"a family leaves the member open", Has({Gene("NTRK", "fusion", "positive")}), Marker({"NTRK1"}, "fusion"), kUnknown},
      {"wild type", Has({Gene("EGFR", "any", "negative")}), Marker({"EGFR"}, "wild_type"), kMet},
      {"amplification", Has({Gene("MET", "amplification", "positive")}), Marker({"MET"}, "amplification"), kMet},
  });
}

TEST(MarkerTest, Details) {
  const Biomarker compound = Gene("ALK", "mutation", "positive", "G1202R/L1196M");
  Check({
      {"named", Has({kExon19}), Marker({"EGFR"}, "mutation", {"exon 19 deletion"}), kMet},
      {"any of the named", Has({kExon19}), Marker({"EGFR"}, "mutation", {"L858R", "exon 19 deletion"}), kMet},
      {"another sensitizing mutation", Has({kExon19}), Marker({"EGFR"}, "mutation", {"L858R"}), kNotMet},
      {"a resistance mutation may be there too", Has({kExon19}), Marker({"EGFR"}, "mutation", {"T790M"}), kUnknown},
      {"a resistance mutation, complete", Has({kExon19}, true), Marker({"EGFR"}, "mutation", {"T790M"}), kNotMet},
      {"part of a compound", Has({compound}), Marker({"ALK"}, "mutation", {"L1196M"}), kMet},
      {"pattern", Has({Gene("ALK", "mutation", "positive", "p.I1171N")}), Marker({"ALK"}, "mutation", {"I1171*"}), kMet},
      {"residue", Has({Gene("ALK", "mutation", "positive", "I1171N")}), Marker({"ALK"}, "mutation", {"I1171"}), kMet},
      {"pattern of another residue", Has({compound}, true), Marker({"ALK"}, "mutation", {"I1171*"}), kNotMet},
      {"mutation without a name", Has({Gene("EGFR", "mutation", "positive")}), Marker({"EGFR"}, "mutation", {"L858R"}), kUnknown},
  });
}

TEST(MarkerTest, ResistanceMutations) {
  Check({
      {"named in the table", Has({kFusion, Gene("ALK", "mutation", "positive", "G1202R")}), Resistance("ALK"), kMet},
      {"told as such", Has({Gene("ALK", "resistance_mutation", "positive")}), Resistance("ALK"), kMet},
      {"denied", Has({kFusion, Gene("ALK", "resistance_mutation", "negative")}), Resistance("ALK"), kNotMet},
      {"not told", Has({kFusion}), Resistance("ALK"), kUnknown},
      {"counts as a mutation", Has({Gene("ALK", "resistance_mutation", "positive")}), Marker({"ALK"}, "mutation"), kMet},
      {"denied denies the name", Has({Gene("ALK", "resistance_mutation", "negative")}), Marker({"ALK"}, "mutation", {"G1202R"}), kNotMet},
  });
}

TEST(MarkerTest, KnownOnlyAndTested) {
  Check({
      {"no known: untested passes", Has({}), KnownOnly(Marker({"EGFR"})), kNotMet},
      {"no known: known fails", Has({kFusion}), KnownOnly(Marker({"ALK"})), kMet},
      {"tested", Has({Gene("EGFR", "any", "negative")}), Tested({"EGFR"}), kMet},
      {"not tested", Has({Gene("EGFR", "any", "not_tested")}), Tested({"EGFR"}), kNotMet},
      {"tested not told", Has({}), Tested({"EGFR"}), kUnknown, {"biomarkers.EGFR"}},
      {"complete tells that the drivers were tested", Has({}, true), Tested({"EGFR"}), kMet},
  });
}

TEST(MarkerTest, OtherDrivers) {
  Check({
      {"an ALK fusion is a driver", Has({kFusion}), Other({}), kMet},
      {"but no other driver", Has({kFusion}, true), Other({"ALK"}), kNotMet},
      {"others not told", Has({kFusion}), Other({"ALK"}), kUnknown, {"biomarkers"}},
      {"a second driver", Has({kFusion, Gene("MET", "amplification", "positive")}), Other({"ALK"}), kMet},
      {"no known other", Has({kFusion}), KnownOnly(Other({"ALK"})), kNotMet},
  });
}

TEST(MarkerTest, Scores) {
  Check({
      {"at", Has({PdL1(50, "% TPS")}), Score("PD-L1", AtLeast(50), "%"), kMet},
      {"below", Has({PdL1(49, "% TPS")}), Score("PD-L1", AtLeast(50), "%"), kNotMet},
      {"another scale", Has({PdL1(60, "CPS")}), Score("PD-L1", AtLeast(50), "% TPS"), kUnknown},
      {"not told, never closed", Has({kFusion}, true), Score("PD-L1", AtLeast(1), "%"), kUnknown, {"biomarkers.PD-L1.value"}},
      {"IHC 3+", Has({{.gene = "HER2", .gene_id = "HER2", .alteration = "overexpression", .result = "positive", .score = "IHC 3+"}}),
       Score("HER2", AtLeast(3), "+"), kMet},
  });
}

TEST(MarkerTest, SaysWhereItComesFrom) {
  Biomarker fusion = kFusion;
  fusion.method = "NGS";
  fusion.date = P("2024-03");
  EXPECT_EQ(Ask(Marker({"ALK"}, "fusion"), Has({fusion})).because, "ALK fusion positive (NGS, 2024-03)");
}

}  // namespace
}  // namespace trialmatch::matcher
