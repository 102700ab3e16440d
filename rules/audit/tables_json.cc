#include <nlohmann/json.hpp>

#include "rules/audit/unread.h"

namespace trialmatch::rules {
namespace {

using Json = nlohmann::ordered_json;

std::string Line(const Json& j) {
  return j.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

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
