#ifndef TRIALMATCH_FETCH_REGISTRY_PUBLISHED_CRAWLS_H_
#define TRIALMATCH_FETCH_REGISTRY_PUBLISHED_CRAWLS_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fetch/registry/database.h"
#include "fetch/registry/registry.h"

namespace trialmatch::fetch {

struct CrawlQuery {
  std::string_view plan;  // empty: any plan and any scope; else full and incremental crawls of it
  int64_t most = 1;
};

// Newest first.
absl::StatusOr<std::vector<PublishedCrawl>> ReadPublishedCrawls(Database& database,
                                                                const CrawlQuery& query);

// The registry's data timestamp of the newest full or incremental crawl that told one; empty
// without.
absl::StatusOr<std::string> NewestDataTimestamp(Database& database);

// Fills studies, newest_last_update and sha256 from the studies in place.
absl::Status DescribeSnapshot(Database& database, PublishedCrawl& crawl);

absl::Status AddPublishedCrawl(Database& database, const PublishedCrawl& crawl);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_REGISTRY_PUBLISHED_CRAWLS_H_
