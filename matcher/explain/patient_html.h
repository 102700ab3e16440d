#ifndef TRIALMATCH_MATCHER_EXPLAIN_PATIENT_HTML_H_
#define TRIALMATCH_MATCHER_EXPLAIN_PATIENT_HTML_H_

#include <string_view>
#include <vector>

#include "matcher/context/drug_lines.h"
#include "matcher/explain/explained_trial.h"
#include "rules/audit/html.h"

namespace trialmatch::matcher {

// Parts of the pages that a patient reads. A page needs no other file and no script, may load nothing, and is made for print, for small
// screens and for screen readers: headings in order, tables with headers, states as words and not as colours alone.

// Up to the start of <main>, with the page's first heading.
void WritePatientHead(std::string_view title, rules::HtmlWriter* html);
// The closing words, and the end of the page. `studies`: where the records came from.
void WritePatientTail(std::string_view studies, rules::HtmlWriter* html);

// A link to the study's record at the registry, on its number. Requires an NCT number.
void WriteStudyLink(std::string_view nct_id, rules::HtmlWriter* html);
// "likely fits", as a badge.
void WriteVerdictBadge(Verdict verdict, rules::HtmlWriter* html);
// The words of the registry beside what they mean for this patient, a row a criterion.
void WriteCriteriaTable(std::string_view caption, const std::vector<const ExplainedCriterion*>& criteria, rules::HtmlWriter* html);

// Sections with a heading of their own; nothing when the list is empty.
void WriteDrugs(const std::vector<DrugLine>& drugs, rules::HtmlWriter* html);
void WriteGlossary(std::string_view heading, const std::vector<GlossaryLine>& lines, rules::HtmlWriter* html);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_PATIENT_HTML_H_
