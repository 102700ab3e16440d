#ifndef TRIALMATCH_RULES_AUDIT_HTML_PAGE_H_
#define TRIALMATCH_RULES_AUDIT_HTML_PAGE_H_

#include <array>
#include <string>
#include <vector>

#include "fetch/study.h"
#include "rules/audit/coverage.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// The audit as one page of HTML that needs nothing else: no server, no network; without scripts it
// shows everything, with them it filters. Every text of a study is escaped.

// One study: what was not understood first, then its whole text with coloured spans and the reading
// of each criterion beside it.
std::string StudyPage(const fetch::Study& study, const TrialCriteria& criteria,
                      const Lexicon& lexicon);

// What the index of many studies needs of each, kept while their pages are written.
struct StudySummary {
  std::string nct_id, title;
  std::array<TopicCoverage::Row, TopicCoverage::kTopics> topics{};
};
StudySummary Summarise(const fetch::Study& study, const TrialCriteria& criteria);

// Many studies on one page, written in parts: the head with coverage and index, each study, the
// tail.
std::string CorpusHead(const std::vector<StudySummary>& studies, const TopicCoverage& coverage,
                       const Lexicon& lexicon);
std::string CorpusStudy(const fetch::Study& study, const TrialCriteria& criteria,
                        const Lexicon& lexicon);
std::string CorpusTail();

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_HTML_PAGE_H_
