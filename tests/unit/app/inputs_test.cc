#include "app/cli/inputs.h"

#include <sstream>
#include <string>
#include <vector>

#include "app/cli/parallel.h"
#include "app/cli/terminal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace trialmatch::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Lines(const std::string& bytes, size_t limit) {
  std::istringstream in(bytes);
  std::vector<std::string> lines;
  for (std::string line; ReadLine(in, limit, &line);) lines.push_back(line);
  return lines;
}

TEST(ReadLine, EndsAndLimits) {
  EXPECT_THAT(Lines("", 9), IsEmpty());
  EXPECT_THAT(Lines("\n", 9), ElementsAre(""));
  EXPECT_THAT(Lines("a\nb", 9), ElementsAre("a", "b"));
  EXPECT_THAT(Lines("a\r\n\r\nb\r", 9), ElementsAre("a", "", "b"));
  EXPECT_THAT(Lines("123456\nx\n", 4), ElementsAre("1234", "x"));
  EXPECT_THAT(Lines(std::string("a\0b\n", 4), 9), ElementsAre(std::string("a\0b", 3)));
}

TEST(DecisionDay, TheDayGiven) { EXPECT_EQ(DecisionDay("2026-01-15").ToString(), "2026-01-15"); }

TEST(ProfileErrorText, NamesFileAndPath) {
  EXPECT_EQ(ProfileErrorText("me.json", {.path = "/ecog", .message = "unknown key"}),
            "me.json: /ecog: unknown key");
  EXPECT_EQ(ProfileErrorText("p.jsonl:7", {.path = "", .message = "empty"}), "p.jsonl:7: empty");
}

TEST(Printable, ControlCharactersAndLength) {
  EXPECT_EQ(Printable("plain ä"), "plain ä");
  EXPECT_EQ(Printable("a\x1b[31m\nb"), "a [31m b");
  EXPECT_EQ(Printable("abcdef", 3), "abc…");
  EXPECT_EQ(Printable("ää", 3), "ä…");
  EXPECT_EQ(Printable("ää", 4), "ää");
}

TEST(RunParallel, EveryIndexOnce) {
  for (const int threads : {1, 2, 9}) {
    std::vector<int> seen(100, 0);
    RunParallel(seen.size(), threads, [&](size_t i) { ++seen[i]; });
    EXPECT_THAT(seen, testing::Each(1)) << threads;
  }
  RunParallel(0, 4, [](size_t) { FAIL(); });
}

TEST(RunParallel, AnExceptionComesBack) {
  EXPECT_THROW(RunParallel(50, 3,
                           [](size_t i) {
                             if (i == 7) throw std::runtime_error("seven");
                           }),
               std::runtime_error);
}

}  // namespace
}  // namespace trialmatch::app
