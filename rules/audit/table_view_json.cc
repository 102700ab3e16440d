#include <nlohmann/json.hpp>

#include "rules/audit/table_view.h"

namespace trialmatch::rules {
namespace {

using Json = nlohmann::ordered_json;

std::string Line(const Json& j) {
  return j.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json ToJson(const Entry& e) {
  Json j = {{"id", e.id}};
  if (!e.names.empty()) j["names"] = e.names;
  if (!e.parents.empty()) j["parents"] = e.parents;
  for (const auto& [column, text] : e.columns) j[column] = text;
  j["source"] = e.source;
  return j;
}

}  // namespace

std::string RowToJson(const RowView& row) {
  Json j = {{"table", row.table}, {"line", row.entry->line}, {"row", ToJson(*row.entry)}};
  j["above"] = row.above;
  j["below"] = row.below;
  j["used_by"] = row.used_by;
  return Line(j);
}

std::string TablesToJson(const Lexicon& lexicon, const TableNames& tables) {
  Json list = Json::array();
  for (const std::string& table : tables) {
    size_t wordings = 0, unverified = 0;
    for (const Entry& e : lexicon.rows(table)) {
      wordings += e.names.size();
      unverified += e.verified() ? 0 : 1;
    }
    list.push_back({{"table", table},
                    {"rows", lexicon.rows(table).size()},
                    {"wordings", wordings},
                    {"unverified", unverified}});
  }
  return Line({{"tables", std::move(list)}});
}

std::string TableToJson(const Lexicon& lexicon, std::string_view table) {
  std::string out;
  for (const Entry& e : lexicon.rows(table)) out += Line(ToJson(e));
  return out;
}

}  // namespace trialmatch::rules
