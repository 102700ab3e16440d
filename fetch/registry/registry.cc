#include "fetch/registry/registry.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status.h"
#include "fetch/registry/published_crawls.h"
#include "fetch/registry/schema.h"
#include "fetch/registry/staging.h"
#include "fetch/study_json.h"

namespace trialmatch::fetch {
namespace {

using base::ToAbsl;

// A study of the snapshot in place is missing when no crawl statement accounts for it. ?1: the
// plan, or empty for every plan.
constexpr char kMissing[] =
    "SELECT nct FROM study WHERE is_withdrawn = 0 AND (?1 = '' OR plan = (SELECT id FROM plan "
    "WHERE words = ?1))"
    " AND nct NOT IN (SELECT nct FROM staged) AND nct NOT IN (SELECT nct FROM seen)";

absl::Status MakeFolderFor(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) return absl::OkStatus();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error && !std::filesystem::is_directory(folder)) {
    return absl::PermissionDeniedError(
        absl::StrCat(folder.string(), ": cannot be made: ", error.message()));
  }
  return absl::OkStatus();
}

}  // namespace

const char* CrawlScopeName(CrawlScope scope) {
  switch (scope) {
    case CrawlScope::kFull:
      return "full";
    case CrawlScope::kIncremental:
      return "incremental";
    case CrawlScope::kIds:
      return "ids";
    case CrawlScope::kSweep:
      return "sweep";
    case CrawlScope::kImport:
      return "import";
  }
  return "unknown";
}

absl::StatusOr<RegistryWriter> RegistryWriter::Open(const std::string& path) {
  TM_RETURN_IF_ERROR(MakeFolderFor(path));
  TM_ASSIGN_OR_RETURN(WriterLock lock, WriterLock::Take(path));
  TM_ASSIGN_OR_RETURN(Database database, Database::Open(path, Database::Access::kWrite));
  // The size of a page counts only before the first table. A reader never waits for a writer with
  // this journal, nor the other way round.
  TM_RETURN_IF_ERROR(
      database.Execute("PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                       "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=2048; PRAGMA "
                       "journal_size_limit=67108864"));
  TM_RETURN_IF_ERROR(MigrateSchema(database, kSchemaVersion));
  auto impl = std::make_unique<Impl>(std::move(lock), std::move(database));
  TM_RETURN_IF_ERROR(impl->PrepareStatements());
  return RegistryWriter(std::move(impl));
}

RegistryWriter::RegistryWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RegistryWriter::RegistryWriter(RegistryWriter&&) noexcept = default;
RegistryWriter& RegistryWriter::operator=(RegistryWriter&&) noexcept = default;
RegistryWriter::~RegistryWriter() = default;

const KnownRecords& RegistryWriter::known() const { return impl_->known; }
base::Diagnostics RegistryWriter::TakeDiagnostics() {
  return std::exchange(impl_->diagnostics, {});
}

absl::StatusOr<std::vector<std::string>> RegistryWriter::Begin(const CrawlKey& key,
                                                               CrawlScope scope) {
  Database& database = impl_->database;
  impl_->key = key;
  impl_->scope = scope;
  Transaction transaction(database);
  TM_RETURN_IF_ERROR(transaction.Begin());
  TM_ASSIGN_OR_RETURN(Statement unfinished,
                      database.Prepare("SELECT plan, data_timestamp, scope FROM crawl"));
  const bool is_same = unfinished.Next() && unfinished.Text(0) == key.plan &&
                       unfinished.Text(1) == key.data_timestamp &&
                       unfinished.Int(2) == static_cast<int>(scope);
  TM_RETURN_IF_ERROR(unfinished.status());
  unfinished.Reset();
  std::vector<std::string> complete;
  if (is_same) {
    // What was refused in a slice that comes again is told again.
    TM_RETURN_IF_ERROR(
        database.Execute("DELETE FROM refused WHERE slice NOT IN (SELECT name FROM slice)"));
    TM_ASSIGN_OR_RETURN(Statement slices, database.Prepare("SELECT name FROM slice"));
    while (slices.Next()) complete.emplace_back(slices.Text(0));
    TM_RETURN_IF_ERROR(slices.status());
  } else {
    TM_RETURN_IF_ERROR(impl_->Discard());
    TM_ASSIGN_OR_RETURN(
        Statement insert,
        database.Prepare("INSERT INTO crawl(id, plan, data_timestamp, scope) VALUES(1, ?, ?, ?)"));
    insert.Bind(1, std::string_view(key.plan))
        .Bind(2, std::string_view(key.data_timestamp))
        .Bind(3, static_cast<int64_t>(scope));
    TM_RETURN_IF_ERROR(insert.Run());
  }
  TM_RETURN_IF_ERROR(transaction.Commit());
  TM_RETURN_IF_ERROR(impl_->LoadKnown());
  return complete;
}

