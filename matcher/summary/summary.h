#ifndef TRIALMATCH_MATCHER_SUMMARY_SUMMARY_H_
#define TRIALMATCH_MATCHER_SUMMARY_SUMMARY_H_

#include <optional>
#include <string>
#include <vector>

#include "matcher/context/context.h"
#include "matcher/context/drug_lines.h"
#include "matcher/explain/explained_trial.h"
#include "matcher/explain/plain/plain_words.h"
#include "matcher/explain/text_report.h"
#include "matcher/patient/patient.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

// A page to take to the doctor: the trials that may fit, why, and what to ask; what was known and what was not; what is usual outside of
// trials. A plain value made of a report; who has asked the patient more may replace `facts`, `unknown` and `questions` before rendering.
struct SummaryTrial {
  int rank = 0;
  std::string nct_id, title;
  Verdict verdict = Verdict::kPossible;
  std::vector<std::string> verdict_words;
  std::string kind;                         // "Phase 2, recruiting"
  std::string part;                         // the part of the study that may take the patient, or ""
  std::string site, contact;                // the nearest, or ""
  std::vector<std::string> why;             // at most three
  std::vector<ExplainedCriterion> against;  // what is not met today, the most decisive first
  std::vector<MissingFact> missing;         // each once
  int not_read = 0, site_checks = 0;
  std::vector<Caution> cautions;
};

struct UnknownThatMatters {
  MissingFact fact;
  int trials = 0;   // in which it is open
};

struct Summary {
  std::string patient_id, as_of, studies;   // `studies`: where they came from
  base::Day decided_on;
  Counts counts;
  std::vector<std::string> facts;            // what was used, one line a subject
  std::vector<UnknownThatMatters> unknown;   // at most three
  std::vector<std::string> questions;        // for the oncologist
  std::vector<SummaryTrial> trials;          // likely, possible, later, by rank
  std::vector<SummaryTrial> near_misses;     // excluded ones that lack least
  std::vector<ContextLine> context;
  int waiting_for_test = 0;                  // trials that may take the patient in which a gene test is open
  std::vector<DrugLine> drugs;               // of the trials above
  std::vector<GlossaryLine> glossary;
};

struct SummaryOptions {
  size_t trials = 10, near_misses = 3;
};

// `report` should hold every trial (MatchOptions::top 0): the unknown facts are counted over all that may take the patient.
Summary MakeSummary(const MatchReport& report, const Patient& patient, const PlainWords& words, const SummaryOptions& options);

// What the profile says, a line a subject: "Cancer: NSCLC, adenocarcinoma, stage IVA, metastatic".
std::vector<std::string> FactsInWords(const Patient& patient, const PlainWords& words);

// What a gene test would decide among the trials of the report.
std::string TestsInWords(int waiting_for_test);

std::string RenderSummaryText(const Summary& summary, const TextOptions& options);
// One page that needs nothing else: for a screen, for print, for a screen reader.
std::string RenderSummaryHtml(const Summary& summary);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_SUMMARY_SUMMARY_H_
