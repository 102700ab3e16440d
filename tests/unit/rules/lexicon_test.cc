#include "rules/lexicon/lexicon.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/status.h"
#include "rules/lexicon/embedded_tables.h"
#include "tests/support/small_tables.h"

namespace trialmatch::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LexiconTest, SmallTablesLoad) {
  const auto lexicon = Lexicon::Load(SmallTables());
  ASSERT_TRUE(lexicon.ok()) << lexicon.status();
  EXPECT_EQ(lexicon->table(TermKind::kDrug).size(), 3u);
}

TEST(LexiconTest, EntriesHoldTheirCells) {
  const Entry* alectinib = SmallLexicon().Find(TermKind::kDrug, "alectinib");
  ASSERT_NE(alectinib, nullptr);
  EXPECT_THAT(alectinib->names, ElementsAre("Alecensa", "CH5424802", "RO/CH5424802"));
  EXPECT_THAT(alectinib->parents, ElementsAre("alk_tki"));
  EXPECT_EQ(alectinib->GetNumber("half_life_h"), 33);
  EXPECT_EQ(alectinib->Get("cns"), "good");
  EXPECT_EQ(alectinib->Get("nonsense"), "");
  EXPECT_EQ(alectinib->line, 3);
  EXPECT_TRUE(alectinib->verified());
  EXPECT_FALSE(SmallLexicon().Find(TermKind::kDrug, "ensartinib")->verified());
  EXPECT_EQ(SmallLexicon().Find(TermKind::kDrug, "aspirin"), nullptr);
  EXPECT_THAT(SmallLexicon().Find(TermKind::kGene, "MET")->names, ElementsAre("MET", "c-MET"));
}

TEST(LexiconTest, AncestorsAreTransitive) {
  const Lexicon& lexicon = SmallLexicon();
  EXPECT_THAT(lexicon.Ancestors(TermKind::kDrug, "ceritinib"),
              ElementsAre("ceritinib", "alk_tki", "strong_inhibitor", "tki", "medication", "targeted_therapy", "systemic_therapy", "any_therapy"));
  EXPECT_THAT(lexicon.Ancestors(TermKind::kDisease, "cancer"), ElementsAre("cancer"));
  EXPECT_THAT(lexicon.Ancestors(TermKind::kDisease, "nobody"), IsEmpty());
  EXPECT_TRUE(lexicon.DrugIsA("ceritinib", "medication"));
  EXPECT_TRUE(lexicon.DrugIsA("ceritinib", "ceritinib"));
  EXPECT_TRUE(lexicon.DrugIsA("tki", "systemic_therapy"));
  EXPECT_FALSE(lexicon.DrugIsA("tki", "alk_tki"));
  EXPECT_FALSE(lexicon.DrugIsA("alectinib", "strong_inhibitor"));
  EXPECT_FALSE(lexicon.DrugIsA("nobody", "nobody"));
  EXPECT_TRUE(lexicon.IsA(TermKind::kDisease, "nsclc", "cancer"));
  EXPECT_FALSE(lexicon.IsA(TermKind::kDisease, "cancer", "nsclc"));
  EXPECT_TRUE(lexicon.IsA(TermKind::kGene, "NTRK1", "NTRK"));
}

TEST(LexiconTest, ResolvesNamesOfProfiles) {
  const struct {
    TermKind kind;
    const char* name;
    const char* id;
  } rows[] = {
      {TermKind::kDrug, "alectinib", "alectinib"},      {TermKind::kDrug, "Alectinib", "alectinib"},
      {TermKind::kDrug, "ALECENSA", "alectinib"},       {TermKind::kDrug, "ro-ch5424802", "alectinib"},
      {TermKind::kDrug, "alectinib HCl", "alectinib"},  {TermKind::kDrug, "alectinib hydrochloride", "alectinib"},
      {TermKind::kDrug, "no alectinib", ""},            {TermKind::kDrug, "hydrochloride", ""},
      {TermKind::kDrug, "LDK 378", "ceritinib"},        {TermKind::kDrug, "alk_tki", ""},
      {TermKind::kDrugClass, "ALK inhibitors", "alk_tki"}, {TermKind::kGene, "met", "MET"},
      {TermKind::kGene, "c-Met", "MET"},                {TermKind::kDisease, "Lung Cancer", "lung_cancer"},
      {TermKind::kDisease, "", ""},                     {TermKind::kLab, "ANC", "anc"},
      {TermKind::kLab, "Serum creatinine", "creatinine"}, {TermKind::kPlace, "NO", "NO"},
  };
  for (const auto& row : rows) EXPECT_EQ(SmallLexicon().ResolveId(row.kind, row.name), row.id) << row.name;
}

