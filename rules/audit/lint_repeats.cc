#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/ascii.h"
#include "rules/audit/lint_checks.h"

namespace trialmatch::rules {
namespace {

constexpr int kFewestWords = 3;

// Letters and digits in lower case, one blank between words.
std::string Plain(std::string_view text, int* words) {
  std::string out;
  bool blank = true;
  *words = 0;
  for (char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || base::IsDigit(c) ||
                        c == '<' || c == '>' || c == '=' || (static_cast<unsigned char>(c) & 0x80);
    if (!letter) {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    if (blank) ++*words;
    blank = false;
    out += base::ToLower(c);
  }
  return out;
}

std::string ListOf(const std::string& id) {
  const size_t point = id.rfind('.');
  return point == std::string::npos ? id.substr(0, 1) : id.substr(0, point);
}

void Duplicates(const LintInput& in, LintFindings* findings) {
  // By list and part of the study: the same words below another heading may mean another thing.
  std::map<std::tuple<std::string, std::vector<int>, std::string>, const Criterion*> seen;
  for (const Criterion& c : in.criteria.criteria) {
    if (c.span.empty()) continue;
    int words = 0;
    std::string plain = Plain(base::Slice(in.text, c.body), &words);
    if (words < kFewestWords) continue;
    const auto [first, is_new] = seen.try_emplace({ListOf(c.id), c.cohorts, std::move(plain)}, &c);
    if (is_new) continue;
    findings->push_back(in.Finding("criterion.duplicate", c, {},
                                   absl::StrCat("the same words as ", first->second->id)));
  }
}

std::optional<base::Bounds> AgeOf(const Criterion& c) {
  if (c.expression.kind != Expression::Kind::kLeaf) return std::nullopt;
  const auto* leaf = std::get_if<CompareLeaf>(&c.expression.leaf);
  if (leaf == nullptr || leaf->quantity != "age" || !leaf->sex.empty()) return std::nullopt;
  return leaf->bounds;
}

// The text and the registry's field give ages that differ by a year or more.
void Ages(const LintInput& in, LintFindings* findings) {
  const Criterion *low = nullptr, *high = nullptr;
  for (const Criterion& c : in.criteria.criteria) {
    if (c.source == "minimumAge") low = &c;
    if (c.source == "maximumAge") high = &c;
  }
  for (const Criterion& c : in.criteria.criteria) {
    if (c.span.empty() || !c.cohorts.empty() || c.understood != Understood::kFull) continue;
    const auto age = AgeOf(c);
    if (!age) continue;
    const auto differs = [](const std::optional<double>& a, const std::optional<double>& b) {
      return a && b && std::abs(*a - *b) > 1;
    };
    const auto report = [&](const Criterion& field) {
      findings->push_back(in.Finding(
          "age.differs", c, {},
          absl::StrCat("the registry's field ", field.source, " says ", field.text)));
    };
    if (low != nullptr && differs(age->low, AgeOf(*low)->low)) report(*low);
    if (high != nullptr && differs(age->high, AgeOf(*high)->high)) report(*high);
  }
}

}  // namespace

void LintRepeats(const LintInput& in, LintFindings* findings) {
  Duplicates(in, findings);
  Ages(in, findings);
}

}  // namespace trialmatch::rules
