// Holds the arrows of the house from its includes: app -> matcher -> rules -> fetch -> base;
// third-party types stop at their room; library rooms neither print nor read the clock or the
// environment.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace {

using testing::IsEmpty;
namespace fs = std::filesystem;

const std::vector<std::string> kRooms = {"base", "fetch", "rules", "matcher",
                                         "app"};  // an arrow goes to the left only

// Which folders may include what is not ours; anything else of this kind is refused.
struct Foreign {
  const char* include;  // prefix of the included name
  std::vector<std::string> folders;
  bool in_headers;
};
const std::vector<Foreign> kForeign = {
    {"absl/", {""}, true},
    {"re2/", {"rules/", "matcher/"}, true},
    {"simdjson.h", {"fetch/"}, false},
    {"nlohmann/", {"rules/", "matcher/", "app/"}, false},
    {"CLI/", {"app/cli/"}, true},
    {"openssl/", {"base/", "fetch/http/"}, false},
    {"curl/", {"fetch/http/"}, false},
    {"sqlite3.h", {"fetch/registry/"}, false},
    {"zstd.h", {"fetch/registry/"}, false},
    {"archive", {"fetch/import/"}, false},
    {"GeographicLib/", {"fetch/places/"}, false},
    {"microhttpd.h", {"app/server/"}, false},
    {"sys/socket.h", {"fetch/http/", "app/server/"}, false},
    {"sys/un.h", {"fetch/http/", "app/server/"}, false},
    {"netinet/", {"fetch/http/", "app/server/"}, false},
    {"arpa/", {"fetch/http/", "app/server/"}, false},
    {"netdb.h", {"fetch/http/", "app/server/"}, false},
};

struct SourceFile {
  std::string path;  // "rules/text/tokens.cc"
  std::vector<std::string> lines;
};

std::string WithoutComment(const std::string& line) { return line.substr(0, line.find("//")); }

std::vector<SourceFile> SourceFiles() {
  std::vector<SourceFile> files;
  const fs::path root = TRIALMATCH_SOURCE_DIR;
  for (const std::string& room : kRooms) {
    for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
      const std::string extension = entry.path().extension();
      if (extension != ".cc" && extension != ".h") continue;
      SourceFile file{fs::relative(entry.path(), root).generic_string(), {}};
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) file.lines.push_back(line);
      files.push_back(std::move(file));
    }
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

int RoomOf(const std::string& path) {
  const auto room = std::find(kRooms.begin(), kRooms.end(), path.substr(0, path.find('/')));
  return room == kRooms.end() ? -1 : static_cast<int>(room - kRooms.begin());
}

std::string WhyRefused(const std::string& path, const std::string& included) {
  for (const Foreign& foreign : kForeign) {
    if (!included.starts_with(foreign.include)) continue;
    const bool allowed = std::any_of(foreign.folders.begin(), foreign.folders.end(),
                                     [&](const std::string& f) { return path.starts_with(f); });
    if (!allowed) return "this library does not belong in this folder";
    return path.ends_with(".h") && !foreign.in_headers
               ? "a third-party type must not show in a header"
               : "";
  }
  const int target = RoomOf(included);
  if (target < 0) return "unknown";
  if (target > RoomOf(path)) return "an arrow against the direction of the house";
  return fs::exists(fs::path(TRIALMATCH_SOURCE_DIR) / included) ? "" : "no such file";
}

TEST(Layering, IncludesFollowTheArrows) {
  const std::regex include(R"(^\s*#\s*include\s*(["<])([^">]+)[">])");
  std::vector<std::string> refused;
  const std::vector<SourceFile> files = SourceFiles();
  ASSERT_GT(files.size(), 20u);
  for (const SourceFile& file : files) {
    for (size_t i = 0; i < file.lines.size(); ++i) {
      std::smatch match;
      if (!std::regex_search(file.lines[i], match, include)) continue;
      const std::string why = WhyRefused(file.path, match[2]);
      // What stands in <> and is on no list is the standard library.
      if (why.empty() || (why == "unknown" && match[1] == "<")) continue;
      refused.push_back(file.path + ":" + std::to_string(i + 1) + ": " + std::string(match[2]) +
                        ": " + why);
    }
  }
  EXPECT_THAT(refused, IsEmpty());
}