TEST(LexiconTest, TablesThatAreNoTermKindAreRows) {
  const std::vector<Entry>& signals = SmallLexicon().rows("signal");
  ASSERT_EQ(signals.size(), 2u);
  EXPECT_EQ(signals[1].id, "phase");
  EXPECT_EQ(signals[1].GetNumber("weight"), 0.1);
  EXPECT_THAT(SmallLexicon().rows("nonsense"), IsEmpty());
  EXPECT_EQ(SmallLexicon().rows("drug").size(), 3u);
}

TEST(LexiconTest, UnitsAreBuilt) {
  const base::Unit* unit = SmallLexicon().units().Find("mg/dL");
  ASSERT_NE(unit, nullptr);
  EXPECT_EQ(unit->factor, 0.01);
}

TEST(LexiconTest, VersionIsOfNamesAndBytes) {
  const std::string version(SmallLexicon().version());
  EXPECT_EQ(version.size(), 8u);
  std::vector<TableText> tables = SmallTables();
  std::reverse(tables.begin(), tables.end());
  EXPECT_EQ(Lexicon::Load(tables)->version(), version);
  std::string text;
  EXPECT_NE(Lexicon::Load(SmallTablesWith("signal.tsv", "x\t1\ttest", &text))->version(), version);
  EXPECT_NE(Lexicon::Load(SmallTablesWith("other.tsv", "id\tsource\n", &text))->version(), version);
}

TEST(LexiconTest, NothingAtAllIsAnEmptyLexicon) {
  const auto lexicon = Lexicon::Load({});
  ASSERT_TRUE(lexicon.ok()) << lexicon.status();
  EXPECT_EQ(lexicon->WordId("lung"), 0u);
  EXPECT_EQ(lexicon->Resolve(TermKind::kDrug, "alectinib"), std::nullopt);
}

