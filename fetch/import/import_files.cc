#include "fetch/import/import_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status.h"

namespace trialmatch::fetch {
namespace {

using base::ToAbsl;

bool EndsWith(std::string_view name, std::string_view end) {
  return absl::EndsWithIgnoreCase(ToAbsl(name), ToAbsl(end));
}

bool IsNamedAsStudies(const std::string& name) {
  if (EndsWith(name, ".zip")) return true;
  const std::string content = NameOfContent(name);
  return EndsWith(content, ".json") || EndsWith(content, ".jsonl") || EndsWith(content, ".ndjson");
}

absl::Status AddFile(const std::string& path, ImportFiles& out, std::string& identity) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT || errno == ENOTDIR)
      return absl::NotFoundError(absl::StrCat(path, ": no such file or folder"));
    return absl::PermissionDeniedError(
        absl::StrCat(path, ": cannot be read: ", std::strerror(errno)));
  }
  out.paths.push_back(path);
  out.bytes += static_cast<uint64_t>(info.st_size);
  absl::StrAppend(&identity, path, "\n", info.st_size, " ", info.st_mtim.tv_sec, ".",
                  info.st_mtim.tv_nsec, "\n");
  return absl::OkStatus();
}

absl::Status AddFolder(const std::filesystem::path& folder, ImportFiles& out,
                       std::string& identity) {
  std::vector<std::filesystem::directory_entry> entries;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error))
    entries.push_back(*it);
  if (error)
    return absl::PermissionDeniedError(
        absl::StrCat(folder.string(), ": cannot be read: ", error.message()));
  std::sort(entries.begin(), entries.end());
  for (const auto& entry : entries) {
    std::error_code ignored;
    const std::string path = entry.path().string();
    if (entry.symlink_status(ignored).type() == std::filesystem::file_type::directory) {
      TM_RETURN_IF_ERROR(AddFolder(entry.path(), out, identity));
    } else if (entry.is_regular_file(ignored) && !entry.is_symlink(ignored) &&
               IsNamedAsStudies(path)) {
      TM_RETURN_IF_ERROR(AddFile(path, out, identity));
    } else {
      ++out.passed_over;
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string NameOfContent(const std::string& path) {
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (EndsWith(path, packed)) return path.substr(0, path.size() - packed.size());
  }
  return path;
}

absl::StatusOr<ImportFiles> ListImportFiles(const std::string& path) {
  ImportFiles out;
  std::string identity;
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error);
  absl::StrAppend(&identity, absolute.string(), "\n");
  if (std::filesystem::is_directory(path, error)) {
    TM_RETURN_IF_ERROR(AddFolder(path, out, identity));
    if (out.paths.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ": no .json, .jsonl, .ndjson or .zip file in this folder (also .gz and .zst)"));
    }
  } else {
    TM_RETURN_IF_ERROR(AddFile(path, out, identity));
  }
  out.identity = base::Sha256Hex(identity);
  return out;
}

}  // namespace trialmatch::fetch
