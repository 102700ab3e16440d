#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/patient/profile_fields.h"
#include "matcher/patient/profile_json.h"
#include "matcher/patient/profile_list.h"
#include "matcher/patient/profile_names.h"
#include "matcher/patient/suggest.h"
#include "nlohmann/json.hpp"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string kSource = TRIALMATCH_SOURCE_DIR;

ProfileResult Read(std::string_view json) { return ReadProfile(json, rules::Lexicon::BuiltIn()); }

// One "PATH: message" a line.
std::string Errors(const ProfileResult& result) {
  std::string lines;
  for (const ProfileError& error : result.errors) lines += error.path + ": " + error.message + "\n";
  return lines;
}

std::string Notes(const ProfileResult& result) {
  std::string lines;
  for (const base::Diagnostic& note : result.notes) lines += note.where + ": " + note.message + " [" + note.id + "]\n";
  return lines;
}

std::string File(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// A profile with an id and `members`.
std::string With(std::string_view members) { return "{\"id\": \"a\", " + std::string(members) + "}"; }

TEST(ReadProfile, CountsManyUnknownNamesInBoundedTime) {
  std::string names = "\"wonderdrug 0\"";
  for (int i = 1; i < 50'000; ++i) names += ", \"wonderdrug " + std::to_string(i) + "\"";
  const ProfileResult result = Read(With("\"medications\": [" + names + "]"));
  EXPECT_EQ(Errors(result), "");
  EXPECT_EQ(result.patient.medications.size(), 50'000u);
  ASSERT_EQ(result.notes.size(), 200u);
  EXPECT_THAT(result.notes.back().message, HasSubstr("more notes"));
}

TEST(ReadProfile, KeepsEveryValue) {
  const ProfileResult result = Read(File(kSource + "/examples/patients/ex03.json"));
  ASSERT_EQ(Errors(result), "");
  const Patient& patient = result.patient;
  EXPECT_EQ(patient.id, "ex03");
  EXPECT_EQ(patient.as_of->ToString(), "2026-01-15");
  EXPECT_EQ(patient.age_years, 53);
  EXPECT_EQ(patient.location.country, "US");
  EXPECT_EQ(patient.cancer.type_id, "nsclc");
  EXPECT_EQ(patient.cancer.histology_id, "lung_adenocarcinoma");
  EXPECT_EQ(patient.cancer.progressing_outside_brain, true);
  EXPECT_THAT(*patient.cancer.metastases, ElementsAre("brain", "bone", "lung"));
  ASSERT_EQ(patient.biomarkers.size(), 10u);
  EXPECT_EQ(patient.biomarkers[1].gene_id, "ALK");
  EXPECT_EQ(patient.biomarkers[1].detail, "G1202R");
  ASSERT_EQ(patient.treatments.size(), 3u);
  EXPECT_EQ(patient.treatments[1].drug_id, "lorlatinib");
  EXPECT_EQ(patient.treatments[1].end->ToString(), "2025-12-20");
  EXPECT_EQ(patient.treatments[1].line, 2);
  EXPECT_EQ(patient.treatments[2].dose_gy, 21);
  EXPECT_EQ(patient.treatments[2].site_id, "brain");
  ASSERT_TRUE(patient.brain.has_value());
  EXPECT_EQ(patient.brain->count, 2);
  EXPECT_EQ(patient.brain->stable_since->ToString(), "2025-09");
  EXPECT_EQ(patient.ecog, 1);
  EXPECT_FALSE(patient.karnofsky.has_value());
  ASSERT_EQ(patient.labs.size(), 12u);
  EXPECT_EQ(patient.labs[0].lab_id, "anc");
  EXPECT_EQ(patient.labs[5].upper_limit, 37);
  EXPECT_EQ(patient.facts.at("can_swallow"), true);
  EXPECT_TRUE(patient.IsComplete("treatments"));
  EXPECT_FALSE(patient.IsComplete("labs"));
  EXPECT_EQ(result.sha256.size(), 64u);
}

struct Named {
  const char* name;
  std::string json;
  const char* expected;   // in the notes; "" for none at all
};

std::ostream& operator<<(std::ostream& out, const Named& row) { return out << row.name; }

class ProfileNotes : public ::testing::TestWithParam<Named> {};

TEST_P(ProfileNotes, AreToldWithoutError) {
  const std::string json = "{\"id\": \"a\", \"as_of\": \"2026-01-15\", " + GetParam().json + "}";
  const ProfileResult result = Read(json);
  EXPECT_EQ(Errors(result), "");
  if (*GetParam().expected == '\0') {
    EXPECT_EQ(Notes(result), "");
  } else {
    EXPECT_THAT(Notes(result), HasSubstr(GetParam().expected));
  }
}

const Named kNoted[] = {
    {"known_drug", R"("medications": ["alectinib"])", ""},
    {"unknown_drug", R"("treatments": [{"kind": "drug", "name": "wonderdrug"}])", "/treatments/0/name: no drug is known as \"wonderdrug\""},
    {"misspelt_drug", R"("treatments": [{"kind": "drug", "name": "lorlatinb"}])", "did you mean lorlatinib?"},
    {"unknown_disease", R"("cancer": {"type": "blurb"})", "/cancer/type: no disease is known as \"blurb\""},
    {"unknown_histology", R"("cancer": {"type": "nsclc", "histology": "blurb"})", "/cancer/histology: no disease is known as"},
    {"unknown_gene", R"("biomarkers": [{"gene": "QQQ9"}])", "/biomarkers/0/gene: no gene is known as \"QQQ9\""},
    {"unknown_site", R"("cancer": {"metastases": ["bone", "moon"]})", "/cancer/metastases/1: no site is known as \"moon\""},
    {"unknown_lab", R"("labs": [{"name": "unobtainium", "value": 1}])", "/labs/0/name: no lab is known as"},
    {"unknown_unit", R"("labs": [{"name": "alt", "value": 20, "unit": "furlong"}])", "/labs/0/unit: no unit is known as \"furlong\""},
    {"unknown_condition", R"("conditions": [{"name": "blurb"}])", "/conditions/0/name: no condition is known as"},
    {"unknown_fact", R"("facts": {"likes_tea": true})", "/facts/likes_tea: no fact is known as"},
    {"misplaced_fact", R"("facts": {"pregnant": false})", "/facts/pregnant: this is read from pregnancy.pregnant"},
    {"unknown_country", R"("location": {"country": "QQ"})", "/location/country: no place is known as \"QQ\""},
    {"unnamed_drug", R"("treatments": [{"kind": "drug"}])", "/treatments/0: a drug without a name"},
    {"operation_by_any_name", R"("treatments": [{"kind": "surgery", "name": "sleeve of something"}])", ""},
    {"planned_date", R"("treatments": [{"kind": "surgery", "end": "2026-02-01"}])", "/treatments/0/end: 2026-02-01 is after as_of (2026-01-15)"},
    {"this_month", R"("cancer": {"diagnosed": "2026-01"})", ""},
    {"implausible_lab", R"("labs": [{"name": "anc", "value": 4200, "unit": "10^9/L"}])", "/labs/0/value: 4200 10^9/L is not a plausible anc"},
    {"plausible_in_another_unit", R"("labs": [{"name": "anc", "value": 4200, "unit": "/uL"}])", ""},
    {"wrong_unit", R"("labs": [{"name": "anc", "value": 4.2, "unit": "mg/dL"}])", "/labs/0/unit: \"mg/dL\" cannot be told in"},
    {"no_unit", R"("labs": [{"name": "hemoglobin", "value": 12}])", "/labs/0/unit: missing"},
    {"brain_twice", R"("brain": {"metastases": "none"}, "cancer": {"metastases": ["brain"]})", "/cancer/metastases/0: brain, but brain.metastases"},
    {"last_dose_after_end", R"("treatments": [{"kind": "drug", "name": "alectinib", "end": "2025-05", "last_dose": "2025-07"}])", "is after the end"},
    {"own_cancer_as_illness", R"("cancer": {"type": "nsclc"}, "conditions": [{"name": "nsclc"}])", "is the cancer of this profile"},
    {"half_coordinates", R"("location": {"latitude": 50})", "/location: latitude and longitude belong together"},
    {"empty_biomarker", R"("biomarkers": [{"result": "positive"}])", "/biomarkers/0: names neither a gene nor a marker"},
};
INSTANTIATE_TEST_SUITE_P(All, ProfileNotes, ::testing::ValuesIn(kNoted), [](const auto& row) { return row.param.name; });

struct Histology {
  const char* type;
  const char* name;
  const char* id;
};

TEST(ResolveHistology, ReadsTheNameInsideItsFamily) {
  const Histology rows[] = {
      {"nsclc", "adenocarcinoma", "lung_adenocarcinoma"},
      {"nsclc", "Adenocarcinoma", "lung_adenocarcinoma"},
      {"lung_cancer", "adenocarcinoma", "lung_adenocarcinoma"},
      {"nsclc", "squamous", "squamous_nsclc"},
      {"nsclc", "squamous cell carcinoma", "squamous_nsclc"},
      {"nsclc", "non-squamous", "nonsquamous_nsclc"},
      {"nsclc", "small cell", "sclc"},
      {"nsclc", "small cell transformation", "small_cell_transformation"},
      {"nsclc", "nsclc", "nsclc"},
      {"imt", "inflammatory myofibroblastic tumor", "imt"},
      {"nsclc", "blurb", ""},
  };
  for (const Histology& row : rows) {
    EXPECT_EQ(ResolveHistology(rules::Lexicon::BuiltIn(), row.name, row.type), row.id) << row.name << " under " << row.type;
  }
}

TEST(ResolveDrug, KnowsBrandsClassesAndDoses) {
  const std::pair<const char*, const char*> rows[] = {
      {"alectinib", "alectinib"},           {"Alecensa", "alectinib"},
      {"Alecensa (alectinib)", "alectinib"}, {"lorlatinib 100 mg", "lorlatinib"},
      {"ALK inhibitor", "alk_tki"},         {"chemotherapy", "chemotherapy"},
      {"immunotherapy", "immunotherapy"},   {"second-generation ALK inhibitor", "alk_tki_gen2"},
      {"wonderdrug", ""},                   {"wonderdrug 5 mg", ""},
  };
  for (const auto& [name, id] : rows) EXPECT_EQ(ResolveDrug(rules::Lexicon::BuiltIn(), name), id) << name;
}

TEST(ReadProfile, SplitsDrugsGivenTogether) {
  const ProfileResult result = Read(With(R"("treatments": [
      {"kind": "drug", "name": "alectinib", "line": 1},
      {"kind": "drug", "name": "carboplatin, pemetrexed and bevacizumab", "line": 2},
      {"kind": "drug", "name": "carboplatin/wonderdrug"}])"));
  ASSERT_EQ(Errors(result), "");
  std::vector<std::string> drugs;
  for (const Treatment& treatment : result.patient.treatments) drugs.push_back(treatment.drug_id);
  EXPECT_THAT(drugs, ElementsAre("alectinib", "carboplatin", "pemetrexed", "bevacizumab", ""));
  EXPECT_EQ(result.patient.treatments[3].line, 2);
  EXPECT_THAT(result.patient.treatments[3].concurrent_with, ElementsAre("carboplatin", "pemetrexed"));
}

TEST(ReadProfile, ReadsTheLettersOfACombination) {
  const ProfileResult result = Read(With(R"("treatments": [
      {"kind": "drug", "name": "mFOLFOX-6", "line": 1},
      {"kind": "drug", "name": "FOLFIRI and bevacizumab", "line": 2}])"));
  ASSERT_EQ(Errors(result), "");
  std::vector<std::string> drugs;
  for (const Treatment& treatment : result.patient.treatments) drugs.push_back(treatment.drug_id);
  EXPECT_THAT(drugs, ElementsAre("fluorouracil", "oxaliplatin", "fluorouracil", "irinotecan",
                                 "bevacizumab"));
}

TEST(ReadProfile, ReadsTheKindOfAnIllnessFromItsDetail) {
  const ProfileResult result = Read(With(R"("conditions": [{"name": "pneumonitis", "detail": "immune-related, resolved"},
      {"name": "pneumonitis", "detail": "never immune-related"}, {"name": "hypertension", "detail": "pulmonary"}])"));
  ASSERT_EQ(Errors(result), "");
  EXPECT_EQ(result.patient.conditions[0].condition_id, "immune_pneumonitis");
  EXPECT_EQ(result.patient.conditions[1].condition_id, "pneumonitis");
  EXPECT_EQ(result.patient.conditions[2].condition_id, "hypertension");
}

TEST(ReadProfile, ReadsFusionsAndOtherCancers) {
  const ProfileResult result = Read(With(R"("cancer": {"type": "nsclc"}, "biomarkers": [{"gene": "EML4-ALK"}, {"gene": "ERBB2"}],
      "conditions": [{"name": "breast cancer"}, {"name": "pancreatic cancer"}, {"name": "COPD"}])"));
  ASSERT_EQ(Errors(result), "");
  EXPECT_EQ(result.patient.biomarkers[0].gene_id, "ALK");
  EXPECT_EQ(result.patient.biomarkers[1].gene_id, "HER2");
  const rules::Lexicon& lexicon = rules::Lexicon::BuiltIn();
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(lexicon.IsA(rules::TermKind::kCondition, result.patient.conditions[i].condition_id, "other_malignancy")) << i;
  }
  EXPECT_EQ(result.patient.conditions[2].condition_id, "copd");
}

TEST(Profile, SchemaAndReaderKnowTheSameKeys) {
  const nlohmann::json schema = nlohmann::json::parse(File(kSource + "/docs/profile.schema.json"), nullptr, false);
  ASSERT_TRUE(schema.is_object());
  std::set<std::pair<std::string, std::string>> documented, read;
  for (const auto& [key, value] : schema["properties"].items()) {
    documented.insert({key, ""});
    const nlohmann::json& inner = value.contains("items") ? value["items"] : value;
    if (!inner.contains("properties")) continue;
    for (const auto& [name, unused] : inner["properties"].items()) documented.insert({name, key});
  }
  for (const auto& [key, section] : ProfileKeys()) read.insert({std::string(key), std::string(section)});
  EXPECT_EQ(documented, read);
}

TEST(Profile, ReadsAllExamples) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kSource + "/examples/patients")) {
    const ProfileResult result = Read(File(entry.path().string()));
    EXPECT_EQ(Errors(result), "") << entry.path();
    EXPECT_EQ(result.patient.id + ".json", entry.path().filename().string());
    EXPECT_EQ(result.patient.as_of->ToString(), "2026-01-15");
    EXPECT_THAT(result.patient.cancer.type_id, Not(IsEmpty()));
    for (const Treatment& treatment : result.patient.treatments) {
      if (treatment.kind != "drug") continue;
      EXPECT_THAT(treatment.drug_id, Not(IsEmpty())) << treatment.name;
    }
    for (const Lab& lab : result.patient.labs) EXPECT_EQ(lab.lab_id, lab.name);
    ++count;
  }
  EXPECT_EQ(count, 8);
}

