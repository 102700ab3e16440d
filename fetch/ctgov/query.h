#ifndef TRIALMATCH_FETCH_CTGOV_QUERY_H_
#define TRIALMATCH_FETCH_CTGOV_QUERY_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trialmatch::fetch {

// What the registry is asked for: diseases and words, in its own expression syntax. There is deliberately no place for a person: no
// age, sex, location or "patient" search. An empty member is not asked for.
struct Query {
  std::string condition;   // query.cond
  std::string term;        // query.term
  friend bool operator==(const Query&, const Query&) = default;
};

// The studies that any of the parts selects and that have one of the statuses. No parts: every study. No statuses: whatever the status.
struct CrawlPlan {
  std::vector<Query> parts;
  std::vector<std::string> statuses;   // the registry's words: RECRUITING, ...
};

// The statuses of studies that someone may still join, or may again: not yet open, open, by invitation, active, suspended, expanded
// access, and unknown (not verified for two years, which many open studies are).
const std::vector<std::string>& OpenStatuses();

// Every status of the registry. Source: its OpenAPI document, version 2.0.5.
const std::vector<std::string>& AllStatuses();

// The same plan gives the same text in every run; the plan for everything gives kWholeRegistry.
std::string PlanText(const CrawlPlan& plan);

using Parameters = std::vector<std::pair<std::string, std::string>>;

// "/studies?query.cond=lung%20cancer": parameters percent-encoded, in order.
std::string Target(std::string_view path, const Parameters& parameters);

// What the plan says of a part: query.cond, query.term, filter.overallStatus.
Parameters PartParameters(const CrawlPlan& plan, const Query& part);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_QUERY_H_
