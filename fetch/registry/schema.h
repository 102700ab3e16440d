#ifndef TRIALMATCH_FETCH_REGISTRY_SCHEMA_H_
#define TRIALMATCH_FETCH_REGISTRY_SCHEMA_H_

#include "absl/status/status.h"
#include "fetch/registry/database.h"

namespace trialmatch::fetch {

// The version of the tables that this program reads and writes; a file says its own in
// user_version.
extern const int kSchemaVersion;

// Makes the tables of a new file, or brings those of an older one forward, to version `to`. The
// caller is the only writer. FailedPrecondition: the file is of another program or of a newer one.
absl::Status MigrateSchema(Database& database, int to = kSchemaVersion);

// What a reader needs of a file. FailedPrecondition as above; OutOfRange: the tables are older.
absl::Status CheckSchema(Database& database);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_REGISTRY_SCHEMA_H_
