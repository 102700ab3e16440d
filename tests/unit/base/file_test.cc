#include "base/file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace trialmatch::base {
namespace {

using ::testing::HasSubstr;

class File : public ::testing::Test {
 protected:
  File() : folder_(std::filesystem::path(::testing::TempDir()) / ("trialmatch_file_test_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~File() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& bytes) {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  std::filesystem::path folder_;
};

void ExpectError(const absl::StatusOr<std::string>& result, absl::StatusCode code, const std::string& path, const std::string& message) {
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.status().code(), code);
  EXPECT_THAT(std::string(result.status().message()), HasSubstr(path));
  EXPECT_THAT(std::string(result.status().message()), HasSubstr(message));
}

TEST_F(File, ComesBackByteForByte) {
  const std::string bytes = std::string("a\r\n\0\xFF", 5) + std::string(300'000, 'x');
  EXPECT_EQ(*ReadFile(Write("a", bytes)), bytes);
  EXPECT_EQ(*ReadFile(Write("empty", "")), "");
}

TEST_F(File, ErrorsNameThePath) {
  const std::string missing = (folder_ / "missing.json").string();
  ExpectError(ReadFile(missing), absl::StatusCode::kNotFound, missing, "no such file");
  ExpectError(ReadFile(folder_.string()), absl::StatusCode::kInvalidArgument, folder_.string(), "is a folder");
  const std::string below_a_file = Write("f", "x") + "/g";
  ExpectError(ReadFile(below_a_file), absl::StatusCode::kNotFound, below_a_file, "no such file");
  if (geteuid() != 0) {
    const std::string locked = Write("locked", "x");
    chmod(locked.c_str(), 0);
    ExpectError(ReadFile(locked), absl::StatusCode::kPermissionDenied, locked, "no permission");
  }
}

TEST_F(File, LimitIsInclusive) {
  const std::string path = Write("ten", "0123456789");
  EXPECT_TRUE(ReadFile(path, 10).ok());
  ExpectError(ReadFile(path, 9), absl::StatusCode::kInvalidArgument, path, "larger than 9 bytes");
}

TEST_F(File, SparseFileAboveTheLimitIsRefusedUnread) {
  const std::string path = Write("huge", "x");
  std::error_code error;
  std::filesystem::resize_file(path, kMaxFileBytes + 1, error);
  if (error) GTEST_SKIP() << "no sparse files here";
  ExpectError(ReadFile(path), absl::StatusCode::kInvalidArgument, path, "larger than 8 GiB");
}

TEST_F(File, PipeIsReadToItsEnd) {
  const std::string path = (folder_ / "pipe").string();
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const pid_t child = fork();
  if (child == 0) {
    std::ofstream(path) << std::string(200'000, 'p');
    _exit(0);
  }
  EXPECT_EQ(ReadFile(path)->size(), 200'000u);
}

absl::StatusOr<int> Half(int value) {
  if (value % 2 != 0) return absl::InvalidArgumentError("odd");
  return value / 2;
}

absl::StatusOr<int> Quarter(int value) {
  TM_ASSIGN_OR_RETURN(const int half, Half(value));
  TM_ASSIGN_OR_RETURN(int quarter, Half(half));
  TM_RETURN_IF_ERROR(absl::OkStatus());
  return quarter;
}

TEST(StatusMacros, PassTheErrorOn) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_EQ(Quarter(6).status().message(), "odd");
  EXPECT_EQ(Quarter(3).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace trialmatch::base
