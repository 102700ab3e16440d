#include <algorithm>
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

// Letters, digits and signs that mean something ("ALK-") in lower case, one blank between words.
std::string Plain(std::string_view text, int* words) {
  std::string out;
  bool blank = true;
  *words = 0;
  for (char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || base::IsDigit(c) ||
                        std::string_view("<>=+-%").find(c) != std::string_view::npos || (static_cast<unsigned char>(c) & 0x80);
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

// How many headings stand above it.
size_t Headings(const LintInput& in, const Criterion& c) {
  size_t above = 0;
  for (const Heading& heading : in.criteria.headings)
    above += heading.span.begin < c.span.begin ? 1 : 0;
  return above;
}

// Something between the two names a part of the study: the second may hold for other patients.
bool PartBetween(const LintInput& in, const Criterion& first, const Criterion& second) {
  if (!in.criteria.cohorts.empty()) return true;
  const std::string between = base::Lower(
      base::Slice(in.text, {first.span.end, std::max(first.span.end, second.span.begin)}));
  for (const char* word : {"cohort", "phase", "panel", "part ", "arm ", "module", "group",
                           "stratum", "patients with", "participants with", "subjects with",
                           "eligibility", "inclusion", "exclusion"}) {
    if (between.find(word) != std::string::npos) return true;
  }
  return false;
}

void Duplicates(const LintInput& in, LintFindings* findings) {
  // By list and heading: the same words below another one may hold for other patients.
  using Place = std::tuple<std::string, size_t, std::vector<int>, std::string>;
  std::map<Place, const Criterion*> seen;
  for (const Criterion& c : in.criteria.criteria) {
    const bool asks = c.expression.kind != Expression::Kind::kAlways;
    if (c.span.empty() || !asks || c.topic == Topic::kLogistics) continue;
    int words = 0;
    std::string plain = Plain(base::Slice(in.text, c.body), &words);
    if (words < kFewestWords) continue;
    const auto [first, is_new] = seen.try_emplace({ListOf(c.id), Headings(in, c), c.cohorts, std::move(plain)}, &c);
    if (is_new || PartBetween(in, *first->second, c)) continue;
    findings->push_back(in.Finding("criterion.duplicate", c, {},
                                   absl::StrCat("the same words as ", first->second->id)));
  }
}

std::optional<base::Bounds> AgeOf(const Criterion& c) {
  if (c.expression.kind != Expression::Kind::kLeaf) return std::nullopt;
  const auto* leaf = std::get_if<CompareLeaf>(c.expression.leaf.get());
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
    const bool for_all = c.cohorts.empty() && c.id.find('.') == std::string::npos;
    if (c.span.empty() || !for_all || c.understood != Understood::kFull) continue;
    if (c.topic != Topic::kAgeSex || ChoosesSome(in, c)) continue;
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
