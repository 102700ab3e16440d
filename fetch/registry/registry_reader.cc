#include "fetch/registry/registry_reader.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status.h"
#include "fetch/registry/database.h"
#include "fetch/registry/published_crawls.h"
#include "fetch/registry/schema.h"
#include "fetch/study_json.h"

namespace trialmatch::fetch {
namespace {

using base::ToAbsl;

constexpr size_t kMostProblems = 100;
constexpr int64_t kReportEvery = 1000;

std::string HexOf(std::string_view digest) {
  Digest bytes{};
  digest.copy(reinterpret_cast<char*>(bytes.data()), bytes.size());
  return DigestHex(bytes);
}

absl::Status NotHere(std::string_view nct_id, const std::string& path) {
  return absl::NotFoundError(absl::StrCat(ToAbsl(nct_id), " is not in the registry ", path));
}

}  // namespace

struct RegistryReader::Impl {
  explicit Impl(Database d) : database(std::move(d)) {}
  absl::Status Load();
  // What is wrong with a record that was read; empty: nothing.
  absl::StatusOr<std::string_view> Unpack(const Statement& row, int body, int bytes,
                                          std::string_view nct_id);

  Database database;
  RecordUnpacker unpacker;
  Statement find_study;  // keeps the views of Get() alive
  std::string data_timestamp, sha256;
  int64_t studies = 0;
};

absl::Status RegistryReader::Impl::Load() {
  // The first read fixes the snapshot for as long as the transaction is open, which is as long as
  // the reader lives.
  TM_RETURN_IF_ERROR(database.Execute("PRAGMA cache_size=-16384; BEGIN"));
  TM_RETURN_IF_ERROR(CheckSchema(database));
  TM_ASSIGN_OR_RETURN(std::vector<PublishedCrawl> crawls, ReadPublishedCrawls(database, {}));
  if (crawls.empty()) return absl::OkStatus();
  sha256 = crawls.front().sha256;
  studies = crawls.front().studies;
  TM_ASSIGN_OR_RETURN(data_timestamp, NewestDataTimestamp(database));
  if (data_timestamp.empty()) data_timestamp = crawls.front().newest_last_update;
  return absl::OkStatus();
}

absl::StatusOr<RegistryReader> RegistryReader::Open(const std::string& path) {
  for (const bool may_migrate : {true, false}) {
    TM_ASSIGN_OR_RETURN(Database database, Database::Open(path, Database::Access::kRead));
    auto impl = std::make_unique<Impl>(std::move(database));
    const absl::Status status = impl->Load();
    if (status.ok()) return RegistryReader(std::move(impl));
    if (!absl::IsOutOfRange(status)) return status;
    if (!may_migrate) break;
    impl.reset();
    TM_RETURN_IF_ERROR(RegistryWriter::Open(path).status());
  }
  return absl::FailedPreconditionError(
      absl::StrCat(path, ": the tables of an older trialmatch could not be brought up to date"));
}

RegistryReader::RegistryReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RegistryReader::RegistryReader(RegistryReader&&) noexcept = default;
RegistryReader& RegistryReader::operator=(RegistryReader&&) noexcept = default;
RegistryReader::~RegistryReader() = default;

const std::string& RegistryReader::data_timestamp() const { return impl_->data_timestamp; }
const std::string& RegistryReader::sha256() const { return impl_->sha256; }
int64_t RegistryReader::studies() const { return impl_->studies; }

absl::StatusOr<std::string_view> RegistryReader::Impl::Unpack(const Statement& row, int body,
                                                              int bytes, std::string_view nct_id) {
  auto json = unpacker.Unpack(row.Blob(body), static_cast<uint64_t>(row.Int(bytes)));
  if (!json.ok())
    return DamagedError(database.path(),
                        absl::StrCat(ToAbsl(nct_id), ": ", json.status().message()));
  return json;
}

absl::Status RegistryReader::ForEach(const std::function<absl::Status(const StoredStudy&)>& visit) {
  absl::Status first;
  TM_RETURN_IF_ERROR(
      ForEach([&](const StoredStudy& study) { return first.ok() ? visit(study) : first; },
              [&](const absl::Status& status) { first = status; }));
  return first;
}

absl::Status RegistryReader::ForEach(const std::function<absl::Status(const StoredStudy&)>& visit,
                                     const std::function<void(const absl::Status&)>& lost) {
  TM_ASSIGN_OR_RETURN(
      Statement rows,
      impl_->database.Prepare(
          "SELECT study.nct, record.digest, record.updated, record.bytes, record.body"
          " FROM study LEFT JOIN record ON record.id = study.record"
          " WHERE is_withdrawn = 0 ORDER BY study.nct"));
  while (rows.Next()) {
    StoredStudy study{.nct_id = NctIdOf(rows.Int(0)),
                      .json = {},
                      .sha256 = HexOf(rows.Blob(1)),
                      .last_update_post_date = std::string(rows.Text(2)),
                      .is_withdrawn = false,
                      .alias_of = ""};
    const auto json = impl_->Unpack(rows, 4, 3, study.nct_id);
    if (!json.ok()) {
      lost(json.status());
      continue;
    }
    study.json = *json;
    TM_RETURN_IF_ERROR(visit(study));
  }
  return rows.status();
}

absl::StatusOr<StoredStudy> RegistryReader::Get(std::string_view nct_id) {
  if (!IsNctId(nct_id)) return NotHere(nct_id, impl_->database.path());
  int64_t nct = NctNumberOf(nct_id);
  TM_ASSIGN_OR_RETURN(Statement alias,
                      impl_->database.Prepare("SELECT current FROM alias WHERE old = ?"));
  alias.Bind(1, nct);
  const bool is_alias = alias.Next();
  TM_RETURN_IF_ERROR(alias.status());
  if (is_alias) nct = alias.Int(0);
  TM_ASSIGN_OR_RETURN(
      impl_->find_study,
      impl_->database.Prepare(
          "SELECT record.digest, record.updated, record.bytes, record.body, is_withdrawn"
          " FROM study LEFT JOIN record ON record.id = study.record"
          " WHERE study.nct = ?"));
  Statement& row = impl_->find_study;
  row.Bind(1, nct);
  if (!row.Next()) {
    TM_RETURN_IF_ERROR(row.status());
    return NotHere(nct_id, impl_->database.path());
  }
  StoredStudy study{.nct_id = NctIdOf(nct),
                    .json = {},
                    .sha256 = HexOf(row.Blob(0)),
                    .last_update_post_date = std::string(row.Text(1)),
                    .is_withdrawn = row.Int(4) != 0,
                    .alias_of = is_alias ? std::string(nct_id) : ""};
  TM_ASSIGN_OR_RETURN(study.json, impl_->Unpack(row, 3, 2, study.nct_id));
  return study;
}

absl::StatusOr<std::vector<StudyVersion>> RegistryReader::History(std::string_view nct_id) {
  if (!IsNctId(nct_id)) return NotHere(nct_id, impl_->database.path());
  TM_ASSIGN_OR_RETURN(
      Statement rows,
      impl_->database.Prepare("SELECT version.snapshot, snapshot.published_at, "
                              "snapshot.data_timestamp, version.record IS NULL,"
                              " record.digest, record.updated, record.bytes, record.body"
                              " FROM version JOIN snapshot ON snapshot.id = version.snapshot"
                              " LEFT JOIN record ON record.id = version.record"
                              " WHERE version.nct = ? ORDER BY version.snapshot"));
  rows.Bind(1, NctNumberOf(nct_id));
  std::vector<StudyVersion> versions;
  while (rows.Next()) {
    StudyVersion& version = versions.emplace_back();
    version.snapshot = rows.Int(0);
    version.seen_at = rows.Text(1);
    version.data_timestamp = rows.Text(2);
    version.is_withdrawn = rows.Int(3) != 0;
    if (version.is_withdrawn) continue;
    version.sha256 = HexOf(rows.Blob(4));
    version.last_update_post_date = rows.Text(5);
    TM_ASSIGN_OR_RETURN(version.json, impl_->Unpack(rows, 7, 6, nct_id));
  }
  TM_RETURN_IF_ERROR(rows.status());
  if (versions.empty()) return NotHere(nct_id, impl_->database.path());
  return versions;
}

absl::StatusOr<RegistryStatus> RegistryReader::Status() {
  Database& database = impl_->database;
  RegistryStatus out;
  out.studies = impl_->studies;
  TM_ASSIGN_OR_RETURN(out.withdrawn,
                      database.Number("SELECT count(*) FROM study WHERE is_withdrawn <> 0"));
  TM_ASSIGN_OR_RETURN(out.versions,
                      database.Number("SELECT count(*) FROM version WHERE record IS NOT NULL"));
  TM_ASSIGN_OR_RETURN(out.aliases, database.Number("SELECT count(*) FROM alias"));
  TM_ASSIGN_OR_RETURN(Statement by_status,
                      database.Prepare("SELECT status, count(*) FROM study WHERE is_withdrawn = 0"
                                       " GROUP BY status ORDER BY count(*) DESC, status"));
  while (by_status.Next()) out.by_status.emplace_back(by_status.Text(0), by_status.Int(1));
  TM_RETURN_IF_ERROR(by_status.status());
  TM_ASSIGN_OR_RETURN(out.crawls, ReadPublishedCrawls(database, {.plan = {}, .most = 10}));
  TM_ASSIGN_OR_RETURN(
      Statement crawl,
      database.Prepare("SELECT plan, data_timestamp, scope, (SELECT count(*) FROM slice),"
                       " (SELECT count(*) FROM staged) FROM crawl"));
  if (crawl.Next()) {
    out.unfinished = RegistryStatus::Unfinished{
        .key = {.plan = std::string(crawl.Text(0)), .data_timestamp = std::string(crawl.Text(1))},
        .scope = static_cast<CrawlScope>(crawl.Int(2)),
        .slices = crawl.Int(3),
        .staged = crawl.Int(4)};
  }
  TM_RETURN_IF_ERROR(crawl.status());
  std::error_code ignored;
  for (const char* suffix : {"", "-wal"}) {
    const auto bytes = std::filesystem::file_size(database.path() + suffix, ignored);
    if (!ignored) out.file_bytes += static_cast<int64_t>(bytes);
  }
  return out;
}

absl::StatusOr<VerifyResult> RegistryReader::Verify(const std::function<void(int64_t)>& visit) {
  Database& database = impl_->database;
  VerifyResult out;
  const auto problem = [&](std::string words) {
    if (out.problems.size() < kMostProblems) out.problems.push_back(std::move(words));
  };
  TM_ASSIGN_OR_RETURN(Statement structure, database.Prepare("PRAGMA integrity_check(100)"));
  while (structure.Next()) {
    if (structure.Text(0) != "ok") problem(absl::StrCat("structure: ", ToAbsl(structure.Text(0))));
  }
  if (!structure.status().ok()) problem(std::string(structure.status().message()));
  TM_ASSIGN_OR_RETURN(
      Statement rows,
      database.Prepare("SELECT id, nct, digest, bytes, body FROM record ORDER BY id"));
  while (rows.Next()) {
    const std::string nct_id = NctIdOf(rows.Int(1));
    const auto json = impl_->unpacker.Unpack(rows.Blob(4), static_cast<uint64_t>(rows.Int(3)));
    if (!json.ok()) {
      problem(absl::StrCat(nct_id, ": ", json.status().message()));
    } else if (base::Sha256Hex(*json) != HexOf(rows.Blob(2))) {
      problem(absl::StrCat(nct_id, ": the record does not have its SHA-256"));
    }
    if (++out.records % kReportEvery == 0) visit(out.records);
  }
  if (!rows.status().ok()) problem(std::string(rows.status().message()));
  TM_ASSIGN_OR_RETURN(
      const int64_t orphans,
      database.Number("SELECT count(*) FROM study WHERE record NOT IN (SELECT id FROM record)"));
  if (orphans > 0) problem(absl::StrCat(orphans, " studies without their record"));
  PublishedCrawl now;
  TM_RETURN_IF_ERROR(DescribeSnapshot(database, now));
  if (now.sha256 != impl_->sha256 && !(impl_->sha256.empty() && now.studies == 0)) {
    problem("the list of studies is not the one that was published");
  }
  return out;
}

}  // namespace trialmatch::fetch
