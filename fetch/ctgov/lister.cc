#include "fetch/ctgov/lister.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "fetch/ctgov/network_error.h"
#include "fetch/study_json.h"

namespace trialmatch::fetch {
namespace {

constexpr int kWalks = 3;
constexpr int64_t kMostEmptyPages = 1000;   // of one walk

// The answer to a question that was asked page by page does not add up: walk it anew.
absl::Status DoesNotAddUp(std::string message) { return AsNetworkError(absl::DataLossError(message)); }

std::string_view Origin(std::string_view url) {
  const size_t scheme = url.find("://");
  return scheme == std::string_view::npos ? std::string_view() : url.substr(0, url.find('/', scheme + 3));
}

}  // namespace

absl::StatusOr<int64_t> Lister::Count(const Parameters& question) {
  Parameters parameters = question;
  parameters.emplace_back("fields", "NCTId");
  parameters.emplace_back("countTotal", "true");
  parameters.emplace_back("pageSize", "1");
  int64_t total = 0;
  TM_RETURN_IF_ERROR(requester_.Get(Target("/studies", parameters), [&](HttpResponse& response) -> absl::Status {
    TM_ASSIGN_OR_RETURN(const StudiesPage page, reader_.ReadPage(response.body));
    if (!page.total_count) return absl::DataLossError("an answer without the total that was asked for");
    total = *page.total_count;
    return absl::OkStatus();
  }));
  return total;
}

absl::StatusOr<int64_t> Lister::List(const Parameters& question, const Visit& visit, const Note& note) {
  for (int walk = 1;; ++walk) {
    auto walked = Walk(question, visit);
    if (walked.ok() || !absl::IsDataLoss(walked.status()) || !IsNetworkError(walked.status())) return walked;
    const std::string message(walked.status().message());
    if (walk == kWalks) return AsNetworkError(absl::AbortedError(absl::StrCat(message, ", ", kWalks, " times over")));
    note(absl::StrCat(message, "; asking for these studies again"));
  }
}

absl::StatusOr<int64_t> Lister::Walk(const Parameters& question, const Visit& visit) {
  absl::flat_hash_set<std::string> seen, tokens;
  std::string token;
  int64_t total = 0, nameless = 0;
  while (true) {
    Parameters parameters = question;
    parameters.emplace_back("pageSize", absl::StrCat(page_size_));
    parameters.emplace_back(token.empty() ? "countTotal" : "pageToken", token.empty() ? "true" : token);
    StudiesPage page;
    const absl::Status got = requester_.Get(Target("/studies", parameters), [&](HttpResponse& response) -> absl::Status {
      body_ = std::move(response.body);   // the page's views point into it
      TM_ASSIGN_OR_RETURN(page, reader_.ReadPage(body_));
      return token.empty() && !page.total_count ? absl::DataLossError("an answer without the total that was asked for")
                                                : absl::OkStatus();
    });
    if (absl::IsResourceExhausted(got) && page_size_ > 1) {
      page_size_ /= 2;   // allowed between pages
      continue;
    }
    if (absl::IsInvalidArgument(got) && !token.empty()) return DoesNotAddUp(absl::StrCat("a page token was refused: ", got.message()));
    TM_RETURN_IF_ERROR(got);
    if (token.empty()) total = *page.total_count;
    for (const RecordOnPage& record : page.records) {
      if (record.nct_id.empty()) {
        ++nameless;
      } else {
        seen.insert(record.nct_id);
      }
    }
    TM_RETURN_IF_ERROR(visit(page));
    token = page.next_page_token;
    if (token.empty()) break;
    if (!tokens.insert(token).second) return DoesNotAddUp("the registry's pages go in a circle");
    if (static_cast<int64_t>(tokens.size()) > total + kMostEmptyPages) return DoesNotAddUp("the registry's pages have no end");
  }
  const int64_t arrived = static_cast<int64_t>(seen.size()) + nameless;
  if (arrived != total) return DoesNotAddUp(absl::StrCat("the registry counts ", total, " studies, and ", arrived, " arrived"));
  return arrived;
}

absl::StatusOr<Lister::Single> Lister::Get(std::string_view nct_id) {
  Single single;
  const std::string target = Target(absl::StrCat("/studies/", base::ToAbsl(nct_id)), {});
  TM_RETURN_IF_ERROR(requester_.Get(
      target,
      [&](HttpResponse& response) -> absl::Status {
        if (response.status == 404) return absl::OkStatus();
        if (response.status == 301) {
          single.moved_to = AliasTarget(response.location, requester_.base_url());
          if (!single.moved_to.empty()) return absl::OkStatus();
          return AsNetworkError(absl::FailedPreconditionError(
              absl::StrCat("the server sends us elsewhere (301: ", response.location.substr(0, 300), "), which is no study of this registry")));
        }
        body_ = std::move(response.body);
        TM_ASSIGN_OR_RETURN(single.record, reader_.ReadRecord(body_));
        return absl::OkStatus();
      },
      Requester::Takes::kMovedAndMissing));
  return single;
}

std::string AliasTarget(std::string_view location, std::string_view base_url) {
  const std::string_view origin = Origin(location);
  if (!origin.empty() ? origin != Origin(base_url) : !location.starts_with('/') || location.starts_with("//")) return "";
  const std::string_view path = location.substr(0, location.find_first_of("?#"));
  const std::string_view id = path.substr(path.rfind('/') + 1);
  return IsNctId(id) ? std::string(id) : "";
}

}  // namespace trialmatch::fetch
