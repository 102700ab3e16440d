#include <cmath>

#include <nlohmann/json.hpp>

#include "rules/audit/coverage.h"
#include "rules/audit/lint.h"
#include "rules/audit/rule_uses.h"
#include "rules/audit/unread.h"

namespace trialmatch::rules {
namespace {

using Json = nlohmann::ordered_json;

std::string Line(const Json& j) {
  return j.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

double Share(int part, int whole) {
  return whole == 0 ? 0 : std::round(1e4 * part / whole) / 1e4;
}

Json ToJson(const TopicCoverage::Row& row) {
  const int all = row.criteria();
  return {{"criteria", all},
          {"full", row.full},
          {"partial", row.partial},
          {"none", row.none},
          {"full_share", Share(row.full, all)},
          {"partial_share", Share(row.partial, all)},
          {"none_share", Share(row.none, all)}};
}

}  // namespace

std::string CoverageToJson(const TopicCoverage& coverage) {
  Json topics = Json::array();
  for (int i = 0; i < TopicCoverage::kTopics; ++i) {
    const Topic topic = static_cast<Topic>(i);
    if (topic == Topic::kLogistics) continue;
    Json one = {{"topic", TopicName(topic)}};
    one.update(ToJson(coverage.row(topic)));
    topics.push_back(std::move(one));
  }
  return Line({{"studies", coverage.studies()},
               {"topics", std::move(topics)},
               {"total", ToJson(coverage.Total())},
               {"logistics", ToJson(coverage.row(Topic::kLogistics))}});
}

std::string RuleUseToJson(const RuleUse& use) {
  Json j = {{"rule", use.rule}, {"nct_id", use.nct_id}, {"id", use.criterion_id}};
  if (!use.span.empty()) {
    j["begin"] = use.span.begin;
    j["end"] = use.span.end;
  }
  j["before"] = use.before;
  j["text"] = use.text;
  j["after"] = use.after;
  j["reading"] = use.reading;
  return Line(j);
}

std::string LintToJson(std::string_view nct_id, const LintFinding& finding) {
  Json j = {{"nct_id", nct_id}, {"id", finding.id}, {"criterion", finding.criterion_id}};
  if (!finding.span.empty()) {
    j["begin"] = finding.span.begin;
    j["end"] = finding.span.end;
  }
  j["quote"] = finding.quote;
  j["message"] = finding.message;
  return Line(j);
}

std::string UnreadToJson(const std::vector<UnreadSequence>& sequences) {
  Json list = Json::array();
  for (const UnreadSequence& s : sequences) {
    list.push_back({{"words", s.words},
                    {"count", s.count},
                    {"studies", s.studies},
                    {"nct_id", s.nct_id},
                    {"id", s.criterion_id}});
  }
  return Line({{"unread", std::move(list)}});
}

}  // namespace trialmatch::rules