// One more line, one error.
TEST(LexiconTest, EveryErrorNamesFileAndLine) {
  const struct {
    const char* table;
    const char* line;
    const char* error;
  } rows[] = {
      {"cue.tsv", "\tword\ttest", "cue.tsv:4: the id is empty"},
      {"cue.tsv", "x\tword", "cue.tsv:4: the row has 2 cells, the table 3 columns"},
      {"cue.tsv", "x\tword\ttest\t", "cue.tsv:4: the row has 4 cells, the table 3 columns"},
      {"cue.tsv", "x\tword\t", "cue.tsv:4: the source is empty (write \"unverified\" if nothing was opened)"},
      {"cue.tsv", "no\tword\ttest", "cue.tsv:4: id \"no\" stands already in line 2"},
      {"cue.tsv", "x\tNone\ttest", "cue.tsv:4: name \"None\" is already a name of \"no\" (line 2)"},
      {"cue.tsv", "x\ta||b\ttest", "cue.tsv:4: a name is empty"},
      {"cue.tsv", "x\t=\ttest", "cue.tsv:4: a name is empty"},
      {"cue.tsv", "x\t-/-\ttest", "cue.tsv:4: name \"-/-\" has no word"},
      {"cue.tsv", "x\t-\ttest", "cue.tsv:4: name \"-\" has no word"},
      {"cue.tsv", "x\tat >= 5\ttest", "cue.tsv:4: name \"at >= 5\" holds a sign or a word that no text can match"},
      {"cue.tsv", "x\t\xFF\ttest", "cue.tsv:4: the line is not UTF-8"},
      {"disease.tsv", "x\tNSCLCs\t\ttest", "disease.tsv:6: name \"NSCLCs\" is already a name of \"nsclc\" (line 4)"},
      {"disease.tsv", "x\ttumor\t\ttest", "disease.tsv:6: name \"tumor\" is already a name of \"cancer\" (line 2)"},
      {"disease.tsv", "x\tlung-cancer\t\ttest", "disease.tsv:6: name \"lung-cancer\" is already a name of \"lung_cancer\" (line 3)"},
      {"disease.tsv", "x\t\tnobody\ttest", "disease.tsv:6: parent \"nobody\" is no id of disease.tsv"},
      {"disease.tsv", "x\t\tx\ttest", "disease.tsv:6: the parents of \"x\" lead back to it"},
      {"disease.tsv", "x\t\ty\ttest\ny\t\tx\ttest", "disease.tsv:6: the parents of \"x\" lead back to it"},
      {"drug.tsv", "x\t\tcancer\t\t\t\ttest", "drug.tsv:6: parent \"cancer\" is no id of drug_class.tsv"},
      {"drug.tsv", "tki\t\t\t\t\t\ttest", "drug.tsv:6: id \"tki\" is an id of drug_class.tsv too"},
      {"drug.tsv", "x\t\t\t\tlong\t\ttest", "drug.tsv:6: \"long\" in column \"half_life_h\" is not a number"},
      {"drug.tsv", "x\t\t\t\t1e999\t\ttest", "drug.tsv:6: \"1e999\" in column \"half_life_h\" is not a number"},
      {"drug.tsv", "x\t\t\t\t\tso-so\ttest", "drug.tsv:6: \"so-so\" in column \"cns\" is none of good|some|poor"},
      {"gene.tsv", "x\t\t\tmaybe\ttest", "gene.tsv:7: \"maybe\" in column \"driver\" is none of yes|no"},
      {"mutation.tsv", "x\t\tKRAS\t\t\ttest", "mutation.tsv:4: \"KRAS\" in column \"gene\" is no id of gene.tsv"},
      {"mutation.tsv", "x\t\t\t\t\ttest", "mutation.tsv:4: column \"gene\" is empty"},
      {"mutation.tsv", "x\t\tALK\tloss\t\ttest", "mutation.tsv:4: \"loss\" in column \"alteration\" is no id of alteration.tsv"},
      {"lab.tsv", "x\t\tmg\t\t\t\t\ttest", "lab.tsv:5: \"mg\" in column \"unit\" is no id of unit.tsv"},
      {"lab.tsv", "x\t\t\t\t5\t5\t\ttest", "lab.tsv:5: plausible_low is not below plausible_high"},
      {"unit.tsv", "x\t\tlength\tone\ttest", "unit.tsv:8: \"one\" in column \"factor\" is not a number"},
      {"unit.tsv", "x\t\tlength\t\ttest", "unit.tsv:8: column \"factor\" is empty"},
      {"unit.tsv", "x\t\tlength\t-1\ttest", "unit.tsv:8: the factor is not above 0"},
      {"unit.tsv", "x\t\tlength\t2\ttest", "unit.tsv: unit \"x\": dimension \"length\" has no unit of factor 1"},
      {"signal.tsv", "driver\t1\ttest", "signal.tsv:4: id \"driver\" stands already in line 2"},
      {"spelling.tsv", "odor\todour|od\ttest", "spelling.tsv:7: a name must be three or more small letters"},
      {"spelling.tsv", "Odor\todour\ttest", "spelling.tsv:7: the id must be three or more small letters"},
      {"spelling.tsv", "odour\todor\ttest", "spelling.tsv:7: the id is longer than a name"},
      {"spelling.tsv", "odor\todor\ttest", "spelling.tsv:7: the id holds a name: nothing would be left to change"},
      {"spelling.tsv", "hemo\thaem\ttest", "spelling.tsv:7: \"haem\" stands already in line 4"},
      {"synonym.tsv", "id\tnames\tsource\npatient\tit\ttest\n", "synonym.tsv:2: the id and the names must be words of 3 to 16 small letters"},
      {"synonym.tsv", "id\tnames\tsource\npatient\tsubject to\ttest\n", "synonym.tsv:2: the id and the names must be words of 3 to 16 small letters"},
      {"synonym.tsv", "id\tnames\tsource\npatient\tsubject|subject\ttest\n", "synonym.tsv:2: \"subject\" stands already in line 2"},
      {"synonym.tsv", "id\tnames\tsource\npatient\tsubject\ttest\nperson\tpatient\ttest\n", "synonym.tsv:2: the id is itself a name"},
      {"logistics.tsv", "id\tsource\n", "logistics.tsv:1: column \"names\" is missing"},
      {"logistics.tsv", "id\tnames\tcolour\tsource\n", "logistics.tsv:1: unknown column \"colour\""},
      {"logistics.tsv", "id\tnames\tparents\tsource\n", "logistics.tsv:1: unknown column \"parents\""},
      {"logistics.tsv", "# none\n\nid\tnames\tnames\tsource\n", "logistics.tsv:3: column \"names\" stands twice"},
      {"logistics.tsv", "names\tid\tsource\n", "logistics.tsv:1: the first column must be \"id\""},
      {"logistics.tsv", "id\tnames\n", "logistics.tsv:1: column \"source\" is missing"},
      {"logistics.tsv", "", "logistics.tsv:1: the line of column names is missing"},
      {"threshold.tsv", "id\tvalue\tunit\tsource\nx\tfew\tdays\ttest\n", "threshold.tsv:2: \"few\" in column \"value\" is no number above 0"},
      {"threshold.tsv", "id\tvalue\tunit\tsource\nx\t0\tdays\ttest\n", "threshold.tsv:2: \"0\" in column \"value\" is no number above 0"},
      {"threshold.tsv", "id\tvalue\tunit\tsource\nx\t1\t\ttest\n", "threshold.tsv:2: \"\" in column \"unit\" must not be empty"},
      {"viral_load.tsv", "id\tillness\tword\tsource\nx\tild\tdna\ttest\n", "viral_load.tsv:2: \"x\" in column \"id\" is no id of lab.tsv"},
      {"viral_load.tsv", "id\tillness\tword\tsource\nanc\tgout\tdna\ttest\n", "viral_load.tsv:2: \"gout\" in column \"illness\" is no id of condition.tsv"},
      {"viral_load.tsv", "id\tillness\tword\tsource\nanc\tild\t\ttest\n", "viral_load.tsv:2: \"\" in column \"word\" must not be empty"},
      {"treated_by.tsv", "id\tillness\tdrugs\tsource\nx\tild|gout\ttki\ttest\n", "treated_by.tsv:2: \"ild|gout\" in column \"illness\" is no id of condition.tsv"},
      {"treated_by.tsv", "id\tillness\tdrugs\tsource\nx\t\ttki\ttest\n", "treated_by.tsv:2: \"\" in column \"illness\" must not be empty"},
      {"treated_by.tsv", "id\tillness\tdrugs\tsource\nx\tild\ttki|water\ttest\n", "treated_by.tsv:2: \"tki|water\" in column \"drugs\" is no id of drug.tsv or drug_class.tsv"},
      {"treated_by.tsv", "id\tillness\tdrugs\tsource\nx\tild\t\ttest\n", "treated_by.tsv:2: \"\" in column \"drugs\" must not be empty"},
  };
  for (const auto& row : rows) {
    std::string text;
    const auto lexicon = Lexicon::Load(SmallTablesWith(row.table, row.line, &text));
    ASSERT_FALSE(lexicon.ok()) << row.error;
    EXPECT_EQ(lexicon.status().code(), absl::StatusCode::kInvalidArgument) << row.error;
    EXPECT_EQ(base::ToStd(lexicon.status().message()), row.error) << row.line;
  }
}

