#include "fetch/registry/database.h"

#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace trialmatch::fetch {
namespace {

using base::ToAbsl;

constexpr int kBusyMilliseconds = 20'000;

// A path as a file: URI, so that options can follow it.
std::string Uri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      constexpr char kDigits[] = "0123456789ABCDEF";
      uri += '%';
      uri += kDigits[static_cast<unsigned char>(c) >> 4];
      uri += kDigits[static_cast<unsigned char>(c) & 15];
    } else {
      uri += c;
    }
  }
  return uri;
}

// SQLite needs a file of its own beside a database in WAL mode. In a place that cannot be written
// there is none, and nobody writes: then the file may be read as it is.
bool IsAtRest(const std::string& path) {
  std::error_code ignored;
  const auto wal_bytes = std::filesystem::file_size(path + "-wal", ignored);
  const bool no_wal = ignored || wal_bytes == 0;
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return no_wal && access(folder.empty() ? "." : folder.c_str(), W_OK) != 0;
}

}  // namespace

absl::Status DamagedError(const std::string& path, std::string_view what) {
  return absl::DataLossError(absl::StrCat(
      path, ": the registry file is damaged (", ToAbsl(what),
      "). The way out: put back a copy of it, or move it away and run `trialmatch fetch` (or "
      "`trialmatch fetch "
      "--import FILE`) again; what can still be read comes out with `trialmatch registry export`"));
}

absl::Status DatabaseError(const std::string& path, sqlite3* handle, int code) {
  const int extended = handle != nullptr ? sqlite3_extended_errcode(handle) : code;
  const int system = handle != nullptr ? sqlite3_system_errno(handle) : 0;
  const std::string words =
      handle != nullptr ? std::string(sqlite3_errmsg(handle)) : std::string(sqlite3_errstr(code));
  switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return DamagedError(path, words);
    case SQLITE_FULL:
      return absl::ResourceExhaustedError(
          absl::StrCat(path,
                       ": the disk is full; make room and run the same command again: it goes on "
                       "where it stopped"));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return absl::PermissionDeniedError(absl::StrCat(path, ": cannot be written: ", words));
    case SQLITE_CANTOPEN:
      return absl::PermissionDeniedError(absl::StrCat(path, ": cannot be opened",
                                                      system != 0 ? ": " : "",
                                                      system != 0 ? std::strerror(system) : ""));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::UnavailableError(
          absl::StrCat(path, ": another program holds it; try again later"));
    case SQLITE_NOMEM:
      return absl::ResourceExhaustedError(absl::StrCat(path, ": not enough memory"));
    case SQLITE_IOERR:
      if (extended == SQLITE_IOERR_SHORT_READ || extended == SQLITE_IOERR_CORRUPTFS) {
        return DamagedError(path, "it ends too early");
      }
      // Writing beyond a limit on the size of files comes without a cause.
      if (system == EFBIG || system == ENOSPC || system == EDQUOT ||
          extended == SQLITE_IOERR_WRITE || extended == SQLITE_IOERR_SHMSIZE) {
        return absl::ResourceExhaustedError(absl::StrCat(
            path, ": no more can be written", system != 0 ? ": " : "",
            system != 0 ? std::strerror(system) : "",
            "; make room and run the same command again: it goes on where it stopped"));
      }
      return absl::UnavailableError(absl::StrCat(path, ": ", words, system != 0 ? ": " : "",
                                                 system != 0 ? std::strerror(system) : ""));
    default:
      return absl::InternalError(absl::StrCat(path, ": ", words));
  }
}

Statement::Statement(Statement&& other) noexcept { *this = std::move(other); }

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(handle_, other.handle_);
  std::swap(path_, other.path_);
  std::swap(status_, other.status_);
  return *this;
}

Statement::~Statement() { sqlite3_finalize(handle_); }

Statement& Statement::Bind(int place, int64_t value) {
  sqlite3_bind_int64(handle_, place, value);
  return *this;
}
Statement& Statement::Bind(int place, std::string_view text) {
  sqlite3_bind_text64(handle_, place, text.data() != nullptr ? text.data() : "", text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}
Statement& Statement::BindBlob(int place, std::string_view bytes) {
  sqlite3_bind_blob64(handle_, place, bytes.data() != nullptr ? bytes.data() : "", bytes.size(),
                      SQLITE_STATIC);
  return *this;
}
Statement& Statement::BindNull(int place) {
  sqlite3_bind_null(handle_, place);
  return *this;
}

bool Statement::Next() {
  if (!status_.ok()) return false;
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) status_ = DatabaseError(*path_, sqlite3_db_handle(handle_), code);
  return false;
}

void Statement::Reset() {
  sqlite3_reset(handle_);
  status_ = absl::OkStatus();
}

absl::Status Statement::Run() {
  while (Next()) {
  }
  absl::Status status = status_;
  Reset();
  return status;
}

int64_t Statement::Int(int column) const { return sqlite3_column_int64(handle_, column); }
std::string_view Statement::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  return text == nullptr
             ? std::string_view()
             : std::string_view(text, static_cast<size_t>(sqlite3_column_bytes(handle_, column)));
}
std::string_view Statement::Blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
  return bytes == nullptr
             ? std::string_view()
             : std::string_view(bytes, static_cast<size_t>(sqlite3_column_bytes(handle_, column)));
}
bool Statement::IsNull(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

absl::StatusOr<Database> Database::Open(const std::string& path, Access access) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": is a folder, expected a registry file"));
  }
  if (access == Access::kRead && !std::filesystem::exists(path, ignored)) {
    return absl::NotFoundError(absl::StrCat(path, ": no such file"));
  }
  const bool is_at_rest = access == Access::kRead && IsAtRest(path);
  const std::string uri = Uri(path) + (is_at_rest ? "?immutable=1" : "");
  const int flags =
      SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
      (access == Access::kRead ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(uri.c_str(), &handle, flags, nullptr);
  Database database;
  database.path_ = std::make_unique<std::string>(path);
  database.handle_.reset(handle);
  if (code != SQLITE_OK) return DatabaseError(path, handle, code);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  // The file may come from anywhere: nothing in its schema may reach further than data.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return database;
}

absl::Status Database::Execute(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : DatabaseError(*path_, handle_.get(), code);
}

absl::StatusOr<Statement> Database::Prepare(std::string_view sql) {
  Statement statement;
  statement.path_ = path_.get();
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement.handle_, nullptr);
  if (code != SQLITE_OK) return DatabaseError(*path_, handle_.get(), code);
  return statement;
}

absl::StatusOr<int64_t> Database::Number(std::string_view sql) {
  TM_ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  if (statement.Next()) return statement.Int(0);
  TM_RETURN_IF_ERROR(statement.status());
  return absl::InternalError(absl::StrCat(*path_, ": a query without answer"));
}

int64_t Database::last_row() const { return sqlite3_last_insert_rowid(handle_.get()); }

void Database::Checkpoint() {
  sqlite3_busy_timeout(handle_.get(), 0);
  sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(handle_.get(), kBusyMilliseconds);
}

Transaction::~Transaction() {
  if (open_) (void)database_.Execute("ROLLBACK");
}
absl::Status Transaction::Begin() {
  absl::Status status = database_.Execute("BEGIN IMMEDIATE");
  open_ = status.ok();
  return status;
}
absl::Status Transaction::Commit() {
  absl::Status status = database_.Execute("COMMIT");
  if (status.ok()) open_ = false;
  return status;
}

}  // namespace trialmatch::fetch
