#include "matcher/index/index_file.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/match.h"
#include "matcher/patient/profile_json.h"
#include "matcher/report_json.h"

namespace trialmatch::matcher {
namespace {

const rules::Lexicon& Lex() { return rules::Lexicon::BuiltIn(); }

class IndexFile : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::filesystem::path source = TRIALMATCH_SOURCE_DIR;
    folder_ = std::filesystem::temp_directory_path() / ("trialmatch_index_test_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    path_ = folder_ / "studies.index";
    index_ = TrialIndex::Build(fetch::ReadStudies(source / "examples/studies").value(), Lex(), 1);
    std::ifstream in(source / "examples/patients/ex01.json");
    patient_ = ReadProfile(std::string(std::istreambuf_iterator<char>(in), {}), Lex()).patient;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Report(const TrialIndex& index) const {
    return MatchReportJson(Match(index, patient_, {.decided_on = base::Day::FromCivil(2026, 1, 15)}), {.criteria = ReportJsonOptions::Criteria::kAll});
  }
  std::string Read() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void Write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }

  std::filesystem::path folder_;
  std::string path_;
  TrialIndex index_;
  Patient patient_;
};

TEST_F(IndexFile, GivesTheSameReports) {
  ASSERT_TRUE(SaveIndex(path_, "key", index_).ok());
  const absl::StatusOr<TrialIndex> loaded = LoadIndex(path_, "key", Lex());
  ASSERT_TRUE(loaded.ok()) << loaded.status().message();
  EXPECT_EQ(Report(*loaded), Report(index_));
  EXPECT_EQ(loaded->leaves().size(), index_.leaves().size());
  EXPECT_TRUE(loaded->healthy());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1) << "no temporary file stays";
}

TEST_F(IndexFile, SavedTwiceIsTheSameBytes) {
  ASSERT_TRUE(SaveIndex(path_, "key", index_).ok());
  const std::string first = Read();
  ASSERT_TRUE(SaveIndex(path_, "key", *LoadIndex(path_, "key", Lex())).ok());
  EXPECT_EQ(Read(), first);
}

TEST_F(IndexFile, IsRefusedUnderAnotherKey) {
  ASSERT_TRUE(SaveIndex(path_, "key", index_).ok());
  EXPECT_EQ(LoadIndex(path_, "another", Lex()).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(LoadIndex(path_ + ".not_there", "key", Lex()).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(IndexFile, CutOffAnywhereIsDamaged) {
  ASSERT_TRUE(SaveIndex(path_, "key", index_).ok());
  const std::string whole = Read();
  for (size_t size = 0; size < whole.size(); size += 1 + whole.size() / 40) {
    Write(whole.substr(0, size));
    EXPECT_EQ(LoadIndex(path_, "key", Lex()).status().code(), absl::StatusCode::kDataLoss) << size;
  }
}

TEST_F(IndexFile, AFlippedBitIsSeen) {
  ASSERT_TRUE(SaveIndex(path_, "key", index_).ok());
  const std::string whole = Read(), report = Report(index_);
  for (size_t at = 5; at < whole.size(); at += 1 + whole.size() / 60) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    Write(bytes);
    const absl::StatusOr<TrialIndex> loaded = LoadIndex(path_, "key", Lex());
    if (!loaded.ok()) continue;
    // Padding between sections may be anything; else a record is damaged, which shows when it is read.
    const std::string other = Report(*loaded);
    EXPECT_TRUE(!loaded->healthy() || other == report) << at;
  }
}

}  // namespace
}  // namespace trialmatch::matcher
