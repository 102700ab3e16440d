#include "fetch/import/import.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "fetch/import/byte_input.h"
#include "fetch/import/import_files.h"
#include "fetch/import/record_splitter.h"
#include "fetch/registry/registry_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace trialmatch::fetch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

std::string Record(int number, const std::string& title = "x") {
  return R"({"protocolSection":{"identificationModule":{"nctId":"NCT99)" +
         std::to_string(100000 + number) + R"(","briefTitle":")" + title + R"("}}})";
}

// Pieces as "LINE text" or "LINE !because", of a text that comes `step` bytes at a time.
std::vector<std::string> Split(const std::string& name, const std::string& text, size_t step) {
  RecordSplitter splitter(name, RecordSplitter::Layout::kGuess);
  std::vector<std::string> out;
  RecordSplitter::Piece piece;
  const auto drain = [&] {
    while (splitter.Next(&piece)) {
      out.push_back(std::to_string(piece.line) + " " +
                    (piece.refused_because != nullptr ? "!" + std::string(piece.refused_because)
                                                      : std::string(piece.bytes)));
    }
  };
  for (size_t at = 0; at < text.size(); at += step) {
    splitter.Append(std::string_view(text).substr(at, step));
    drain();
  }
  splitter.Finish();
  drain();
  return out;
}

TEST(RecordSplitter, FindsTheRecordsOfEveryLayout) {
  struct Case {
    const char* what;
    const char* name;
    std::string text;
    std::vector<std::string> pieces;
  };
  const std::string p = R"({"protocolSection":{)";
  const Case cases[] = {
      {"lines",
       "a.jsonl",
       "{\"a\":1}\n\n  {\"b\":\"}\"}\r\n{\"c\":1}",
       {"1 {\"a\":1}", "3 {\"b\":\"}\"}", "4 {\"c\":1}"}},
      {"lines by their look", "a.json", "{\"a\":1}\n{\"b\":2}\n", {"1 {\"a\":1}", "2 {\"b\":2}"}},
      {"a broken line",
       "a.jsonl",
       "{\"a\":1}\n{\"b\n{\"c\":1}\n",
       {"1 {\"a\":1}", "2 {\"b", "3 {\"c\":1}"}},
      {"one record, printed for people",
       "a.json",
       "{\n \"a\": [1,\n 2]\n}\n",
       {"1 {\n \"a\": [1,\n 2]\n}"}},
      {"the same named as lines",
       "a.jsonl",
       "{\n \"a\": 1\n}\n{\n \"b\": 2\n}\n",
       {"1 {\n \"a\": 1\n}", "4 {\n \"b\": 2\n}"}},
      {"a list",
       "a.json",
       "[{\"a\":\"]\\\"\"},\n{\"b\":[{}]} , 3]",
       {"1 {\"a\":\"]\\\"\"}", "2 {\"b\":[{}]}", "2 3"}},
      {"an empty list", "a.json", "[]", {}},
      {"an answer",
       "a.json",
       "{\"totalCount\": 2, \"studies\" : [{\"a\":1}, {\"studies\":[1]}], \"nextPageToken\": "
       "\"x]}\"}",
       {"1 {\"a\":1}", "1 {\"studies\":[1]}"}},
      {"two answers",
       "a.json",
       "{\"studies\":[{\"a\":1}]}{\"studies\":[{\"b\":1}]}",
       {"1 {\"a\":1}", "1 {\"b\":1}"}},
      {"byte order mark", "a.json", "\xEF\xBB\xBF[{\"a\":1}]", {"1 {\"a\":1}"}},
      {"nothing", "a.json", "", {}},
      {"white space", "a.jsonl", " \n ", {}},
      {"cut off",
       "a.json",
       "[{\"a\":1},{\"b\":",
       {"1 {\"a\":1}", "1 !not valid JSON: the text ends inside this record"}},
      {"cut off, with whole records inside",
       "a.json",
       "[" + p + "\"a\":1,[ " + p + "}}, " + p + "}}",
       {"1 !not valid JSON: the text ends inside this record", "1 " + p + "}}", "1 " + p + "}}"}},
      {"answer cut off behind its studies",
       "a.json",
       "{\"studies\":[{\"a\":1}],\"next",
       {"1 {\"a\":1}", "1 !the answer is cut off behind its studies"}},
      {"no JSON", "a.json", "hello world", {"1 hello", "1 world"}},
  };
  for (const Case& c : cases) {
    for (const size_t step : {size_t{1}, size_t{3}, size_t{1000}}) {
      EXPECT_EQ(Split(c.name, c.text, step), c.pieces)
          << c.what << ", " << step << " bytes at a time";
    }
  }
}

