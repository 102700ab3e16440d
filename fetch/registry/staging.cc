#include "fetch/registry/staging.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace trialmatch::fetch {
namespace {

constexpr size_t kMostDiagnostics = 1000;

std::string_view AsText(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

absl::Status RegistryWriter::Impl::PrepareStatements() {
  const std::pair<Statement*, const char*> all[] = {
      {&find_staged, "SELECT kind, record, digest FROM staged WHERE nct = ?"},
      {&find_study, "SELECT record, digest, updated, is_withdrawn FROM study WHERE nct = ?"},
      {&find_body, "SELECT body, bytes FROM record WHERE id = ?"},
      {&add_record, "INSERT INTO record(nct, digest, bytes, updated, body) VALUES(?, ?, ?, ?, ?)"},
      {&drop_record, "DELETE FROM record WHERE id = ?"},
      {&stage,
       "INSERT OR REPLACE INTO staged(nct, kind, record, digest, updated, status) VALUES(?, ?, ?, "
       "?, ?, ?)"},
      {&refuse, "INSERT INTO refused(slice, because) VALUES(?, ?)"},
  };
  for (const auto& [statement, sql] : all) {
    TM_ASSIGN_OR_RETURN(*statement, database.Prepare(sql));
  }
  return absl::OkStatus();
}

absl::Status RegistryWriter::Impl::LoadKnown() {
  known.Clear();
  TM_ASSIGN_OR_RETURN(Statement all,
                      database.Prepare("SELECT nct, digest FROM study WHERE is_withdrawn = 0"));
  while (all.Next()) {
    Digest digest{};
    const std::string_view bytes = all.Blob(1);
    std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
    known.Add(all.Int(0), digest);
  }
  return all.status();
}

absl::Status RegistryWriter::Impl::Discard() {
  return database.Execute(
      "DELETE FROM record WHERE id IN (SELECT record FROM staged WHERE kind = 0);"
      "DELETE FROM staged; DELETE FROM staged_alias; DELETE FROM seen; DELETE FROM slice; DELETE "
      "FROM refused; DELETE FROM crawl");
}

absl::Status RegistryWriter::Impl::Diagnose(base::Severity severity, std::string_view slice,
                                            const PreparedRecord& record, std::string message) {
  if (record.nct == 0) {
    refuse.Bind(1, slice).Bind(2, std::string_view(message));
    TM_RETURN_IF_ERROR(refuse.Run());
  }
  if (diagnostics.size() < kMostDiagnostics) {
    diagnostics.push_back({.severity = severity,
                           .id = record.nct == 0 ? "study.refused" : "study.invalid_utf8",
                           .where = record.where.empty() ? std::string(slice) : record.where,
                           .span = std::nullopt,
                           .message = std::move(message)});
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> RegistryWriter::Impl::HoldsSameValues(int64_t record,
                                                           const PreparedRecord& fresh) {
  find_body.Bind(1, record);
  if (!find_body.Next()) {
    TM_RETURN_IF_ERROR(find_body.status());
    find_body.Reset();
    return DamagedError(database.path(),
                        absl::StrCat("the record of ", NctIdOf(fresh.nct), " is missing"));
  }
  // A record that no longer unpacks is not the same, and is healed by this one.
  RecordUnpacker other;
  const auto old_json = unpacker.Unpack(find_body.Blob(0), static_cast<uint64_t>(find_body.Int(1)));
  const auto new_json = other.Unpack(fresh.body, fresh.bytes);
  const bool same =
      old_json.ok() && new_json.ok() && SameJson(std::string(*old_json), std::string(*new_json));
  find_body.Reset();
  return same;
}

absl::Status RegistryWriter::Impl::Stage(int64_t nct, StagedKind kind, int64_t record,
                                         std::string_view digest, std::string_view updated,
                                         std::string_view status) {
  stage.Bind(1, nct).Bind(2, static_cast<int64_t>(kind));
  if (record == 0) {
    stage.BindNull(3);
  } else {
    stage.Bind(3, record);
  }
  stage.BindBlob(4, digest).Bind(5, updated).Bind(6, status);
  return stage.Run();
}

absl::Status RegistryWriter::Impl::PutOne(std::string_view slice, const PreparedRecord& fresh) {
  if (fresh.nct == 0) return Diagnose(base::Severity::kError, slice, fresh, fresh.refused_because);
  if (fresh.was_repaired) {
    TM_RETURN_IF_ERROR(Diagnose(
        base::Severity::kWarning, slice, fresh,
        absl::StrCat(NctIdOf(fresh.nct), ": bytes that are not UTF-8 were replaced by U+FFFD")));
  }
  const std::string_view digest = AsText(fresh.digest);
  find_staged.Bind(1, fresh.nct);
  if (find_staged.Next() && static_cast<StagedKind>(find_staged.Int(0)) == StagedKind::kNew) {
    const bool same = find_staged.Blob(2) == digest;
    const int64_t replaced = find_staged.Int(1);
    find_staged.Reset();
    if (same) return absl::OkStatus();
    drop_record.Bind(1, replaced);
    TM_RETURN_IF_ERROR(drop_record.Run());
  }
  TM_RETURN_IF_ERROR(find_staged.status());
  find_staged.Reset();

  const std::string_view updated = fresh.last_update_post_date, status = fresh.overall_status;
  find_study.Bind(1, fresh.nct);
  if (find_study.Next()) {
    const int64_t record = find_study.Int(0);
    const bool same = find_study.Blob(1) == digest, is_withdrawn = find_study.Int(3) != 0;
    const bool is_older =
        scope == CrawlScope::kImport &&
        (is_withdrawn ? updated <= find_study.Text(2) : updated < find_study.Text(2));
    find_study.Reset();
    if (same && !is_withdrawn)
      return Stage(fresh.nct, StagedKind::kUnchanged, 0, digest, updated, status);
    if (is_older) return Stage(fresh.nct, StagedKind::kOlder, 0, digest, updated, status);
    if (same) return Stage(fresh.nct, StagedKind::kReturned, record, digest, updated, status);
    if (!is_withdrawn) {
      TM_ASSIGN_OR_RETURN(const bool same_values, HoldsSameValues(record, fresh));
      if (same_values) return Stage(fresh.nct, StagedKind::kUnchanged, 0, digest, updated, status);
    }
  }
  TM_RETURN_IF_ERROR(find_study.status());
  find_study.Reset();
  if (fresh.is_known) return absl::InternalError("a record was prepared against another snapshot");
  add_record.Bind(1, fresh.nct)
      .BindBlob(2, digest)
      .Bind(3, static_cast<int64_t>(fresh.bytes))
      .Bind(4, updated)
      .BindBlob(5, fresh.body);
  TM_RETURN_IF_ERROR(add_record.Run());
  return Stage(fresh.nct, StagedKind::kNew, database.last_row(), digest, updated, status);
}

absl::Status RegistryWriter::Impl::StageWithdrawn(int64_t nct) {
  find_staged.Bind(1, nct);
  const int64_t replaced =
      find_staged.Next() && static_cast<StagedKind>(find_staged.Int(0)) == StagedKind::kNew
          ? find_staged.Int(1)
          : 0;
  TM_RETURN_IF_ERROR(find_staged.status());
  find_staged.Reset();
  if (replaced != 0) {
    drop_record.Bind(1, replaced);
    TM_RETURN_IF_ERROR(drop_record.Run());
  }
  return Stage(nct, StagedKind::kWithdrawn, 0, "", "", "");
}

absl::StatusOr<CrawlSummary> RegistryWriter::Impl::Count(int64_t missing) {
  CrawlSummary out;
  TM_ASSIGN_OR_RETURN(
      Statement counts,
      database.Prepare(
          "SELECT staged.kind, study.nct IS NOT NULL AND NOT study.is_withdrawn, count(*)"
          " FROM staged LEFT JOIN study ON study.nct = staged.nct GROUP BY 1, 2"));
  while (counts.Next()) {
    const bool is_here = counts.Int(1) != 0;
    const int64_t count = counts.Int(2);
    switch (static_cast<StagedKind>(counts.Int(0))) {
      case StagedKind::kNew:
        (is_here ? out.changed : out.added) += count;
        break;
      case StagedKind::kReturned:
        out.added += count;
        break;
      case StagedKind::kUnchanged:
        out.unchanged += count;
        break;
      case StagedKind::kOlder:
        out.older += count;
        break;
      case StagedKind::kWithdrawn:
        out.withdrawn += is_here ? count : 0;
        break;
    }
  }
  TM_RETURN_IF_ERROR(counts.status());
  out.withdrawn += missing;
  TM_ASSIGN_OR_RETURN(out.refused, database.Number("SELECT count(*) FROM refused"));
  return out;
}

}  // namespace trialmatch::fetch
