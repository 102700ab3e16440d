#include "app/cli/registry_words.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "app/cli/terminal.h"
#include "fetch/registry/record_diff.h"

namespace trialmatch::app {
namespace {

std::string SizeText(int64_t bytes) {
  if (bytes >= (int64_t{10} << 30)) return absl::StrCat(bytes >> 30, " GiB");
  if (bytes >= (int64_t{10} << 20)) return absl::StrCat(bytes >> 20, " MiB");
  return absl::StrCat(bytes >> 10, " KiB");
}

std::string Line(std::string_view label, const std::string& text) {
  std::string line(label);
  line.resize(std::max<size_t>(line.size() + 1, 16), ' ');
  return line + text + "\n";
}

std::string CountsText(const fetch::CrawlSummary& summary) {
  std::string text = absl::StrCat(summary.added, " new, ", summary.changed, " changed, ",
                                  summary.unchanged, " unchanged");
  const auto add = [&](int64_t count, const char* words) {
    if (count > 0) absl::StrAppend(&text, ", ", count, words);
  };
  add(summary.withdrawn, " withdrawn");
  add(summary.older, " older than what was here");
  add(summary.refused, " refused");
  return text;
}

// At most `limit` bytes of a value, on one line.
std::string Shown(const std::string& json, size_t limit) {
  if (json.empty()) return "(none)";
  return Printable(json, limit);
}

}  // namespace

std::string StatusText(const std::string& path, const fetch::RegistryReader& reader,
                       const fetch::RegistryStatus& status) {
  std::string out = Line("file", absl::StrCat(path, ", ", SizeText(status.file_bytes)));
  if (status.crawls.empty()) {
    out += Line("studies", "none yet");
  } else {
    out += Line("data of", reader.data_timestamp());
    out += Line("studies", absl::StrCat(status.studies));
    for (const auto& [name, count] : status.by_status)
      out += Line("", absl::StrCat("  ", count, " ", name.empty() ? "without a status" : name));
    out += Line("withdrawn", absl::StrCat(status.withdrawn, " that the registry no longer lists"));
    out += Line("states", absl::StrCat(status.versions, " of all studies, earlier ones included"));
    out += Line("aliases", absl::StrCat(status.aliases));
    out += Line("snapshot", reader.sha256());
  }
  for (const fetch::PublishedCrawl& crawl : status.crawls) {
    const std::string data =
        crawl.key.data_timestamp.empty() ? "" : ", data of " + crawl.key.data_timestamp;
    out += Line(&crawl == &status.crawls.front() ? "filled" : "",
                absl::StrCat(crawl.published_at, " ", CrawlScopeName(crawl.scope), data, ": ",
                             CountsText(crawl.summary)));
  }
  if (status.unfinished) {
    out += Line("unfinished", absl::StrCat("a ", CrawlScopeName(status.unfinished->scope), " one, ",
                                           status.unfinished->staged,
                                           " studies so far; the same `trialmatch "
                                           "fetch` command goes on with it"));
  }
  return out;
}

std::string HistoryText(const std::string& nct_id, const std::vector<fetch::StudyVersion>& versions,
                        size_t columns) {
  std::string out = nct_id + "\n";
  const fetch::StudyVersion* before = nullptr;
  for (const fetch::StudyVersion& version : versions) {
    absl::StrAppend(&out, "  ", version.seen_at,
                    version.data_timestamp.empty() ? "" : ", data of " + version.data_timestamp,
                    ": ");
    if (version.is_withdrawn) {
      out += "no longer listed by the registry\n";
      continue;
    }
    absl::StrAppend(&out, before == nullptr ? "first seen" : "changed",
                    version.last_update_post_date.empty()
                        ? ""
                        : ", last update posted " + version.last_update_post_date,
                    ", SHA-256 ", version.sha256.substr(0, 12), "\n");
    if (before != nullptr) {
      const size_t limit = std::max<size_t>(20, (columns > 12 ? columns - 12 : 0));
      const auto changes = fetch::DiffRecords(before->json, version.json);
      if (changes.empty()) out += "    back with the same content\n";
      for (const fetch::RecordChange& change : changes) {
        absl::StrAppend(&out, "    ", Printable(change.path), "\n      - ",
                        Shown(change.before, limit), "\n      + ", Shown(change.after, limit),
                        "\n");
      }
    }
    before = &version;
  }
  return out;
}

}  // namespace trialmatch::app