TEST(RecordSplitter, WhatIsTooLongIsDroppedAndTheRestIsRead) {
  const std::string huge(kMaxRecordBytes + 100, 'x');
  EXPECT_EQ(
      Split("a.jsonl", "{\"a\":\"" + huge + "\"}\n{\"b\":1}\n", 1 << 20),
      (std::vector<std::string>{"1 !a line of more bytes than any record has", "2 {\"b\":1}"}));
  EXPECT_EQ(Split("a.json", "[{\"a\":\"" + huge + "\"},\n{\"protocolSection\":1}]", 1 << 20),
            (std::vector<std::string>{"1 !a record of more bytes than any study has",
                                      "2 {\"protocolSection\":1}"}));
}

TEST(ByteInput, EntryNamesThatLeadOutAreRefused) {
  for (const char* name : {"a.json", "a/b.json", "..a/b..json", "a/...json"})
    EXPECT_TRUE(IsHarmlessEntryName(name)) << name;
  for (const char* name : {"", "/a", "../a", "a/../b", "a/..", "..", "C:/a", "a\\b", "..\\a"})
    EXPECT_FALSE(IsHarmlessEntryName(name)) << name;
}

class ImportTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::path(testing::TempDir()) /
        ("import_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "in" / "sub");
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string Write(const std::string& name, const std::string& text) {
    const fs::path path = folder_ / "in" / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  absl::StatusOr<ImportResult> Import(const std::string& path) {
    auto writer = RegistryWriter::Open(db());
    EXPECT_TRUE(writer.ok()) << writer.status();
    return ImportStudies(*writer, path, {.published_at = "now", .threads = 2, .progress = {}});
  }
  std::vector<std::string> Titles() {
    auto reader = RegistryReader::Open(db());
    std::vector<std::string> out;
    EXPECT_TRUE(reader.ok());
    EXPECT_TRUE(reader
                    ->ForEach([&](const StoredStudy& study) {
                      const size_t at = study.json.find("briefTitle") + 13;
                      out.emplace_back(study.json.substr(at, study.json.find('"', at) - at));
                      return absl::OkStatus();
                    })
                    .ok());
    return out;
  }
  std::string db() const { return (folder_ / "registry.db").string(); }
  fs::path folder_;
};

TEST_F(ImportTest, AFolderOfEverything) {
  Write("a.jsonl", Record(1, "a1") + "\n{broken\n" + Record(2, "a2") + "\n");
  Write("b.json", "{\"studies\":[" + Record(3, "b3") + "]}");
  Write("notes.txt", "no study");
  Write("sub/c.ndjson", "{\"studies\":[" + Record(4, "c4") + "," + Record(1, "later") + "]}\n");
  const auto result = Import((folder_ / "in").string());
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->summary.added, 4);
  EXPECT_EQ(result->summary.refused, 1);
  EXPECT_EQ(result->files, 3);
  ASSERT_EQ(result->diagnostics.size(), 2u);
  EXPECT_THAT(result->diagnostics[0].where, HasSubstr("a.jsonl:2"));
  EXPECT_THAT(result->diagnostics[1].message, HasSubstr("1 files of other kinds"));
  EXPECT_THAT(Titles(), ElementsAre("later", "a2", "b3", "c4"));
}

TEST_F(ImportTest, ABrokenRecordGivesBackWhatItSwallowed) {
  std::string broken = Record(2);
  broken.pop_back();  // its last bracket is lost: the next record seems to be inside
  const auto result =
      Import(Write("a.json", "[" + Record(1, "one") + ",\n" + broken + ",\n" + Record(3, "three") +
                                 ",\n" + Record(4, "four") + "]"));
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->summary.refused, 1);
  EXPECT_THAT(Titles(), ElementsAre("one", "three", "four"));
}

TEST_F(ImportTest, NothingToReadIsAnErrorAndPublishesNothing) {
  for (const char* text : {"", "hello", "[]", "{\"a\":1}"}) {
    const auto result = Import(Write("a.json", text));
    EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument)
        << text << result.status();
  }
  EXPECT_EQ(Import((folder_ / "absent").string()).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Import("/dev/null").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Titles(), IsEmpty());
}

TEST_F(ImportTest, TheSameAgainChangesNothing) {
  std::string text;
  for (int i = 0; i < 2500; ++i) text += Record(i) + "\n";
  const std::string path = Write("a.jsonl", text);
  ASSERT_EQ(Import(path)->summary.added, 2500);
  const auto again = Import(path);
  EXPECT_EQ(again->summary.unchanged, 2500);
  EXPECT_EQ(again->summary.added + again->summary.changed, 0);
}

}  // namespace
}  // namespace trialmatch::fetch
