#include "rules/parse/record/one_sex.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"

namespace trialmatch::rules {
namespace {

enum class Sex : uint8_t { kNone, kFemale, kMale };

Sex SexOf(std::string_view word) {
  const std::string lower = base::Lower(std::string(word));
  for (const std::string_view female : {"female", "females", "woman", "women"}) {
    if (lower == female) return Sex::kFemale;
  }
  for (const std::string_view male : {"male", "males", "man", "men"}) {
    if (lower == male) return Sex::kMale;
  }
  return Sex::kNone;
}

std::vector<std::string_view> WordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && std::isalpha(static_cast<unsigned char>(text[end])) != 0) ++end;
    if (end > i) words.push_back(text.substr(i, end - i));
    i = std::max(end, i + 1);
  }
  return words;
}

// The sex that the words open with, before "patients" or an age and nothing else.
Sex OpensWith(const std::vector<std::string_view>& words) {
  size_t i = !words.empty() && base::EqualsIgnoreCase(words[0], "adult") ? 1 : 0;
  if (i >= words.size()) return Sex::kNone;
  const Sex sex = SexOf(words[i++]);
  for (; i < words.size(); ++i) {
    const std::string lower = base::Lower(std::string(words[i]));
    if (lower == "aged" || lower == "age" || lower == "years" || lower == "year" || lower == "older") return sex;
    const bool person = lower == "patients" || lower == "patient" || lower == "subjects" || lower == "participants" || lower == "adults";
    const bool bound = lower == "at" || lower == "least" || lower == "between" || lower == "over" || lower == "of";
    if (!person && !bound) return Sex::kNone;
  }
  return Sex::kNone;
}

}  // namespace

void AskForOneSex(std::string_view text, TrialCriteria* criteria) {
  std::vector<std::pair<Criterion*, Sex>> opened;
  for (Criterion& c : criteria->criteria) {
    if (c.section != Section::kInclusion || c.topic != Topic::kAgeSex || c.mood != Mood::kRequires || c.understood == Understood::kNone) continue;
    if (const Sex sex = OpensWith(WordsOf(c.text)); sex != Sex::kNone) opened.emplace_back(&c, sex);
  }
  if (opened.empty()) return;
  bool told[3] = {};
  for (const std::string_view word : WordsOf(text)) told[static_cast<size_t>(SexOf(word))] = true;
  if (told[static_cast<size_t>(Sex::kFemale)] == told[static_cast<size_t>(Sex::kMale)]) return;
  for (const auto& [c, sex] : opened) {
    OneOfLeaf leaf{OneOfLeaf::Attribute::kSex, {sex == Sex::kFemale ? "female" : "male"}, {}, 0};
    c->expression = Expression::All(Expression::OfLeaf(std::move(leaf), c->body, "sex.one"), std::move(c->expression));
  }
}

}  // namespace trialmatch::rules