absl::Status RegistryWriter::Put(std::string_view slice,
                                 std::span<const std::string_view> records) {
  RecordPreparer preparer(&impl_->known);
  std::vector<PreparedRecord> prepared;
  prepared.reserve(records.size());
  for (const std::string_view record : records) prepared.push_back(preparer.Prepare(record));
  return PutPrepared(slice, prepared);
}

absl::Status RegistryWriter::PutPrepared(std::string_view slice,
                                         std::span<const PreparedRecord> records) {
  Transaction transaction(impl_->database);
  TM_RETURN_IF_ERROR(transaction.Begin());
  for (const PreparedRecord& record : records) TM_RETURN_IF_ERROR(impl_->PutOne(slice, record));
  return transaction.Commit();
}

absl::Status RegistryWriter::CompleteSlice(std::string_view slice) {
  TM_ASSIGN_OR_RETURN(Statement insert,
                      impl_->database.Prepare("INSERT OR IGNORE INTO slice(name) VALUES(?)"));
  insert.Bind(1, slice);
  return insert.Run();
}

absl::Status RegistryWriter::Withdraw(std::string_view nct_id) {
  if (!IsNctId(nct_id))
    return absl::InvalidArgumentError(absl::StrCat(ToAbsl(nct_id), ": no NCT number"));
  Transaction transaction(impl_->database);
  TM_RETURN_IF_ERROR(transaction.Begin());
  TM_RETURN_IF_ERROR(impl_->StageWithdrawn(NctNumberOf(nct_id)));
  return transaction.Commit();
}

absl::Status RegistryWriter::RecordAlias(std::string_view old_id, std::string_view current_id) {
  if (!IsNctId(old_id) || !IsNctId(current_id) || old_id == current_id) {
    return absl::InvalidArgumentError(
        absl::StrCat(ToAbsl(old_id), " cannot lead to ", ToAbsl(current_id)));
  }
  Transaction transaction(impl_->database);
  TM_RETURN_IF_ERROR(transaction.Begin());
  TM_RETURN_IF_ERROR(impl_->StageWithdrawn(NctNumberOf(old_id)));
  TM_ASSIGN_OR_RETURN(
      Statement insert,
      impl_->database.Prepare("INSERT OR REPLACE INTO staged_alias(old, current) VALUES(?, ?)"));
  insert.Bind(1, NctNumberOf(old_id)).Bind(2, NctNumberOf(current_id));
  TM_RETURN_IF_ERROR(insert.Run());
  return transaction.Commit();
}

absl::Status RegistryWriter::Seen(std::span<const SweepEntry> entries) {
  Transaction transaction(impl_->database);
  TM_RETURN_IF_ERROR(transaction.Begin());
  TM_ASSIGN_OR_RETURN(
      Statement insert,
      impl_->database.Prepare("INSERT OR REPLACE INTO seen(nct, updated) VALUES(?, ?)"));
  for (const SweepEntry& entry : entries) {
    if (!IsNctId(entry.nct_id)) continue;
    insert.Bind(1, NctNumberOf(entry.nct_id))
        .Bind(2, std::string_view(entry.last_update_post_date));
    TM_RETURN_IF_ERROR(insert.Run());
  }
  return transaction.Commit();
}

absl::StatusOr<CrawlDifference> RegistryWriter::Difference() {
  CrawlDifference out;
  const std::string plan = impl_->MissingPlan();
  TM_ASSIGN_OR_RETURN(Statement missing, impl_->database.Prepare(kMissing));
  missing.Bind(1, std::string_view(plan));
  while (missing.Next()) out.missing.push_back(NctIdOf(missing.Int(0)));
  TM_RETURN_IF_ERROR(missing.status());
  TM_ASSIGN_OR_RETURN(
      Statement stale,
      impl_->database.Prepare("SELECT seen.nct FROM seen LEFT JOIN study ON study.nct = seen.nct "
                              "AND study.is_withdrawn = 0"
                              " WHERE (study.nct IS NULL OR study.updated <> seen.updated)"
                              " AND seen.nct NOT IN (SELECT nct FROM staged)"));
  while (stale.Next()) out.stale.push_back(NctIdOf(stale.Int(0)));
  TM_RETURN_IF_ERROR(stale.status());
  return out;
}

absl::StatusOr<CrawlSummary> RegistryWriter::Staged() {
  int64_t missing = 0;
  if (impl_->WithdrawsMissing()) {
    TM_ASSIGN_OR_RETURN(const CrawlDifference difference, Difference());
    missing = static_cast<int64_t>(difference.missing.size());
  }
  return impl_->Count(missing);
}

absl::Status RegistryWriter::Abandon() {
  Transaction transaction(impl_->database);
  TM_RETURN_IF_ERROR(transaction.Begin());
  TM_RETURN_IF_ERROR(impl_->Discard());
  return transaction.Commit();
}

