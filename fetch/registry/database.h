#ifndef TRIALMATCH_FETCH_REGISTRY_DATABASE_H_
#define TRIALMATCH_FETCH_REGISTRY_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct sqlite3;
struct sqlite3_stmt;

namespace trialmatch::fetch {

// A prepared statement of a Database, which must outlive it. The first error of binding or stepping
// stays: Next() is false from then on and status() tells why.
class Statement {
 public:
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  // Places count from 1. Views must stay valid until the statement is reset.
  Statement& Bind(int place, int64_t value);
  Statement& Bind(int place, std::string_view text);
  Statement& BindBlob(int place, std::string_view bytes);
  Statement& BindNull(int place);

  // True: a row is there. False: no more, or an error.
  bool Next();
  // Makes ready for new values, as does Run(): for statements that return no rows.
  void Reset();
  absl::Status Run();
  const absl::Status& status() const { return status_; }

  // Columns count from 0; views are valid until the next step.
  int64_t Int(int column) const;
  std::string_view Text(int column) const;
  std::string_view Blob(int column) const;
  bool IsNull(int column) const;

 private:
  friend class Database;
  sqlite3_stmt* handle_ = nullptr;
  const std::string* path_ = nullptr;
  absl::Status status_;
};

// An open SQLite file.
class Database {
 public:
  enum class Access { kRead, kWrite };
  static absl::StatusOr<Database> Open(const std::string& path, Access access);
  Database() = default;
  Database(Database&& other) noexcept = default;
  Database& operator=(Database&& other) noexcept = default;

  absl::Status Execute(const char* sql);  // one statement or several, without values
  absl::StatusOr<Statement> Prepare(std::string_view sql);
  // The one number that a query answers with.
  absl::StatusOr<int64_t> Number(std::string_view sql);
  // Moves the journal into the file as far as no reader needs it, without waiting.
  void Checkpoint();
  int64_t last_row() const;
  const std::string& path() const { return *path_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<std::string> path_;  // its address is kept by the statements
  std::unique_ptr<sqlite3, Close> handle_;
};

// What went wrong with this file, in words for a person, with the way out.
absl::Status DatabaseError(const std::string& path, sqlite3* handle, int code);
absl::Status DamagedError(const std::string& path, std::string_view what);

// Rolls back unless Commit() came.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) {}
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  absl::Status Begin();  // of a writer
  absl::Status Commit();

 private:
  Database& database_;
  bool open_ = false;
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_REGISTRY_DATABASE_H_
