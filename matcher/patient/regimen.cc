#include "matcher/patient/regimen.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "base/status.h"
#include "matcher/patient/profile_names.h"
#include "rules/lexicon/table_reader.h"

namespace trialmatch::matcher {

using rules::Lexicon;
using rules::TermKind;
using Drugs = std::vector<std::pair<std::string, std::string>>;

namespace {

constexpr size_t kMostDrugsTogether = 8;

std::string Letters(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else if (c != ' ' && c != '-' && c != '_') {
      return "";
    }
  }
  return out;
}

}  // namespace

Drugs DrugsOfRegimen(const Lexicon& lexicon, std::string_view name) {
  constexpr size_t kLongest = 24;
  const std::string letters = name.size() <= kLongest ? Letters(name) : "";
  if (letters.empty()) return {};
  for (const rules::Entry& row : lexicon.rows("regimen")) {
    const auto same = [&](const std::string& own) { return Letters(own) == letters; };
    if (!same(row.id) && std::none_of(row.names.begin(), row.names.end(), same)) continue;
    Drugs drugs;
    for (const std::string_view id : rules::SplitList(row.Get("drugs"))) {
      std::string words(id);
      std::replace(words.begin(), words.end(), '_', ' ');
      drugs.emplace_back(std::move(words), std::string(id));
    }
    return drugs;
  }
  return {};
}

Drugs SplitRegimen(const Lexicon& lexicon, std::string_view name) {
  for (const std::string_view separator : {" and ", " plus ", " with ", "+", "/", "&", ",", "-"}) {
    if (name.find(separator) == std::string_view::npos) continue;
    Drugs parts;
    bool all_known = true;
    for (size_t from = 0; all_known && from <= name.size();) {
      const size_t to = std::min(name.find(separator, from), name.size());
      const std::string_view part =
          base::ToStd(absl::StripAsciiWhitespace(base::ToAbsl(name.substr(from, to - from))));
      std::string id = part.empty() ? "" : ResolveDrug(lexicon, part);
      if (id.empty()) {
        // "a, b and c": the rest may hold another separator.
        Drugs inner = DrugsOfRegimen(lexicon, part);
        if (inner.empty() && part.size() < name.size()) inner = SplitRegimen(lexicon, part);
        all_known = !inner.empty();
        for (auto& one : inner) parts.push_back(std::move(one));
      } else {
        parts.emplace_back(std::string(part), std::move(id));
      }
      from = to + separator.size();
    }
    if (all_known && parts.size() > 1 && parts.size() <= kMostDrugsTogether) return parts;
  }
  return {};
}

}  // namespace trialmatch::matcher
