#include <charconv>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/ask/reply.h"
#include "matcher/ask/typed.h"
#include "matcher/explain/words.h"
#include "nlohmann/json.hpp"

namespace trialmatch::matcher {
namespace {

using Json = nlohmann::ordered_json;

// Where `answer` differs from `base`, the answer that nothing holds: its value goes into `into`, or is taken out of it.
enum class Holds { kYes, kNotKnown };
void Apply(const Json& answer, const Json& base, Holds holds, Json& into) {
  for (const auto& [key, value] : answer.items()) {
    if (value.is_object() && base.contains(key)) {
      Apply(value, base[key], holds, into[key]);
    } else if (!base.contains(key) || base[key] != value) {
      if (holds == Holds::kYes) {
        into[key] = value;
      } else {
        into.erase(key);
      }
    }
  }
}

Json Beyond(const Json& answer, const Json& base) {
  Json out = Json::object();
  for (const auto& [key, value] : answer.items()) {
    if (value.is_object() && base.contains(key)) {
      if (Json inner = Beyond(value, base[key]); !inner.empty()) out[key] = std::move(inner);
    } else if (!base.contains(key) || base[key] != value) {
      out[key] = value;
    }
  }
  return out;
}

}  // namespace

std::string CheckPart(const Question& question, size_t at) {
  const Json answer = Json::parse(question.answers[at].fragment);
  return (at == 0 ? answer : Beyond(answer, Json::parse(question.answers.front().fragment))).dump();
}

absl::StatusOr<Reply> ReadChecks(const Question& question, std::string_view typed) {
  const size_t most = question.answers.size() - 1;
  const auto expected = [&] { return absl::StrCat("Type none, or the numbers (1 to ", most, ") of all that is so, with commas between. Behind one that you are not sure of type a question mark: 2?"); };
  const Json base = Json::parse(question.answers.front().fragment);
  Json out = base;
  std::vector<std::string> said;
  std::set<size_t> seen;
  bool none = false, some = false;
  std::string words = Lowered(typed);
  for (char& c : words) c = c == ';' || c == ' ' ? ',' : c;
  for (const std::string& part : SplitAt(words, ',')) {
    if (part == "and") continue;
    if (part == "none" || part == "no" || part == "0") {
      none = true;
      continue;
    }
    size_t n = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), n);
    const std::string_view rest(end, static_cast<size_t>(part.data() + part.size() - end));
    if (error != std::errc() || (!rest.empty() && rest != "?") || n < 1 || n > most) return NotUnderstood(absl::StrCat("\"", OneLine(part, 40), "\" is none of the numbers. ", expected()));
    if (!seen.insert(n).second) return NotUnderstood(absl::StrCat("The number ", n, " stands there twice. ", expected()));
    const PossibleAnswer& answer = question.answers[n];
    Apply(Json::parse(answer.fragment), base, rest.empty() ? Holds::kYes : Holds::kNotKnown, out);
    some = some || rest.empty();
    said.push_back(absl::StrCat(answer.words, rest.empty() ? "" : ": not known"));
  }
  if (none && some) return NotUnderstood(absl::StrCat("None, and some as well? ", expected()));
  return Reply{out.dump(), said.empty() ? question.answers.front().words : absl::StrJoin(said, "; ")};
}

}  // namespace trialmatch::matcher
