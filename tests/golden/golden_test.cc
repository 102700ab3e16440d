// Goldens: KIND/NAME.in through the program, compared with KIND/NAME.expected. With TRIALMATCH_UPDATE_GOLDENS=1 what differs is written and
// the test fails, so that the diff is read.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "rules/text/outline.h"
#include "tests/support/outline_dump.h"
#include "tests/support/reading_dump.h"
#include "tests/support/words_dump.h"

namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string Run(const std::string& kind, const std::string& text) {
  if (kind == "outline")
    return trialmatch::testing::DumpOutline(text, trialmatch::rules::ReadOutline(text));
  if (kind == "reading") return trialmatch::testing::DumpReadingLines(text);
  if (kind == "words") return trialmatch::testing::DumpWordsLines(text);
  return "no such kind of golden: " + kind + "\n";
}

void CheckFolder(const std::string& kind) {
  const fs::path folder = fs::path(TRIALMATCH_SOURCE_DIR) / "tests" / "golden" / kind;
  const char* update = std::getenv("TRIALMATCH_UPDATE_GOLDENS");
  std::vector<fs::path> inputs;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".in") inputs.push_back(entry.path());
  }
  std::sort(inputs.begin(), inputs.end());
  ASSERT_FALSE(inputs.empty()) << folder;
  for (const fs::path& input : inputs) {
    SCOPED_TRACE(input.filename().string());
    const std::string found = Run(kind, ReadFile(input));
    fs::path path = input;
    path.replace_extension(".expected");
    const std::string expected = ReadFile(path);
    EXPECT_EQ(found, expected);
    if (found != expected && update != nullptr && std::string(update) == "1") {
      std::ofstream(path, std::ios::binary) << found;
      ADD_FAILURE() << "rewritten: read the diff of " << path.filename();
    }
  }
}

TEST(Golden, Outline) { CheckFolder("outline"); }
TEST(Golden, Reading) { CheckFolder("reading"); }
TEST(Golden, Words) { CheckFolder("words"); }

}  // namespace
