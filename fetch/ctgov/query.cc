#include "fetch/ctgov/query.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status.h"
#include "fetch/registry/registry.h"

namespace trialmatch::fetch {
namespace {

void AppendEncoded(std::string_view text, std::string* out) {
  constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '-' || c == '.' || c == '_' || c == '~') {
      *out += c;
    } else {
      *out += '%';
      *out += kHex[byte >> 4];
      *out += kHex[byte & 15];
    }
  }
}

}  // namespace

const std::vector<std::string>& OpenStatuses() {
  static const auto* const kStatuses = new std::vector<std::string>{
      "ACTIVE_NOT_RECRUITING", "AVAILABLE", "ENROLLING_BY_INVITATION",   "NOT_YET_RECRUITING",
      "RECRUITING",            "SUSPENDED", "TEMPORARILY_NOT_AVAILABLE", "UNKNOWN"};
  return *kStatuses;
}

const std::vector<std::string>& AllStatuses() {
  static const auto* const kStatuses = new std::vector<std::string>{
      "ACTIVE_NOT_RECRUITING", "APPROVED_FOR_MARKETING", "AVAILABLE",  "COMPLETED", "ENROLLING_BY_INVITATION",
      "NOT_YET_RECRUITING",    "NO_LONGER_AVAILABLE",    "RECRUITING", "SUSPENDED", "TEMPORARILY_NOT_AVAILABLE",
      "TERMINATED",            "UNKNOWN",                "WITHDRAWN",  "WITHHELD"};
  return *kStatuses;
}

std::string PlanText(const CrawlPlan& plan) {
  if (plan.parts.empty() && plan.statuses.empty()) return std::string(kWholeRegistry);
  std::vector<std::string> parts;
  for (const Query& part : plan.parts) {
    std::vector<std::string> said;
    if (!part.condition.empty()) said.push_back(absl::StrCat("condition [", part.condition, "]"));
    if (!part.term.empty()) said.push_back(absl::StrCat("term [", part.term, "]"));
    parts.push_back(absl::StrJoin(said, " and "));
  }
  std::string text = parts.empty() ? "any study" : absl::StrJoin(parts, "; or ");
  if (!plan.statuses.empty()) absl::StrAppend(&text, "; status ", absl::StrJoin(plan.statuses, ","));
  return text;
}

std::string Target(std::string_view path, const Parameters& parameters) {
  std::string target(path);
  char separator = '?';
  for (const auto& [name, value] : parameters) {
    target += separator;
    target.append(name).append("=");
    AppendEncoded(value, &target);
    separator = '&';
  }
  return target;
}

Parameters PartParameters(const CrawlPlan& plan, const Query& part) {
  Parameters parameters;
  if (!part.condition.empty()) parameters.emplace_back("query.cond", part.condition);
  if (!part.term.empty()) parameters.emplace_back("query.term", part.term);
  if (!plan.statuses.empty()) parameters.emplace_back("filter.overallStatus", absl::StrJoin(plan.statuses, ","));
  return parameters;
}

}  // namespace trialmatch::fetch
