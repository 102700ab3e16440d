#ifndef TRIALMATCH_MATCHER_EXPLAIN_EXPLAINED_TRIAL_H_
#define TRIALMATCH_MATCHER_EXPLAIN_EXPLAINED_TRIAL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "matcher/context/drug_lines.h"
#include "matcher/explain/plain/plain_words.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

// How a criterion stands for the patient.
enum class Standing : uint8_t { kMet, kNotMet, kUnknown, kNotRead, kSiteChecks };
// "met", "not met", "not known", "not read", "site checks".
const char* StandingInWords(Standing standing);

// A criterion as the registry words it, beside what it means for this patient.
struct ExplainedCriterion {
  std::string id;
  std::string field;        // of the record that it was made from; "" for the eligibility text
  bool exclusion = false;
  std::string original;     // the registry's words
  std::string plain;        // what must be true for "you"
  std::string scope;        // for whom or when it counts, or ""
  Standing standing = Standing::kUnknown;
  std::string because;      // why it stands so, in plain words
  std::vector<MissingFact> missing;   // of kUnknown: what would settle it, and who can tell
  std::string time;         // when it lifts or closes, or ""
};

// One trial for one patient, in plain words. A plain value.
struct ExplainedTrial {
  std::string nct_id, title;
  Verdict verdict = Verdict::kPossible;
  std::vector<std::string> verdict_words;    // the verdict, its days, what would have to stop
  std::vector<GlossaryLine> kind;            // phase, randomized, blinded, placebo: what kind of trial it is
  std::vector<ExplainedCriterion> criteria;  // what is asked for, then what keeps people out; each in the order of the text
  std::vector<DrugLine> drugs;               // what is tried
  std::vector<Caution> cautions;
  std::vector<GlossaryLine> glossary;        // the medical words above
  int Count(Standing standing) const;
};

ExplainedTrial ExplainTrial(const TrialResult& trial, const PlainWords& words);

// The verdict of a trial for a patient, in sentences: what it means, when it opens or closes, what would have to stop.
std::vector<std::string> VerdictInWords(const TrialResult& trial);

// The kind of a study by its record: "trial/phase2", "trial/randomized"; for the glossary.
std::vector<std::string> KindOfStudy(const fetch::Study& study);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_EXPLAINED_TRIAL_H_
