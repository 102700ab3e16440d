#ifndef TRIALMATCH_FETCH_REGISTRY_STAGING_H_
#define TRIALMATCH_FETCH_REGISTRY_STAGING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/diagnostic.h"
#include "fetch/registry/database.h"
#include "fetch/registry/record.h"
#include "fetch/registry/registry.h"
#include "fetch/registry/writer_lock.h"

namespace trialmatch::fetch {

// staged.kind: what Publish() will do with a study. Numbers stand in files: never reuse one.
enum class StagedKind : int {
  kNew = 0,  // gets the staged record, which belongs to this crawl alone
  kUnchanged = 1,
  kOlder = 2,  // imported, but the snapshot in place is newer
  kWithdrawn = 3,
  kReturned = 4,  // was withdrawn, comes back with the record it had
};

// The inside of RegistryWriter: staging.cc puts, registry.cc begins and publishes.
struct RegistryWriter::Impl {
  WriterLock lock;
  Database database;
  CrawlKey key;
  CrawlScope scope = CrawlScope::kFull;
  KnownRecords known;
  base::Diagnostics diagnostics;
  RecordUnpacker unpacker;
  // Used for every record.
  Statement find_staged, find_study, find_body, add_record, drop_record, stage, refuse;

  Impl(WriterLock l, Database d) : lock(std::move(l)), database(std::move(d)) {}
  absl::Status PrepareStatements();
  absl::Status LoadKnown();
  absl::Status Discard();
  absl::Status PutOne(std::string_view slice, const PreparedRecord& record);
  absl::Status Stage(int64_t nct, StagedKind kind, int64_t record, std::string_view digest,
                     std::string_view updated, std::string_view status);
  absl::Status StageWithdrawn(int64_t nct);
  absl::StatusOr<bool> HoldsSameValues(int64_t record, const PreparedRecord& fresh);
  absl::StatusOr<CrawlSummary> Count(int64_t missing);
  std::string MissingPlan() const { return key.plan == kWholeRegistry ? "" : key.plan; }
  bool WithdrawsMissing() const {
    return scope == CrawlScope::kFull || scope == CrawlScope::kSweep;
  }
  absl::Status Diagnose(base::Severity severity, std::string_view slice,
                        const PreparedRecord& record, std::string message);
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_REGISTRY_STAGING_H_
