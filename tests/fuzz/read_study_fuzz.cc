// Any eligibility text becomes criteria whose spans lie in the text and quote it, with nothing
// dropped, and that print as JSON.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nlohmann/json.hpp"
#include "rules/criteria_json.h"
#include "rules/read_study.h"
#include "tests/fuzz/check.h"

namespace {

using trialmatch::base::Slice;
using trialmatch::base::Span;
using trialmatch::rules::Expression;

void CheckExpression(const Expression& expression, std::string_view text) {
  FUZZ_CHECK(expression.span.begin <= expression.span.end && expression.span.end <= text.size());
  for (const Expression& child : expression.children) CheckExpression(child, text);
}

// The length of the white space that stands at the front of `text`, 0 when there is none.
size_t SpaceLength(std::string_view text) {
  if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) return 1;
  for (const std::string_view space :
       {"\u0085", "\u00a0", "\u1680", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"}) {
    if (text.starts_with(space)) return space.size();
  }
  // U+2000 to U+200F: spaces of many widths, joiners and marks of direction.
  return text.size() >= 3 && text.starts_with("\xE2\x80") &&
                 static_cast<unsigned char>(text[2]) <= 0x8F
             ? 3
             : 0;
}

bool IsUtf8(std::string_view text) {
  return nlohmann::json(std::string(text))
             .dump(-1, ' ', false, nlohmann::json::error_handler_t::ignore) ==
         nlohmann::json(std::string(text))
             .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // The readers of studies let only UTF-8 through.
  if (!IsUtf8(text)) return 0;
  trialmatch::fetch::Study study;
  study.nct_id = "NCT99000000";
  study.eligibility_criteria = text;
  study.minimum_age = "18 Years";
  study.sex = "ALL";
  const auto& lexicon = trialmatch::rules::Lexicon::BuiltIn();
  const auto criteria = trialmatch::rules::ReadStudy(study, lexicon);

  std::vector<bool> covered(text.size(), false);
  const auto cover = [&](Span span) {
    FUZZ_CHECK(span.begin <= span.end && span.end <= text.size());
    for (uint32_t i = span.begin; i < span.end; ++i) covered[i] = true;
  };
  for (const auto& heading : criteria.headings) {
    cover(heading.span);
    FUZZ_CHECK(heading.text == Slice(text, heading.span));
  }
  for (const auto& criterion : criteria.criteria) {
    if (criterion.source == "eligibilityCriteria") {
      cover(criterion.span);
      FUZZ_CHECK(criterion.text == Slice(text, criterion.span));
      FUZZ_CHECK(criterion.span.Contains(criterion.body));
    } else {
      FUZZ_CHECK(criterion.span.empty());
    }
    CheckExpression(criterion.expression, text);
  }
  for (size_t i = 0; i < text.size();) {
    const size_t space = SpaceLength(text.substr(i));
    FUZZ_CHECK(space > 0 || covered[i]);
    i += space > 0 ? space : 1;
  }
  FUZZ_CHECK(nlohmann::json::accept(trialmatch::rules::CriteriaToJson(criteria, lexicon)));
  return 0;
}
