#include "fetch/import/byte_input.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace trialmatch::fetch {
namespace {

using base::ToAbsl;

constexpr size_t kReadBytes = 1 << 20;
// Records shrink to a tenth or so. A file that grows beyond this is made to fill disks.
constexpr uint64_t kMostExpansion = 200;
constexpr uint64_t kFreeExpansionBytes = uint64_t{64} << 20;

struct ArchiveDeleter {
  void operator()(archive* a) const { archive_read_free(a); }
};

std::string ErrorOf(archive* a) {
  const char* words = archive_error_string(a);
  return words != nullptr ? words : "unknown trouble";
}

}  // namespace

bool IsHarmlessEntryName(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos)
    return false;
  if (name.size() > 1 && name[1] == ':' && absl::ascii_isalpha(static_cast<unsigned char>(name[0])))
    return false;
  while (!name.empty()) {
    const size_t slash = name.find('/');
    if (name.substr(0, slash) == "..") return false;
    if (slash == std::string_view::npos) break;
    name.remove_prefix(slash + 1);
  }
  return true;
}

struct ByteInput::Impl {
  std::string path, name;
  int fd = -1;
  std::unique_ptr<archive, ArchiveDeleter> reader;
  uint64_t bytes_out = 0;

  ~Impl() {
    reader.reset();
    if (fd >= 0) close(fd);
  }
  absl::Status Torn() const {
    return absl::DataLossError(
        absl::StrCat(name.empty() ? path : name, ": the file is torn or damaged (",
                     ErrorOf(reader.get()), "); nothing of it is taken over"));
  }
  uint64_t BytesUsed() const {
    const int64_t used = archive_filter_bytes(reader.get(), -1);
    return used > 0 ? static_cast<uint64_t>(used) : 0;
  }
};

ByteInput::ByteInput(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ByteInput::ByteInput(ByteInput&&) noexcept = default;
ByteInput& ByteInput::operator=(ByteInput&&) noexcept = default;
ByteInput::~ByteInput() = default;

const std::string& ByteInput::name() const { return impl_->name; }
uint64_t ByteInput::bytes_used() const { return impl_->BytesUsed(); }

absl::StatusOr<ByteInput> ByteInput::Open(const std::string& path) {
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (impl->fd < 0) {
    if (errno == ENOENT || errno == ENOTDIR)
      return absl::NotFoundError(absl::StrCat(path, ": no such file or folder"));
    return absl::PermissionDeniedError(
        absl::StrCat(path, ": cannot be opened: ", std::strerror(errno)));
  }
  struct stat info;
  if (fstat(impl->fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path,
                     ": is no regular file; an import must be able to start again where it "
                     "stopped, so a pipe cannot be read"));
  }
  archive* reader = archive_read_new();
  if (reader == nullptr)
    return absl::ResourceExhaustedError(absl::StrCat(path, ": not enough memory"));
  impl->reader.reset(reader);
  archive_read_support_filter_gzip(reader);
  archive_read_support_filter_zstd(reader);
  // Entry by entry as they come, without the list at the end of the file, which grows with it.
  archive_read_support_format_zip_streamable(reader);
  archive_read_support_format_raw(reader);
  archive_read_support_format_empty(reader);
  if (archive_read_open_fd(reader, impl->fd, kReadBytes) != ARCHIVE_OK) {
    impl->name = path;
    return impl->Torn();
  }
  return ByteInput(std::move(impl));
}

absl::StatusOr<bool> ByteInput::NextStream(base::Diagnostics* diagnostics) {
  Impl& in = *impl_;
  while (true) {
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(in.reader.get(), &entry);
    if (code == ARCHIVE_EOF) return false;
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN) return in.Torn();
    const bool is_zip =
        (archive_format(in.reader.get()) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
    if (!is_zip) {
      in.name = in.path;
      return true;
    }
    const char* pathname = archive_entry_pathname(entry);
    const std::string name = pathname != nullptr ? pathname : "";
    in.name = absl::StrCat(in.path, "/", name);
    const char* because = nullptr;
    if (!IsHarmlessEntryName(name)) {
      because = "its name leads out of the place it would be unpacked to";
    } else if (archive_entry_is_encrypted(entry) != 0) {
      because = "it is encrypted";
    } else if (archive_entry_filetype(entry) != AE_IFREG &&
               archive_entry_filetype(entry) != AE_IFDIR) {
      because = "it is no regular file";
    }
    if (because == nullptr && archive_entry_filetype(entry) == AE_IFDIR) continue;
    if (because == nullptr) return true;
    diagnostics->push_back({.severity = base::Severity::kError,
                            .id = "import.refused_entry",
                            .where = in.name,
                            .span = std::nullopt,
                            .message = absl::StrCat("the entry is refused: ", because)});
  }
}

absl::StatusOr<std::string_view> ByteInput::Read() {
  Impl& in = *impl_;
  while (true) {
    const void* bytes = nullptr;
    size_t size = 0;
    la_int64_t offset = 0;
    const int code = archive_read_data_block(in.reader.get(), &bytes, &size, &offset);
    if (code == ARCHIVE_EOF) return std::string_view();
    // A warning is a length that is not the one promised, and hides a wrong checksum.
    if (code != ARCHIVE_OK) return in.Torn();
    if (size == 0) continue;
    in.bytes_out += size;
    if (in.bytes_out > kFreeExpansionBytes && in.bytes_out > kMostExpansion * in.BytesUsed()) {
      return absl::InvalidArgumentError(absl::StrCat(
          in.name, ": expands to more than ", kMostExpansion,
          " times its size, as no registry data does: refused, nothing of it is taken over"));
    }
    return std::string_view(static_cast<const char*>(bytes), size);
  }
}

}  // namespace trialmatch::fetch