TEST(Layering, LibraryRoomsNeitherPrintNorReadClockOrEnvironment) {
  const std::regex forbidden(
      R"(std::cout|std::cerr|std::cin\b|\bprintf\(|fprintf\(|\bputs\(|fputs\(|std::exit|\bexit\(|getenv|system_clock|steady_clock|absl::Now|\btime\(NULL|\btime\(nullptr|\brand\(|random_device)");
  std::vector<std::string> found;
  for (const SourceFile& file : SourceFiles()) {
    if (file.path.starts_with("app/")) continue;
    for (size_t i = 0; i < file.lines.size(); ++i) {
      if (std::regex_search(WithoutComment(file.lines[i]), forbidden))
        found.push_back(file.path + ":" + std::to_string(i + 1) + ": " + file.lines[i]);
    }
  }
  EXPECT_THAT(found, IsEmpty());
}

TEST(Layering, OnlyTheCommandLineKnowsTerminalAndClock) {
  const std::regex forbidden(R"(isatty|getenv|std::time\(|system_clock|localtime)");
  std::vector<std::string> found;
  for (const SourceFile& file : SourceFiles()) {
    if (file.path.starts_with("app/cli/")) continue;
    for (size_t i = 0; i < file.lines.size(); ++i) {
      if (std::regex_search(WithoutComment(file.lines[i]), forbidden))
        found.push_back(file.path + ":" + std::to_string(i + 1) + ": " + file.lines[i]);
    }
  }
  EXPECT_THAT(found, IsEmpty());
}

// What a room keeps to itself must not come back by a declaration of one's own instead of an include.
TEST(Layering, OnlyTheirFoldersNameTheseThings) {
  struct {
    std::vector<std::string> names;
    std::vector<std::string> folders;
    bool in_headers;
  } const kRows[] = {
      {{"CURL*", "CURLcode", "CURLOPT_", "CURLE_", "curl_"}, {"fetch/http/"}, false},
      {{"sqlite3"}, {"fetch/registry/"}, true},
      {{"getaddrinfo", "sockaddr", "AF_INET", "SOCK_STREAM"}, {"fetch/http/", "app/server/"}, false},
  };
  std::vector<std::string> found;
  for (const SourceFile& file : SourceFiles()) {
    for (const auto& row : kRows) {
      const bool at_home = std::any_of(row.folders.begin(), row.folders.end(),
                                       [&](const std::string& f) { return file.path.starts_with(f); });
      if (at_home && (row.in_headers || file.path.ends_with(".cc"))) continue;
      for (size_t i = 0; i < file.lines.size(); ++i) {
        const std::string line = WithoutComment(file.lines[i]);
        if (line.starts_with("#include")) continue;
        if (std::any_of(row.names.begin(), row.names.end(),
                        [&](const std::string& name) { return line.find(name) != std::string::npos; }))
          found.push_back(file.path + ":" + std::to_string(i + 1) + ": " + file.lines[i]);
      }
    }
  }
  EXPECT_THAT(found, IsEmpty());
}

TEST(Layering, TheCheckItselfSeesBreaches) {
  EXPECT_EQ(WhyRefused("fetch/study.cc", "rules/criterion.h"),
            "an arrow against the direction of the house");
  EXPECT_EQ(WhyRefused("rules/criterion.h", "nlohmann/json.hpp"),
            "a third-party type must not show in a header");
  EXPECT_EQ(WhyRefused("rules/criterion.cc", "simdjson.h"),
            "this library does not belong in this folder");
  EXPECT_EQ(WhyRefused("fetch/ctgov/crawl.cc", "curl/curl.h"),
            "this library does not belong in this folder");
  EXPECT_EQ(WhyRefused("fetch/http/curl_transport.h", "curl/curl.h"),
            "a third-party type must not show in a header");
  EXPECT_EQ(WhyRefused("fetch/ctgov/crawl.cc", "netdb.h"),
            "this library does not belong in this folder");
  EXPECT_EQ(WhyRefused("app/main.cc", "CLI/CLI.hpp"),
            "this library does not belong in this folder");
  EXPECT_EQ(WhyRefused("matcher/match.cc", "base/no_such_file.h"), "no such file");
  EXPECT_EQ(WhyRefused("matcher/match.cc", "base/date.h"), "");
}

}  // namespace