TEST(LexiconTest, WhatIsNoError) {
  const struct {
    const char* table;
    const char* line;
  } rows[] = {
      {"cue.tsv", "x\tbrain\ttest"},                         // a name of another table
      {"cue.tsv", "x\tword|words|WORD\ttest"},               // one row may spell it in several ways
      {"cue.tsv", "x\t=None\ttest"},                         // a spelling of its own
      {"cue.tsv", "# x\ty\n\n"},
      {"cue.tsv", "x\tword\ttest\r"},
      {"lab.tsv", "x\t\t\t\t\t\t\ttest"},
      {"disease.tsv", "x\t\tlung_cancer|lymphoma\ttest"},    // two ways up are no circle
      {"treated_by.tsv", "id\tillness\tdrugs\tsource\nx\tild|anemia\talectinib|tki\ttest\n"},  // drugs and classes
  };
  for (const auto& row : rows) {
    std::string text;
    const auto lexicon = Lexicon::Load(SmallTablesWith(row.table, row.line, &text));
    EXPECT_TRUE(lexicon.ok()) << row.line << ": " << lexicon.status();
  }
}

TEST(BuiltInTablesTest, Load) {
  std::vector<TableText> tables;
  for (const auto& [name, text] : EmbeddedTables()) tables.push_back({std::string(name), text});
  const auto lexicon = Lexicon::Load(tables);
  ASSERT_TRUE(lexicon.ok()) << lexicon.status();
  EXPECT_EQ(Lexicon::BuiltIn().version(), lexicon->version());
}

TEST(TermKindTest, NamesAndKindsAgree) {
  for (int i = 0; i < kTermKinds; ++i) EXPECT_EQ(KindFromName(KindName(static_cast<TermKind>(i))), static_cast<TermKind>(i));
  EXPECT_EQ(KindFromName("signal"), std::nullopt);
}

}  // namespace
}  // namespace trialmatch::rules
