#include "fetch/registry/published_crawls.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status.h"

namespace trialmatch::fetch {
namespace {

constexpr char kColumns[] =
    "id, scope, plan, data_timestamp, published_at, newest, sha256, studies, added, changed, "
    "unchanged, withdrawn, older, refused";

static_assert(static_cast<int>(CrawlScope::kFull) == 0 &&
                  static_cast<int>(CrawlScope::kIncremental) == 1,
              "the numbers stand in files and in the queries below");

}  // namespace

absl::StatusOr<std::vector<PublishedCrawl>> ReadPublishedCrawls(Database& database,
                                                                const CrawlQuery& query) {
  const char* where = query.plan.empty() ? "" : " WHERE plan = ?2 AND scope IN (0, 1)";
  TM_ASSIGN_OR_RETURN(Statement rows,
                      database.Prepare(absl::StrCat("SELECT ", kColumns, " FROM snapshot", where,
                                                    " ORDER BY id DESC LIMIT ?1")));
  rows.Bind(1, query.most);
  if (!query.plan.empty()) rows.Bind(2, query.plan);
  std::vector<PublishedCrawl> crawls;
  while (rows.Next()) {
    const auto text = [&](int column) { return std::string(rows.Text(column)); };
    crawls.push_back({.snapshot = rows.Int(0),
                      .scope = static_cast<CrawlScope>(rows.Int(1)),
                      .key = {.plan = text(2), .data_timestamp = text(3)},
                      .published_at = text(4),
                      .newest_last_update = text(5),
                      .sha256 = text(6),
                      .studies = rows.Int(7),
                      .summary = {.added = rows.Int(8),
                                  .changed = rows.Int(9),
                                  .unchanged = rows.Int(10),
                                  .withdrawn = rows.Int(11),
                                  .older = rows.Int(12),
                                  .refused = rows.Int(13)}});
  }
  TM_RETURN_IF_ERROR(rows.status());
  return crawls;
}

absl::StatusOr<std::string> NewestDataTimestamp(Database& database) {
  TM_ASSIGN_OR_RETURN(
      Statement rows,
      database.Prepare(
          "SELECT data_timestamp FROM snapshot WHERE scope IN (0, 1) AND data_timestamp <> ''"
          " ORDER BY id DESC LIMIT 1"));
  std::string newest(rows.Next() ? rows.Text(0) : std::string_view());
  TM_RETURN_IF_ERROR(rows.status());
  return newest;
}

absl::Status DescribeSnapshot(Database& database, PublishedCrawl& crawl) {
  TM_ASSIGN_OR_RETURN(
      Statement all,
      database.Prepare(
          "SELECT nct, digest, updated FROM study WHERE is_withdrawn = 0 ORDER BY nct"));
  std::string identity;
  crawl.studies = 0;
  crawl.newest_last_update.clear();
  while (all.Next()) {
    identity += NctIdOf(all.Int(0));
    identity += all.Blob(1);
    if (all.Text(2) > crawl.newest_last_update) crawl.newest_last_update = all.Text(2);
    ++crawl.studies;
  }
  TM_RETURN_IF_ERROR(all.status());
  crawl.sha256 = base::Sha256Hex(identity);
  return absl::OkStatus();
}

absl::Status AddPublishedCrawl(Database& database, const PublishedCrawl& crawl) {
  TM_ASSIGN_OR_RETURN(Statement insert, database.Prepare(absl::StrCat(
                                            "INSERT INTO snapshot(", kColumns,
                                            ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")));
  const CrawlSummary& summary = crawl.summary;
  insert.Bind(1, crawl.snapshot)
      .Bind(2, static_cast<int64_t>(crawl.scope))
      .Bind(3, std::string_view(crawl.key.plan))
      .Bind(4, std::string_view(crawl.key.data_timestamp))
      .Bind(5, std::string_view(crawl.published_at))
      .Bind(6, std::string_view(crawl.newest_last_update))
      .Bind(7, std::string_view(crawl.sha256))
      .Bind(8, crawl.studies)
      .Bind(9, summary.added)
      .Bind(10, summary.changed)
      .Bind(11, summary.unchanged)
      .Bind(12, summary.withdrawn)
      .Bind(13, summary.older)
      .Bind(14, summary.refused);
  return insert.Run();
}

}  // namespace trialmatch::fetch