TEST(Profile, ReadsTheLabelledPatients) {
  const std::string path = kSource + "/../shared/gold/patients.jsonl";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no labelled patients (../shared/gold/patients.jsonl)";
  const auto lines = ReadProfileFile(path, rules::Lexicon::BuiltIn());
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_EQ(lines->size(), 24u);
  for (const ProfileLine& line : *lines) {
    EXPECT_EQ(Errors(line.result), "") << "line " << line.line;
    EXPECT_EQ(Notes(line.result), "") << "line " << line.line;
  }
}

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> pieces;
  const auto profiles = SplitProfiles(text, "x.json");
  if (!profiles.ok()) return {std::string(profiles.status().message())};
  for (const ProfileText& one : *profiles) pieces.push_back(std::to_string(one.line) + ":" + std::string(one.json));
  return pieces;
}

TEST(SplitProfiles, TellsOneProfileFromJsonLines) {
  EXPECT_THAT(Split("{\"id\": 1}"), ElementsAre("1:{\"id\": 1}"));
  EXPECT_THAT(Split("\n{\n \"labs\": [\n  {\"a\": 1}\n ]\n}\n"), ElementsAre("2:{\n \"labs\": [\n  {\"a\": 1}\n ]\n}"));
  EXPECT_THAT(Split("{\"id\": 1}\r\n\n{\"id\": 2}\n"), ElementsAre("1:{\"id\": 1}", "3:{\"id\": 2}"));
  EXPECT_THAT(Split("nonsense\n{\"id\": 2}"), ElementsAre("1:nonsense", "2:{\"id\": 2}"));
  EXPECT_THAT(Split("{\"id\": 1\n{\"id\": 2}"), ElementsAre("1:{\"id\": 1", "2:{\"id\": 2}"));
  EXPECT_THAT(Split(" \n\n"), ElementsAre("x.json: empty; expected a profile as one JSON object, or one a line"));
}

