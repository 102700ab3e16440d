#include "matcher/ask/typed.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/quantity.h"
#include "base/status.h"
#include "matcher/patient/suggest.h"
#include "nlohmann/json.hpp"

namespace trialmatch::matcher {

std::string_view Trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && (blank(text.back()) || text.back() == '.' || text.back() == ';')) text.remove_suffix(1);
  return text;
}

std::string Lowered(std::string_view text) { return absl::AsciiStrToLower(base::ToAbsl(text)); }

std::vector<std::string> SplitAt(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find(separator), text.size());
    const std::string_view part = Trimmed(text.substr(0, end));
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::optional<TypedNumber> ReadTypedNumber(std::string_view text) {
  text = Trimmed(text);
  while (!text.empty() && (text.front() == '<' || text.front() == '>' || text.front() == '=' || text.front() == '~' || text.front() == ' ')) text.remove_prefix(1);
  size_t end = 0;
  while (end < text.size() && (absl::ascii_isdigit(static_cast<unsigned char>(text[end])) || text[end] == '.' || text[end] == ',')) ++end;
  while (end > 0 && (text[end - 1] == ',' || text[end - 1] == '.')) --end;
  if (end == 0 || !absl::ascii_isdigit(static_cast<unsigned char>(text[0]))) return std::nullopt;
  std::string digits(text.substr(0, end));
  // A comma before three digits parts thousands, any other is a decimal point.
  const size_t comma = digits.find(',');
  if (comma != std::string::npos) {
    const bool thousands = digits.size() - digits.rfind(',') == 4 && comma <= 3 && digits[0] != '0';
    if (!thousands && std::count(digits.begin(), digits.end(), ',') > 1) return std::nullopt;
    if (thousands) {
      std::erase(digits, ',');
    } else {
      digits[comma] = '.';
    }
  }
  if (std::count(digits.begin(), digits.end(), '.') > 1) return std::nullopt;
  TypedNumber number{.value = std::strtod(digits.c_str(), nullptr), .rest = std::string(Trimmed(text.substr(end)))};
  if (!std::isfinite(number.value)) return std::nullopt;
  return number;
}

std::string JsonNumber(double value) { return base::FormatNumber(value, 6); }

std::string JsonText(std::string_view text) { return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

std::string DidYouMean(const rules::Lexicon& lexicon, const std::vector<rules::TermKind>& kinds, std::string_view typed) {
  std::vector<std::string_view> names;
  for (const rules::TermKind kind : kinds) {
    for (const rules::Entry& entry : lexicon.table(kind)) {
      names.push_back(entry.id);
      names.insert(names.end(), entry.names.begin(), entry.names.end());
    }
  }
  const std::string meant = ClosestName(typed, names);
  return meant.empty() ? "" : absl::StrCat(" Did you mean ", meant, "?");
}

absl::Status NotUnderstood(std::string message) { return absl::InvalidArgumentError(message); }

}  // namespace trialmatch::matcher
