#include "matcher/quote.h"

namespace trialmatch::matcher {

bool IsFromText(const rules::Criterion& criterion, const fetch::Study& study) {
  return criterion.source == "eligibilityCriteria" && !criterion.body.empty() &&
         criterion.body.end <= study.eligibility_criteria.size();
}

std::string_view QuotedText(const rules::Criterion& criterion, const fetch::Study& study) {
  if (IsFromText(criterion, study)) return base::Slice(study.eligibility_criteria, criterion.body);
  return criterion.text;
}

std::string JoinedReasons(const CriterionResult& result) {
  std::string out;
  for (size_t i = 0; i < result.reasons.size(); ++i) {
    const std::string& because = result.reasons[i].because;
    bool repeated = because.empty();
    for (size_t j = 0; j < i; ++j) repeated = repeated || result.reasons[j].because == because;
    if (repeated) continue;
    if (!out.empty()) out += "; ";
    out += because;
  }
  return out;
}

const std::string& TitleOf(const fetch::Study& study) {
  return study.brief_title.empty() ? study.official_title : study.brief_title;
}

}  // namespace trialmatch::matcher
