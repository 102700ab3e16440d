#include "matcher/ask/profile_draft.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/patient/profile_names.h"
#include "nlohmann/json.hpp"

namespace trialmatch::matcher {
namespace {

using Json = nlohmann::ordered_json;
using rules::Lexicon;
using rules::TermKind;

constexpr std::string_view kUpdate = "~";

std::string TextOf(const Json& item, const char* key) {
  if (!item.is_object()) return "";
  const auto at = item.find(key);
  return at != item.end() && at->is_string() ? at->get<std::string>() : "";
}

std::string Slug(std::string name) {
  for (char& c : name) c = c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

// What paths of `needs` call an item of a section.
std::string IdOf(std::string_view section, const Json& item, const Lexicon& lexicon) {
  if (section == "medications" || section == "allergies") {
    const std::string name = item.is_string() ? item.get<std::string>() : "";
    const std::string id = ResolveDrug(lexicon, name);
    return id.empty() ? Slug(name) : id;
  }
  const std::string name = TextOf(item, "name");
  if (section == "labs") {
    const std::string_view id = lexicon.ResolveId(TermKind::kLab, name);
    return id.empty() ? Slug(name) : std::string(id);
  }
  if (section == "conditions") {
    const std::string_view id = lexicon.ResolveId(TermKind::kCondition, name);
    return id.empty() ? Slug(name) : std::string(id);
  }
  if (section == "treatments") {
    const std::string id = TextOf(item, "kind") == "drug" ? ResolveDrug(lexicon, name) : "";
    return !id.empty() ? id : Slug(name.empty() ? TextOf(item, "kind") : name);
  }
  if (section == "biomarkers") {
    const std::string gene = TextOf(item, "gene").empty() ? TextOf(item, "marker") : TextOf(item, "gene");
    const std::string_view id = lexicon.ResolveId(TermKind::kGene, gene);
    return id.empty() ? gene : std::string(id);
  }
  return "";
}

bool IsListSection(std::string_view section) {
  return section == "labs" || section == "conditions" || section == "treatments" || section == "biomarkers" || section == "medications" || section == "allergies";
}

// Two results about the same question: the later one counts.
bool SameResult(std::string_view section, const Json& a, const Json& b, const Lexicon& lexicon) {
  if (section == "biomarkers") {
    return IdOf(section, a, lexicon) == IdOf(section, b, lexicon) && TextOf(a, "alteration") == TextOf(b, "alteration") && TextOf(a, "detail") == TextOf(b, "detail");
  }
  if (section == "treatments") return a == b;
  if (section == "metastases" || section == "complete") return a == b;
  return IdOf(section, a, lexicon) == IdOf(section, b, lexicon);
}

void DayWords(Json& value, base::Day decided_on) {
  if (value.is_structured()) {
    for (auto& part : value) DayWords(part, decided_on);
    return;
  }
  if (!value.is_string()) return;
  const std::string& text = value.get_ref<const std::string&>();
  if (!text.starts_with("@-")) return;
  int days = 0;
  std::from_chars(text.data() + 2, text.data() + text.size(), days);
  value = (decided_on - days).ToString();
}

void MergeList(const std::string& section, const Json& from, Json& into, const Lexicon& lexicon) {
  for (const Json& item : from) {
    const std::string update = TextOf(item, kUpdate.data());
    if (!update.empty()) {
      for (Json& old : into) {
        if (IdOf(section, old, lexicon) != update) continue;
        for (const auto& [key, value] : item.items()) {
          if (key != kUpdate) old[key] = value;
        }
        // What is over does not go on, and the other way round.
        if (item.contains("ongoing") && item["ongoing"] == true) old.erase("end");
        if (item.contains("end")) old.erase("ongoing");
        if (item.contains("end") && TextOf(old, "outcome") == "ongoing") old.erase("outcome");
      }
      continue;
    }
    const auto same = std::find_if(into.begin(), into.end(), [&](const Json& old) { return SameResult(section, old, item, lexicon); });
    if (same == into.end()) {
      into.push_back(item);
    } else if (section != "complete") {
      *same = item;
    }
  }
}

void MergeObject(const Json& from, Json& into, const Lexicon& lexicon) {
  for (const auto& [key, value] : from.items()) {
    Json& old = into[key];
    if (value.is_object()) {
      if (!old.is_object()) old = Json::object();
      MergeObject(value, old, lexicon);
    } else if (value.is_array()) {
      if (!old.is_array()) old = Json::array();
      MergeList(key, value, old, lexicon);
    } else {
      old = value;
    }
  }
}

// The word of "complete" that a path closes: "cancer.metastases" is "metastases".
std::string_view SectionWord(std::string_view path) {
  if (path == "cancer.metastases") return "metastases";
  return path.substr(0, path.find('.'));
}

}  // namespace

struct ProfileDraft::Json {
  trialmatch::matcher::Json value;
};

ProfileDraft::ProfileDraft(std::unique_ptr<Json> json) : json_(std::move(json)) {}
ProfileDraft::ProfileDraft(const ProfileDraft& other) : json_(std::make_unique<Json>(*other.json_)) {}
ProfileDraft& ProfileDraft::operator=(const ProfileDraft& other) {
  json_ = std::make_unique<Json>(*other.json_);
  return *this;
}
ProfileDraft::ProfileDraft(ProfileDraft&&) noexcept = default;
ProfileDraft& ProfileDraft::operator=(ProfileDraft&&) noexcept = default;
ProfileDraft::~ProfileDraft() = default;

ProfileDraft ProfileDraft::New(std::string_view id) {
  auto json = std::make_unique<Json>();
  json->value = matcher::Json::object();
  json->value["id"] = id;
  return ProfileDraft(std::move(json));
}

absl::StatusOr<ProfileDraft> ProfileDraft::Parse(std::string_view text) {
  auto json = std::make_unique<Json>();
  json->value = matcher::Json::parse(text, nullptr, false);
  if (!json->value.is_object()) return absl::InvalidArgumentError("not one JSON object");
  return ProfileDraft(std::move(json));
}

absl::Status ProfileDraft::Merge(std::string_view fragment, base::Day decided_on, const Lexicon& lexicon) {
  matcher::Json part = matcher::Json::parse(fragment, nullptr, false);
  if (!part.is_object()) return absl::InvalidArgumentError(absl::StrCat("no part of a profile: ", base::ToAbsl(fragment)));
  DayWords(part, decided_on);
  MergeObject(part, json_->value, lexicon);
  return absl::OkStatus();
}

void ProfileDraft::Erase(std::string_view path, const Lexicon& lexicon) {
  matcher::Json& root = json_->value;
  const std::string section(path.substr(0, path.find('.')));
  const auto at = root.find(section);
  const auto forget = [&](std::string_view word) {
    const auto complete = root.find("complete");
    if (complete == root.end() || !complete->is_array()) return;
    for (size_t i = complete->size(); i-- > 0;) {
      if ((*complete)[i] == word) complete->erase(i);
    }
  };
  if (path == section || path == section + ".*" || path == "cancer.metastases") forget(SectionWord(path));
  if (at == root.end()) return;
  if (path == section || path == section + ".*") {
    root.erase(section);
    return;
  }
  std::string_view rest = path.substr(section.size() + 1);
  if (at->is_object()) {
    at->erase(std::string(rest));
    if (at->empty()) root.erase(section);
    return;
  }
  if (!at->is_array() || !IsListSection(section)) return;
  const std::string_view id = rest.substr(0, rest.find('.'));
  const std::string field(rest.size() > id.size() ? rest.substr(id.size() + 1) : std::string_view());
  const bool whole = field.empty() || (section == "biomarkers" && field == "value");
  for (size_t i = at->size(); i-- > 0;) {
    if (IdOf(section, (*at)[i], lexicon) != id) continue;
    if (whole) {
      at->erase(i);
    } else {
      (*at)[i].erase(field);
    }
  }
}

std::string ProfileDraft::Part(const std::vector<std::string>& paths, const Lexicon& lexicon) const {
  const matcher::Json& root = json_->value;
  matcher::Json out = matcher::Json::object();
  for (const std::string& path : paths) {
    const std::string section = path.substr(0, path.find('.'));
    if (const auto complete = root.find("complete"); complete != root.end() && (path == section || path.ends_with(".*") || path == "cancer.metastases")) {
      for (const auto& word : *complete) {
        if (word == std::string(SectionWord(path))) MergeObject({{"complete", matcher::Json::array({word})}}, out, lexicon);
      }
    }
    const auto at = root.find(section);
    if (at == root.end()) continue;
    if (path == section || path == section + ".*") {
      MergeObject({{section, *at}}, out, lexicon);
    } else if (at->is_object()) {
      const std::string field = path.substr(section.size() + 1);
      if (at->contains(field)) MergeObject({{section, {{field, (*at)[field]}}}}, out, lexicon);
    } else if (at->is_array()) {
      const std::string rest = path.substr(section.size() + 1), id = rest.substr(0, rest.find('.'));
      const std::string field = rest.size() > id.size() ? rest.substr(id.size() + 1) : "";
      for (const auto& item : *at) {
        if (IdOf(section, item, lexicon) != id) continue;
        matcher::Json part = item;
        if (!field.empty() && section != "biomarkers") {
          if (!item.contains(field)) continue;
          part = {{std::string(kUpdate), id}, {field, item[field]}};
          if (!out.contains(section)) out[section] = matcher::Json::array();
          out[section].push_back(part);
          continue;
        }
        MergeObject({{section, matcher::Json::array({part})}}, out, lexicon);
      }
    }
  }
  return out.empty() ? "" : out.dump();
}

std::string ProfileDraft::Words(std::string_view path, const Lexicon& lexicon) const {
  const std::string part = Part({std::string(path)}, lexicon);
  if (part.empty()) return "";
  std::string out;
  const auto add = [&](const matcher::Json& value, const auto& self, bool is_item) -> void {
    if (value.is_object()) {
      bool first = true;
      for (const auto& [key, inner] : value.items()) {
        if (key == kUpdate || key == "complete" || key == "kind") continue;
        if (!first) out += is_item ? ", " : "; ";
        first = false;
        const bool names_itself = key == "name" || key == "gene" || key == "marker" || key == "value" || key == "unit" || key == "result" || key == "alteration" || key == "detail";
        if (is_item && !names_itself) absl::StrAppend(&out, key, " ");
        self(inner, self, is_item);
      }
    } else if (value.is_array()) {
      for (size_t i = 0; i < value.size(); ++i) {
        if (i > 0) out += "; ";
        self(value[i], self, true);
      }
      if (value.empty()) out += "none";
    } else if (value.is_boolean()) {
      out += value.get<bool>() ? "yes" : "no";
    } else {
      out += value.is_string() ? value.get<std::string>() : value.dump();
    }
  };
  add(matcher::Json::parse(part), add, false);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

ProfileParts ProfileDraft::Differs(const ProfileDraft& other) const {
  ProfileParts parts = kNoParts;
  const auto one_way = [&](const matcher::Json& a, const matcher::Json& b) {
    for (const auto& [key, value] : a.items()) {
      const auto at = b.find(key);
      if (at != b.end() && *at == value) continue;
      if (key != "complete") {
        parts |= PartOfMember(key);
        continue;
      }
      for (const auto& word : value) {
        const bool both = at != b.end() && std::find(at->begin(), at->end(), word) != at->end();
        if (!both) parts |= word.is_string() ? PartOfMember(word.get_ref<const std::string&>()) : kAllParts;
      }
    }
  };
  one_way(json_->value, other.json_->value);
  one_way(other.json_->value, json_->value);
  return parts;
}

void ProfileDraft::Set(std::string_view key, std::string_view text) { json_->value[std::string(key)] = text; }
bool ProfileDraft::Has(std::string_view key) const { return json_->value.contains(std::string(key)); }

std::string ProfileDraft::Text() const { return json_->value.dump(-1, ' ', false, matcher::Json::error_handler_t::replace); }
std::string ProfileDraft::Pretty() const { return json_->value.dump(2, ' ', false, matcher::Json::error_handler_t::replace) + "\n"; }

}  // namespace trialmatch::matcher
