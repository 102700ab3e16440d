#include "fetch/registry/schema.h"

#include <cstdint>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace trialmatch::fetch {
namespace {

constexpr int64_t kApplicationId = 0x544D5247;  // "TMRG"

// Step i brings version i to i + 1. A step that has been released is never edited: files of its
// version are on disks.
//
// record: every state of every study ever put; a row is never changed. study: the snapshot in
// place. version: which record a study had since which snapshot; no record: it was withdrawn.
// crawl, slice, staged, seen, refused: the crawl at hand, empty between two. Numbers of studies
// stand without "NCT". staged.kind: see StagedKind.
constexpr const char* kSteps[] = {
    R"sql(
CREATE TABLE record(id INTEGER PRIMARY KEY, nct INTEGER NOT NULL, digest BLOB NOT NULL, bytes INTEGER NOT NULL, updated TEXT NOT NULL,
                    body BLOB NOT NULL);
CREATE TABLE plan(id INTEGER PRIMARY KEY, words TEXT NOT NULL UNIQUE);
CREATE TABLE study(nct INTEGER PRIMARY KEY, record INTEGER NOT NULL, digest BLOB NOT NULL, updated TEXT NOT NULL, status TEXT NOT NULL,
                   plan INTEGER NOT NULL, is_withdrawn INTEGER NOT NULL);
CREATE TABLE version(nct INTEGER NOT NULL, snapshot INTEGER NOT NULL, record INTEGER, PRIMARY KEY(nct, snapshot)) WITHOUT ROWID;
CREATE TABLE snapshot(id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, plan TEXT NOT NULL, data_timestamp TEXT NOT NULL,
                      published_at TEXT NOT NULL, newest TEXT NOT NULL, sha256 TEXT NOT NULL, studies INTEGER NOT NULL,
                      added INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL, withdrawn INTEGER NOT NULL,
                      older INTEGER NOT NULL, refused INTEGER NOT NULL);
CREATE TABLE crawl(id INTEGER PRIMARY KEY CHECK(id = 1), plan TEXT NOT NULL, data_timestamp TEXT NOT NULL, scope INTEGER NOT NULL);
CREATE TABLE slice(name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE staged(nct INTEGER PRIMARY KEY, kind INTEGER NOT NULL, record INTEGER, digest BLOB, updated TEXT, status TEXT);
CREATE TABLE seen(nct INTEGER PRIMARY KEY, updated TEXT NOT NULL);
CREATE TABLE refused(id INTEGER PRIMARY KEY, slice TEXT NOT NULL, because TEXT NOT NULL);
)sql",
    // Numbers that lead to another study.
    R"sql(
CREATE TABLE alias(old INTEGER PRIMARY KEY, current INTEGER NOT NULL);
CREATE TABLE staged_alias(old INTEGER PRIMARY KEY, current INTEGER NOT NULL);
)sql",
};

absl::StatusOr<int64_t> FileVersion(Database& database) {
  TM_ASSIGN_OR_RETURN(const int64_t id, database.Number("PRAGMA application_id"));
  TM_ASSIGN_OR_RETURN(const int64_t version, database.Number("PRAGMA user_version"));
  if (id != kApplicationId) {
    TM_ASSIGN_OR_RETURN(const int64_t tables,
                        database.Number("SELECT count(*) FROM sqlite_schema"));
    if (tables > 0 || id != 0) {
      return absl::FailedPreconditionError(
          absl::StrCat(database.path(),
                       ": is a database of another program, not a registry; choose another --db"));
    }
    return 0;
  }
  if (version > kSchemaVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        database.path(), ": was written by a newer trialmatch (tables of version ", version,
        ", this program knows ", kSchemaVersion, "); use that one, or another --db"));
  }
  return version;
}

}  // namespace

const int kSchemaVersion = static_cast<int>(std::size(kSteps));

absl::Status MigrateSchema(Database& database, int to) {
  TM_ASSIGN_OR_RETURN(int64_t version, FileVersion(database));
  for (; version < to; ++version) {
    Transaction transaction(database);
    TM_RETURN_IF_ERROR(transaction.Begin());
    TM_RETURN_IF_ERROR(database.Execute(kSteps[version]));
    TM_RETURN_IF_ERROR(
        database.Execute(absl::StrCat("PRAGMA application_id=", kApplicationId).c_str()));
    TM_RETURN_IF_ERROR(database.Execute(absl::StrCat("PRAGMA user_version=", version + 1).c_str()));
    TM_RETURN_IF_ERROR(transaction.Commit());
  }
  return absl::OkStatus();
}

absl::Status CheckSchema(Database& database) {
  TM_ASSIGN_OR_RETURN(const int64_t version, FileVersion(database));
  if (version < kSchemaVersion) {
    return absl::OutOfRangeError(
        absl::StrCat(database.path(), ": has tables of version ", version));
  }
  return absl::OkStatus();
}

}  // namespace trialmatch::fetch