TEST(ReadProfiles, ABadLineDoesNotStopTheOthers) {
  const auto lines = ReadProfiles("{\"id\": \"a\"}\n{\"id\": \"b\", \"age_years\": 300}\n{\"id\": \"c\", \"age\n\n{\"id\": \"a\"}\n", "x.jsonl",
                                  rules::Lexicon::BuiltIn());
  ASSERT_TRUE(lines.ok());
  std::vector<std::string> got;
  for (const ProfileLine& line : *lines) {
    got.push_back(std::to_string(line.line) + " " + line.patient_id_guess + (line.result.errors.empty() ? "" : " refused"));
  }
  EXPECT_THAT(got, ElementsAre("1 a", "2 b refused", "3 c refused", "5 a"));
  EXPECT_THAT(Notes(lines->back().result), HasSubstr("\"a\" is the id of line 1, too"));
}

TEST(ReadProfileFile, NamesTheFile) {
  const std::string empty = ::testing::TempDir() + "/profile_test_empty.json";
  std::ofstream(empty).close();
  for (const std::string& path : {empty, ::testing::TempDir() + "/no_such_profile.json"}) {
    const auto lines = ReadProfileFile(path, rules::Lexicon::BuiltIn());
    ASSERT_FALSE(lines.ok());
    EXPECT_THAT(std::string(lines.status().message()), HasSubstr(path));
  }
}

TEST(ClosestName, FindsWhatWasMeant) {
  const std::vector<std::string_view> names = {"cancer", "conditions", "complete", "age_years", "sex"};
  const std::pair<const char*, const char*> rows[] = {
      {"cancr", "cancer"}, {"cnacer", "cancer"}, {"age", "age_years"}, {"AgeYears", "age_years"}, {"condition", "conditions"},
      {"co", ""},          {"zebra", ""},        {"", ""},             {"sxe", "sex"},
  };
  for (const auto& [written, meant] : rows) EXPECT_EQ(ClosestName(written, names), meant) << written;
  EXPECT_EQ(EditDistance("kitten", "sitting", 5), 3);
  EXPECT_EQ(EditDistance("ab", "ba", 5), 1);
  EXPECT_EQ(EditDistance("abc", "abcdefgh", 2), 3);
}

}  // namespace
}  // namespace trialmatch::matcher
