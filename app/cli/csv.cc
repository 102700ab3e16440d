#include "app/cli/csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "nlohmann/json.hpp"

namespace trialmatch::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kNumbers[] = {"age_years", "weight_kg", "height_cm", "latitude", "longitude", "stage_edition", "value", "line", "cycles",
                                         "dose_gy", "largest_mm", "count", "steroid_prednisone_mg_per_day", "ecog", "karnofsky", "upper_limit",
                                         "lower_limit", "grade", "cd4_per_ul"};
constexpr std::string_view kObjectLists[] = {"biomarkers", "treatments", "labs", "conditions"};
constexpr std::string_view kTextLists[] = {"medications", "allergies", "complete", "cancer.metastases"};
constexpr std::string_view kObjects[] = {"location", "cancer", "brain", "performance", "pregnancy", "facts"};
constexpr std::string_view kScalars[] = {"id", "as_of", "note", "age_years", "birth_date", "sex", "weight_kg", "height_cm", "smoking"};

template <typename List>
bool Among(const List& list, std::string_view value) {
  return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string_view> Split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(at, begin), text.size());
    parts.push_back(Trim(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

// As the key has it: a number, yes or no, else the words. A number that is none stays words, for the reader of profiles to refuse.
Json Value(std::string_view key, std::string_view cell) {
  if (cell == "true" || cell == "yes") return true;
  if (cell == "false" || cell == "no") return false;
  if (Among(kNumbers, key)) {
    int64_t whole = 0;
    double number = 0;
    const char* end = cell.data() + cell.size();
    if (const auto [at, error] = std::from_chars(cell.data(), end, whole); error == std::errc() && at == end) return whole;
    if (const auto [at, error] = std::from_chars(cell.data(), end, number); error == std::errc() && at == end && std::isfinite(number)) return number;
  }
  return std::string(cell);
}

Json Item(std::string_view list, std::string_view cell, const std::string& path, std::vector<matcher::ProfileError>* errors) {
  Json item = Json::object();
  const std::vector<std::string_view> parts = Split(cell, '|');
  for (size_t i = 0; i < parts.size(); ++i) {
    const size_t equals = parts[i].find('=');
    if (equals != std::string_view::npos) {
      const std::string_view key = Trim(parts[i].substr(0, equals)), value = Trim(parts[i].substr(equals + 1));
      if (!value.empty()) item[std::string(key)] = key == "concurrent_with" ? Json(Split(value, '+')) : Value(key, value);
    } else if (i == 0 && !parts[0].empty()) {
      item[list == "biomarkers" ? "gene" : "name"] = std::string(parts[0]);
    } else if (!parts[i].empty()) {
      errors->push_back({path, "\"" + std::string(parts[i]) + "\" is not key=value; expected NAME|key=value|..."});
    }
  }
  if (list == "treatments" && !item.contains("kind")) item["kind"] = "drug";
  return item;
}

}  // namespace

bool ReadCsvRecord(std::istream& in, size_t limit, CsvRecord* record) {
  *record = {};
  std::streambuf* buffer = in.rdbuf();
  constexpr int kEnd = std::char_traits<char>::eof();
  int c = buffer->sbumpc();
  if (c == kEnd) return false;
  std::string field;
  bool quoted = false;
  size_t bytes = 0;
  for (; c != kEnd; c = buffer->sbumpc()) {
    if (quoted && c == '"') {
      if (buffer->sgetc() != '"') {
        quoted = false;
        continue;
      }
      buffer->sbumpc();
    } else if (!quoted && c == '"' && field.find_first_not_of(" \t") == std::string::npos) {
      quoted = true;
      field.clear();
      continue;
    } else if (!quoted && c == ',') {
      record->fields.push_back(std::move(field));
      field.clear();
      continue;
    } else if (c == '\n') {
      ++record->lines;
      if (!quoted) break;
    }
    if (++bytes <= limit) field += static_cast<char>(c);
  }
  if (c == kEnd) ++record->lines;
  if (!field.empty() && field.back() == '\r') field.pop_back();
  record->fields.push_back(std::move(field));
  record->too_long = bytes > limit;
  return true;
}

void AppendCsv(std::string_view field, std::string* out) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    *out += field;
    return;
  }
  *out += '"';
  for (const char c : field) {
    if (c == '"') *out += '"';
    *out += c;
  }
  *out += '"';
}

CsvProfiles::CsvProfiles(std::vector<std::string> header) : header_(std::move(header)) {
  if (!header_.empty() && header_[0].starts_with("\xEF\xBB\xBF")) header_[0].erase(0, 3);
  for (std::string& name : header_) name = Trim(name);
}

std::string CsvProfiles::BadColumn() const {
  for (size_t i = 0; i < header_.size(); ++i) {
    const std::string& name = header_[i];
    const size_t dot = name.find('.');
    const bool member = dot != std::string::npos && dot + 1 < name.size() && name.find('.', dot + 1) == std::string::npos;
    const bool known = Among(kScalars, name) || Among(kObjectLists, name) || Among(kTextLists, name) || (member && Among(kObjects, name.substr(0, dot)));
    if (!known || std::find(header_.begin(), header_.begin() + static_cast<long>(i), name) != header_.begin() + static_cast<long>(i)) return name.empty() ? "(no name)" : name;
  }
  return "";
}

std::string CsvProfiles::ToJson(const CsvRecord& record, std::vector<matcher::ProfileError>* errors) const {
  Json profile = Json::object();
  if (record.fields.size() != header_.size()) {
    errors->push_back({"", std::to_string(record.fields.size()) + " cells, expected " + std::to_string(header_.size()) + " as in the header"});
  }
  for (size_t i = 0; i < std::min(header_.size(), record.fields.size()); ++i) {
    const std::string& name = header_[i];
    const std::string_view cell = Trim(record.fields[i]);
    if (cell.empty()) continue;
    const size_t dot = name.find('.');
    Json& place = dot == std::string::npos ? profile[name] : profile[name.substr(0, dot)][name.substr(dot + 1)];
    if (Among(kObjectLists, name) || Among(kTextLists, name)) {
      place = Json::array();
      for (const std::string_view item : Split(cell, ';')) {
        if (item.empty()) continue;
        place.push_back(Among(kTextLists, name) ? Json(std::string(item)) : Item(name, item, "/" + name, errors));
      }
    } else {
      place = Value(dot == std::string::npos ? std::string_view(name) : std::string_view(name).substr(dot + 1), cell);
    }
  }
  return profile.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace trialmatch::app
