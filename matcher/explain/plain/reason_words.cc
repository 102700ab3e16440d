#include "matcher/explain/plain/reason_words.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/date.h"
#include "base/status.h"
#include "matcher/explain/plain/phrases.h"
#include "matcher/explain/words.h"

namespace trialmatch::matcher {
namespace {

using base::ToAbsl;
using rules::TermKind;

constexpr int kDeepest = 3;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The words between {1} and {2} of a pattern.
std::vector<std::string_view> AroundHoles(std::string_view pattern) {
  std::vector<std::string_view> out;
  size_t from = 0;
  for (size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', from)) {
    out.push_back(pattern.substr(from, at - from));
    from = at + 3;
  }
  out.push_back(pattern.substr(from));
  return out;
}

// What stands in the holes when `text` fits.
std::optional<std::vector<std::string_view>> Fit(const std::vector<std::string_view>& pattern, std::string_view text) {
  if (!text.starts_with(pattern.front())) return std::nullopt;
  if (pattern.size() == 1) return text == pattern.front() ? std::optional(std::vector<std::string_view>()) : std::nullopt;
  text.remove_prefix(pattern.front().size());
  if (!text.ends_with(pattern.back())) return std::nullopt;
  text.remove_suffix(pattern.back().size());
  std::vector<std::string_view> holes;
  for (size_t i = 1; i + 1 < pattern.size(); ++i) {
    const size_t at = text.rfind(pattern[i]);
    if (at == std::string_view::npos) return std::nullopt;
    holes.push_back(text.substr(0, at));
    text.remove_prefix(at + pattern[i].size());
  }
  holes.push_back(text);
  const bool empty = std::any_of(holes.begin(), holes.end(), [](std::string_view hole) { return hole.empty(); });
  return empty ? std::nullopt : std::optional(holes);
}

}  // namespace

std::string WithDaysInWords(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const auto shape = [&](std::string_view like) {
      if (text.size() - i < like.size()) return false;
      for (size_t k = 0; k < like.size(); ++k) {
        if (like[k] == '9' ? !IsDigit(text[i + k]) : text[i + k] != like[k]) return false;
      }
      return i + like.size() == text.size() || !(IsDigit(text[i + like.size()]) || text[i + like.size()] == '-');
    };
    const bool starts = i == 0 || !(absl::ascii_isalnum(static_cast<unsigned char>(text[i - 1])) || text[i - 1] == '-');
    const size_t length = !starts ? 0 : shape("9999-99-99") ? 10 : shape("9999-99") ? 7 : 0;
    const auto date = base::PartialDate::Parse(text.substr(i, length));
    if (length == 0 || !date.ok()) {
      out += text[i++];
      continue;
    }
    const std::string day = DayInWords(date->first());
    out += length == 10 ? day : day.substr(day.find(' ') + 1);
    i += length;
  }
  return out;
}

ReasonWords::ReasonWords(const Labels& labels) {
  const rules::Lexicon& lexicon = labels.lexicon();
  for (const rules::Entry& row : lexicon.rows("reason")) rows_.push_back({AroundHoles(row.Get("pattern")), row.Get("text")});
  for (const TermKind kind : {TermKind::kLab, TermKind::kCondition, TermKind::kDrugClass, TermKind::kFact}) {
    for (const rules::Entry& entry : lexicon.table(kind)) {
      std::string spaced = absl::AsciiStrToLower(entry.id);
      std::replace(spaced.begin(), spaced.end(), '_', ' ');
      const std::string label = labels.Of(rules::KindName(kind), entry.id);
      if (const std::string_view is_not = labels.Not(rules::KindName(kind), entry.id); kind == TermKind::kFact && !is_not.empty())
        facts_.try_emplace(spaced, label, std::string(is_not));
      names_.try_emplace(std::move(spaced), label);
    }
  }
}

// "hepatitis b or ILD" by their labels.
std::string ReasonWords::Named(std::string_view words) const {
  std::string out;
  while (!words.empty()) {
    size_t end = std::min(words.find(" or "), words.find(", "));
    std::string_view joint;
    if (end != std::string_view::npos) joint = words.substr(end, words[end] == ',' ? 2 : 4);
    const std::string_view word = words.substr(0, end);
    const auto name = names_.find(absl::AsciiStrToLower(ToAbsl(word)));
    absl::StrAppend(&out, ToAbsl(name == names_.end() ? word : std::string_view(name->second)), ToAbsl(joint));
    words.remove_prefix(word.size() + joint.size());
  }
  return out;
}

// "can swallow: no" as the fact's own sentence, "" for other words.
std::string ReasonWords::SayFact(std::string_view part) const {
  const bool yes = part.ends_with(": yes"), no = part.ends_with(": no");
  if (!yes && !no) return "";
  const auto fact = facts_.find(absl::AsciiStrToLower(ToAbsl(part.substr(0, part.rfind(": ")))));
  if (fact == facts_.end()) return "";
  return Sentence(std::string(yes ? fact->second.first : fact->second.second));
}

std::string ReasonWords::SayPart(std::string_view part, int depth) const {
  if (std::string said = SayFact(part); !said.empty()) return said;
  for (const Row& row : rows_) {
    const auto holes = Fit(row.pattern, part);
    if (!holes) continue;
    std::string out(row.text);
    for (size_t i = 0; i < holes->size(); ++i) {
      const std::string hole = absl::StrCat("{", i + 1, "}");
      // At the start of the words a hole may be a reason by itself.
      std::string words = i == 0 && out.starts_with(hole) && depth < kDeepest ? SayPart((*holes)[i], depth + 1) : Named((*holes)[i]);
      const bool before_stop = absl::StrContains(out, hole + ".") || absl::StrContains(out, hole + ":");
      if (words.ends_with(".") && (before_stop || out.starts_with(hole))) words.pop_back();
      out = absl::StrReplaceAll(out, {{hole, words}});
    }
    return Sentence(std::move(out));
  }
  // "qtcf is 421 ms": the name of a measurement in front.
  const size_t is = part.find(" is ");
  if (is == std::string_view::npos) return Sentence(names_.contains(absl::AsciiStrToLower(ToAbsl(part))) ? Named(part) : std::string(part));
  return Sentence(absl::StrCat(Named(part.substr(0, is)), ToAbsl(part.substr(is))));
}

std::string ReasonWords::Say(std::string_view because) const {
  std::string out;
  const std::string text = OneLine(because, 1000);
  std::string_view rest = text;
  while (!rest.empty()) {
    const size_t end = rest.find("; ");
    const std::string said = SayPart(rest.substr(0, end), 0);
    if (!absl::StrContains(out, said)) absl::StrAppend(&out, out.empty() ? "" : " ", said);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  }
  return WithDaysInWords(out);
}

std::string ReasonWords::SayAll(const CriterionResult& result) const {
  std::string out;
  for (const Reason& reason : result.reasons) {
    const std::string said = Say(reason.because);
    if (!said.empty() && !absl::StrContains(out, said)) absl::StrAppend(&out, out.empty() ? "" : " ", said);
  }
  return out;
}

}  // namespace trialmatch::matcher
