#include "fetch/registry/record_diff.h"

#include "fetch/registry/record.h"
#include "simdjson.h"

namespace trialmatch::fetch {
namespace {

namespace dom = simdjson::dom;

std::string Inside(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

void Compare(const dom::element& before, const dom::element& after, const std::string& path,
             std::vector<RecordChange>& changes) {
  dom::object old_object, new_object;
  if (before.get(old_object) != simdjson::SUCCESS || after.get(new_object) != simdjson::SUCCESS) {
    const std::string old_json = simdjson::minify(before), new_json = simdjson::minify(after);
    if (old_json != new_json && !SameJson(old_json, new_json))
      changes.push_back({.path = path, .before = old_json, .after = new_json});
    return;
  }
  for (const auto& [key, value] : new_object) {
    dom::element old_value;
    if (old_object.at_key(key).get(old_value) == simdjson::SUCCESS) {
      Compare(old_value, value, Inside(path, key), changes);
    } else {
      changes.push_back(
          {.path = Inside(path, key), .before = "", .after = simdjson::minify(value)});
    }
  }
  for (const auto& [key, value] : old_object) {
    if (new_object.at_key(key).error() == simdjson::SUCCESS) continue;
    changes.push_back({.path = Inside(path, key), .before = simdjson::minify(value), .after = ""});
  }
}

}  // namespace

std::vector<RecordChange> DiffRecords(std::string_view before, std::string_view after) {
  dom::parser old_parser, new_parser;
  dom::element old_root, new_root;
  std::vector<RecordChange> changes;
  if (old_parser.parse(before.data(), before.size()).get(old_root) != simdjson::SUCCESS)
    return changes;
  if (new_parser.parse(after.data(), after.size()).get(new_root) != simdjson::SUCCESS)
    return changes;
  Compare(old_root, new_root, "", changes);
  return changes;
}

}  // namespace trialmatch::fetch
