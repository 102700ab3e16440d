#ifndef TRIALMATCH_RULES_AUDIT_HTML_STUDY_H_
#define TRIALMATCH_RULES_AUDIT_HTML_STUDY_H_

#include <string_view>

#include "fetch/study.h"
#include "rules/audit/coverage.h"
#include "rules/audit/html.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// What a leaf is about, for its colour.
Topic TopicOfLeaf(const Leaf& leaf);

// The parts of the page that tell of one study: counts, parts of the study, what was not
// understood, the text with its readings, what was read from other fields.
void WriteStudyBody(const fetch::Study& study, const TrialCriteria& criteria,
                    const Lexicon& lexicon, HtmlWriter* html);

// The bar and the counts of full, partial and none.
void WriteLevels(const TopicCoverage::Row& row, HtmlWriter* html);

// A legend of the topics' colours.
void WriteLegend(HtmlWriter* html);

// <!doctype html> to <main>, with the style; and the end.
void WriteHead(std::string_view title, HtmlWriter* html);
void WriteTail(std::string_view rules_version, HtmlWriter* html);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_HTML_STUDY_H_