absl::StatusOr<std::optional<PublishedCrawl>> RegistryWriter::LastCrawl(std::string_view plan) {
  using Found = std::optional<PublishedCrawl>;
  TM_ASSIGN_OR_RETURN(std::vector<PublishedCrawl> crawls,
                      ReadPublishedCrawls(impl_->database, {.plan = plan, .most = 1}));
  return crawls.empty() ? Found() : Found(std::move(crawls.front()));
}

absl::StatusOr<CrawlSummary> RegistryWriter::Publish(std::string_view published_at) {
  Database& database = impl_->database;
  // Published is published, whatever happens to the power; what is only staged can be fetched
  // again.
  TM_RETURN_IF_ERROR(database.Execute("PRAGMA synchronous=FULL"));
  Transaction transaction(database);
  TM_RETURN_IF_ERROR(transaction.Begin());
  TM_ASSIGN_OR_RETURN(const int64_t is_begun, database.Number("SELECT count(*) FROM crawl"));
  if (is_begun == 0)
    return absl::FailedPreconditionError("nothing was begun that could be published");
  if (impl_->WithdrawsMissing()) {
    const std::string plan = impl_->MissingPlan();
    TM_ASSIGN_OR_RETURN(Statement missing,
                        database.Prepare(absl::StrCat(
                            "INSERT INTO staged(nct, kind) SELECT nct, 3 FROM (", kMissing, ")")));
    missing.Bind(1, std::string_view(plan));
    TM_RETURN_IF_ERROR(missing.Run());
  }
  TM_ASSIGN_OR_RETURN(const CrawlSummary summary, impl_->Count(0));
  TM_ASSIGN_OR_RETURN(const int64_t snapshot,
                      database.Number("SELECT coalesce(max(id), 0) + 1 FROM snapshot"));
  TM_ASSIGN_OR_RETURN(Statement plan,
                      database.Prepare("INSERT OR IGNORE INTO plan(words) VALUES(?)"));
  plan.Bind(1, std::string_view(impl_->key.plan));
  TM_RETURN_IF_ERROR(plan.Run());
  const std::pair<const char*, bool> steps[] = {
      // Withdrawn here means: was here and not yet withdrawn.
      {"DELETE FROM staged WHERE kind = 3 AND nct NOT IN (SELECT nct FROM study WHERE is_withdrawn "
       "= 0)",
       false},
      {"INSERT INTO version(nct, snapshot, record) SELECT nct, ?2, record FROM staged WHERE kind "
       "IN (0, 3, 4)",
       true},
      {"INSERT OR REPLACE INTO study(nct, record, digest, updated, status, plan, is_withdrawn)"
       " SELECT nct, record, digest, updated, status, (SELECT id FROM plan WHERE words = ?1), 0 "
       "FROM staged WHERE kind IN (0, 4)",
       true},
      {"UPDATE study SET plan = (SELECT id FROM plan WHERE words = ?1) WHERE nct IN (SELECT nct "
       "FROM staged WHERE kind = 1)",
       true},
      {"UPDATE study SET is_withdrawn = 1 WHERE nct IN (SELECT nct FROM staged WHERE kind = 3)",
       false},
      // A number that is listed again leads nowhere else.
      {"DELETE FROM alias WHERE old IN (SELECT nct FROM staged WHERE kind IN (0, 1, 4))", false},
      {"INSERT OR REPLACE INTO alias(old, current) SELECT old, current FROM staged_alias", false},
  };
  for (const auto& [sql, takes_values] : steps) {
    TM_ASSIGN_OR_RETURN(Statement step, database.Prepare(sql));
    // A statement that lacks one of the two places refuses it, which is no error.
    if (takes_values) step.Bind(1, std::string_view(impl_->key.plan)).Bind(2, snapshot);
    TM_RETURN_IF_ERROR(step.Run());
  }
  PublishedCrawl crawl{.snapshot = snapshot,
                       .scope = impl_->scope,
                       .key = impl_->key,
                       .published_at = std::string(published_at),
                       .newest_last_update = "",
                       .sha256 = "",
                       .studies = 0,
                       .summary = summary};
  TM_RETURN_IF_ERROR(DescribeSnapshot(database, crawl));
  TM_RETURN_IF_ERROR(AddPublishedCrawl(database, crawl));
  TM_RETURN_IF_ERROR(
      database.Execute("DELETE FROM staged; DELETE FROM staged_alias; DELETE FROM seen; DELETE "
                       "FROM slice; DELETE FROM refused; DELETE FROM crawl"));
  TM_RETURN_IF_ERROR(transaction.Commit());
  database.Checkpoint();
  (void)database.Execute("PRAGMA synchronous=NORMAL");
  impl_->known.Clear();
  return summary;
}

}  // namespace trialmatch::fetch
